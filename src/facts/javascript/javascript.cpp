#include "facts/javascript/javascript.h"

#include <algorithm>
#include <tuple>

#include "facts/javascript/async_sites.h"
#include "facts/javascript/chains.h"
#include "facts/javascript/imports.h"
#include "facts/javascript/load_use.h"
#include "facts/javascript/parity.h"
#include "facts/javascript/script_host.h"
#include "facts/rules/query_rules.h"
#include "rules/overrides.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostChains = 200;

// Keeps the deepest chains, in source order, of a file with more than anybody reads; false when
// some went.
bool keep_deepest(std::vector<CallbackChain>& chains) {
  if (chains.size() <= kMostChains) return true;
  std::stable_sort(chains.begin(), chains.end(),
                   [](const auto& a, const auto& b) { return a.depth > b.depth; });
  chains.erase(chains.begin() + kMostChains, chains.end());
  std::sort(chains.begin(), chains.end(), [](const auto& a, const auto& b) {
    return std::tie(a.span.line, a.span.column) < std::tie(b.span.line, b.span.column);
  });
  return false;
}

const CallbackKinds& kinds_of(const AnalysisContext& context) {
  return context.file_rules ? context.file_rules->kinds() : callback_kinds();
}

}  // namespace

std::uint32_t least_chain_depth(const RuleSet* rules) {
  const Rule* rule = rules ? find_rule(*rules, "callback-nesting") : nullptr;
  if (!rule) return UINT32_MAX;
  double least = UINT32_MAX;
  for (const char* level : {"note", "warning", "error"})
    least = std::min(least, least_threshold(*rules, *rule, level, UINT32_MAX));
  return static_cast<std::uint32_t>(std::clamp<double>(least, 0, UINT32_MAX));
}

Result<SyntaxTree> parse_source(const FileInput& input, const Language& language) {
  double seconds = input.context.limits.file_cpu_seconds;
  auto tree = input.parser.parse(language, input.bytes, seconds);
  if (!tree || tree->errors() == 0 || language.name != "javascript") return tree;
  auto second = input.parser.parse(*language_named("tsx"), input.bytes, seconds);
  return second && second->errors() < tree->errors() ? std::move(second) : std::move(tree);
}

bool read_callbacks(const FileInput& input, const SyntaxTree& tree, SourceFacts& facts) {
  const AnalysisContext& context = input.context;
  facts.imports = javascript_imports(tree);
  const auto modules = module_names(facts.imports);
  const CallbackKinds& kinds = kinds_of(context);
  const auto callbacks = find_callbacks(tree, modules, kinds);
  facts.chains = callback_chains(tree, modules, kinds, callbacks, least_chain_depth(context.rules));
  bool whole = keep_deepest(facts.chains);
  facts.async_sites = async_sites(tree, kinds, callbacks);
  return whole;
}

bool read_javascript(const FileInput& input, const SyntaxTree& tree, SourceFacts& facts) {
  const AnalysisContext& context = input.context;
  facts.imports = javascript_imports(tree);
  mark_load_use(tree, facts.imports);
  facts.exports_line = exports_line(tree);
  if (context.parity != Parity::kNative) {
    facts.parity = parity_callbacks(tree, context.parity, context.parity_constructors);
  }
  const auto modules = module_names(facts.imports);
  const CallbackKinds& kinds = kinds_of(context);
  const auto callbacks = find_callbacks(tree, modules, kinds);
  facts.chains = callback_chains(tree, modules, kinds, callbacks, least_chain_depth(context.rules));
  bool whole = keep_deepest(facts.chains);
  facts.async_sites = async_sites(tree, kinds, callbacks);
  if (!context.file_rules) return whole;
  facts.in_browser = is_browser_script(tree, facts.imports, context.file_rules->tables().hosts);
  SameFile same_file(tree, modules, kinds);
  FileView view{tree,      facts.imports, modules, kinds, context.file_rules->tables(),
                same_file, callbacks};
  return context.file_rules->run(facts.language, view, facts) && whole;
}

}  // namespace stackfit
