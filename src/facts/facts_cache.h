#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "facts/analyse.h"
#include "store/store.h"

namespace stackfit {

/// A cache of facts that a run may use, and what became of it.
struct CacheUse {
  std::string folder;
  StoreLimits limits;
  std::string problem = {};      ///< why it is not used, or not to its end
  std::uint64_t recalled = 0;    ///< files that were not analysed again
  std::uint64_t remembered = 0;  ///< files whose facts are new in it
};

/// Facts of files by their content, kept from run to run. It changes nothing but speed: facts come
/// back only for the same bytes in a file of the same kind, analysed by the same program with the
/// same rules and options; lost files are never kept.
///
/// One run uses it in this order: recall, then remember for whatever was analysed, then flush.
class FactsCache {
 public:
  using Recalled = std::function<void(std::uint32_t index, FileFacts facts)>;

  FactsCache(CacheUse& use, const AnalysisContext& context);

  /// Looks up the `wanted` entries and hands over the facts of those that are known, in any order.
  /// A file whose content git does not vouch for is read and hashed. Returns the indices of the
  /// others, in order.
  std::vector<std::uint32_t> recall(const Tree& tree, const std::vector<Entry>& entries,
                                    const std::vector<std::uint32_t>& wanted,
                                    const Recalled& recalled);
  /// Keeps the facts of an entry that recall() did not know. `FileFacts::blob` has to be what the
  /// analysis hashed: facts of a file that changed since recall() are not kept.
  void remember(std::uint32_t index, const FileFacts& facts);
  /// Writes what is not written yet.
  void flush();
  /// Where facts of an entry are kept when its content has this id.
  std::string key_of(const Entry& entry, const std::string& blob) const;

 private:
  /// What is known of an entry's content before it is analysed; all empty: nothing.
  struct Question {
    std::string blob;
    std::string key;
    bool sized = false;  ///< the facts have to be of a file of the entry's size
  };
  Question question_of(const Tree& tree, const Entry& entry) const;
  static bool answers(const FileFacts& facts, const Question& question, const Entry& entry);

  CacheUse& use_;
  Limits limits_;
  std::string context_;              // digest of everything facts depend on but the file
  std::vector<Question> questions_;  // by entry: those remember() may still answer
  Store::Items unwritten_;
  std::size_t unwritten_bytes_ = 0;
};

}  // namespace stackfit
