#pragma once
#include <string_view>

#include "facts/analyse.h"
#include "syntax/syntax_tree.h"

namespace stackfit {

/// What a reader may use while it learns from one file.
struct FileInput {
  const AnalysisContext& context;
  const Entry& entry;
  std::string_view bytes;
  Parser& parser;  ///< of this worker
};

/// One kind of file stackfit understands. The table of readers stands in readers.cpp; every reader
/// whose `accepts` says yes is run, so setup.py is read as source and as manifest.
struct FileReader {
  std::string_view id;
  bool (*accepts)(std::string_view path);
  void (*read)(const FileInput& input, FileFacts& facts);
  std::uint64_t Limits::*limit;
};

/// JavaScript, JSX, TypeScript, TSX and Python sources.
void read_source_file(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
