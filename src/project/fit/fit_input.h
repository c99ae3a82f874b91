#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"

namespace stackfit {

/// One file as the fit survey sees it.
struct FitFile {
  const FileRecord* record = nullptr;
  Zone zone = Zone::kProduct;
  std::string_view runtime;  ///< of its code: node, python, ""
  bool tooling = false;      ///< builds, configures or releases the product
  bool integration = false;  ///< connects the product with one system of many
};

/// What evidence in code of integrations counts.
inline constexpr double kIntegration = 0.5;

/// The files of a project with what several parts of the fit survey ask of them.
struct FitInput {
  std::vector<FitFile> files;  ///< in the records' order
  std::map<std::string_view, double>
      product_files;                         ///< source files in the product zone, by runtime
  double notebook_weight = 1;                ///< what it counts that there is a notebook
  std::set<std::string_view> python_paths;   ///< files that can be imported
  std::set<std::string, std::less<>> roots;  ///< the root and folders with a manifest of their own
  std::set<std::string, std::less<>> root_modules;  ///< of Python, right below a root or `src`
  std::set<std::string, std::less<>>
      anchors;  ///< roots and Python packages: globs with a slash hold below each
};

/// Sorts the files by zone and runtime. A folder that is a whole foreign repository copied into
/// this one (it brings its own `.github` workflows or licence together with its own manifest of
/// another ecosystem) counts as vendored.
FitInput prepare_fit(const std::vector<FileRecord>& records);

/// Does `import module` in that file mean a module of the repository: one beside the file, at the
/// root, below `src`, or below a folder with a manifest?
bool is_local_module(const FitInput& input, std::string_view importer, std::string_view module);

/// How much evidence in such a place counts: product 1, example and test 0.25, docs 0.1, vendored
/// and generated 0.
double zone_weight(Zone zone);

}  // namespace stackfit
