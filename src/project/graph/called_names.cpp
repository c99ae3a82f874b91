#include "project/graph/called_names.h"

#include <map>
#include <utility>

namespace stackfit {
namespace {

// `from app import users` may take a module out of a package: then `users.find` is its `find`.
std::optional<NameInFile> python_name(const LoadGraph& graph, const FileRecord& from,
                                      std::size_t import, std::string_view name) {
  ModuleId module = graph.find(from.entry.path);
  if (module == kNoModule || import >= graph.modules()[module].targets.size()) return std::nullopt;
  const ImportTarget& target = graph.modules()[module].targets[import];
  auto dot = name.find('.');
  ModuleId inner = graph.submodule(target, name.substr(0, dot));
  if (inner != kNoModule) {
    auto rest = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    return NameInFile{graph.modules()[inner].path, std::string(rest)};
  }
  if (target.module == kNoModule) return std::nullopt;
  return NameInFile{graph.modules()[target.module].path, std::string(name)};
}

}  // namespace

NameResolver name_resolver(const ModuleResolver& scripts, const LoadGraph& modules) {
  // A module is named by many calls of a file: each import is resolved once.
  using Key = std::pair<const FileRecord*, std::size_t>;
  return [&scripts, &modules, known = std::map<Key, std::string>()](
             const FileRecord& from, std::size_t import,
             std::string_view name) mutable -> std::optional<NameInFile> {
    const SourceFacts& source = *from.facts.source;
    if (source.language == "python") return python_name(modules, from, import, name);
    if (import >= source.imports.size()) return std::nullopt;
    auto [at, added] = known.try_emplace({&from, import});
    if (added) {
      auto target = scripts.resolve(from.entry.path, source.imports[import].module);
      if (target.kind == ResolvedModule::Kind::kFile) at->second = target.path;
    }
    if (at->second.empty()) return std::nullopt;
    return NameInFile{at->second, std::string(name)};
  };
}

}  // namespace stackfit
