#include "project/graph/call_graph.h"

#include <algorithm>
#include <set>

#include "project/fit/names.h"
#include "project/zones.h"

namespace stackfit {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kMostImportsBeyond = 64;

std::string_view last_name(std::string_view dotted) {
  return dotted.substr(dotted.rfind('.') + 1);
}

bool is_product(const FileRecord& record) {
  const auto& path = record.entry.path;
  return zone_of(path) == Zone::kProduct && !is_tooling_path(path) && !is_command_path(path);
}

}  // namespace

CallGraph::CallGraph(const std::vector<FileRecord>& records, const NameResolver& resolve)
    : records_(records) {
  add_functions();
  for (std::uint32_t i = 0; i < records_.size(); ++i) add_calls(i, resolve);
  handled_ = spread(Waiting::kHandler);
  awaited_ = spread(Waiting::kCoroutine);
}

void CallGraph::add_functions() {
  names_.resize(records_.size());
  for (std::uint32_t i = 0; i < records_.size(); ++i) {
    first_of_.push_back(static_cast<std::uint32_t>(functions_.size()));
    const auto& record = records_[i];
    if (!record.lost.empty() || !record.facts.source) continue;
    by_path_[record.entry.path] = i;
    FileNames& names = names_[i];
    for (const auto& fact : record.facts.source->functions) {
      auto at = static_cast<std::uint32_t>(functions_.size());
      functions_.push_back({i, &fact, {}});
      if (fact.registers) continue;
      if (fact.is_module && names.module == kNone) names.module = at;
      if (fact.name.empty()) continue;
      // Several of one name: it says nothing.
      if (auto [whole, added] = names.whole.try_emplace(fact.name, at); !added)
        whole->second = kNone;
      if (auto [last, added] = names.last.try_emplace(last_name(fact.name), at); !added)
        last->second = kNone;
    }
  }
  first_of_.push_back(static_cast<std::uint32_t>(functions_.size()));
}

// By its whole name, else by the last one when only one function bears it; kNone: not there.
std::uint32_t CallGraph::find_in(std::uint32_t record, std::string_view name) const {
  const FileNames& names = names_[record];
  if (name.empty()) return names.module;
  if (auto whole = names.whole.find(name); whole != names.whole.end()) return whole->second;
  auto last = names.last.find(last_name(name));
  return last == names.last.end() ? kNone : last->second;
}

// In what the module imports itself, when exactly one of them has the name.
std::uint32_t CallGraph::find_beyond(std::uint32_t record, std::string_view name,
                                     const NameResolver& resolve) const {
  if (name.empty()) return kNone;
  std::set<std::uint32_t> found;
  const auto& imports = records_[record].facts.source->imports;
  for (std::size_t i = 0; i < imports.size() && i < kMostImportsBeyond; ++i) {
    auto target = resolve(records_[record], i, name);
    if (!target) continue;
    auto file = by_path_.find(target->path);
    if (file == by_path_.end()) continue;
    auto function = find_in(file->second, target->name);
    if (function != kNone) found.insert(function);
  }
  return found.size() == 1 ? *found.begin() : kNone;
}

void CallGraph::add_calls(std::uint32_t record, const NameResolver& resolve) {
  for (auto at = first_of_[record]; at < first_of_[record + 1]; ++at) {
    for (const auto& call : functions_[at].fact->calls) {
      std::uint32_t to = kNone;
      if (call.import == 0) {
        to = find_in(record, call.name);
      } else if (auto target = resolve(records_[record], call.import - 1, call.name)) {
        auto file = by_path_.find(target->path);
        if (file == by_path_.end()) continue;
        to = find_in(file->second, target->name);
        if (to == kNone) to = find_beyond(file->second, target->name, resolve);
      }
      if (to != kNone && to != at) functions_[at].calls.push_back({to, call.handed});
    }
  }
}

// Breadth first from all who wait at once, so that each function learns its nearest.
std::vector<CallGraph::Visit> CallGraph::spread(Waiting who) const {
  bool handlers = who == Waiting::kHandler;
  std::vector<Visit> visits(functions_.size());
  std::vector<std::uint32_t> level;
  for (std::uint32_t at = 0; at < functions_.size(); ++at) {
    const auto& fact = *functions_[at].fact;
    bool waits = handlers ? fact.handler : fact.async;
    if (!waits || !is_product(records_[functions_[at].record])) continue;
    visits[at] = {at, 0};
    level.push_back(at);
  }
  for (std::uint32_t depth = 1; depth <= kMostLevels && !level.empty(); ++depth) {
    std::vector<std::uint32_t> next;
    for (auto from : level)
      for (const auto& call : functions_[from].calls) {
        if (visits[call.to].level != kNone || (!handlers && call.handed)) continue;
        visits[call.to] = {from, depth};
        next.push_back(call.to);
      }
    level = std::move(next);
  }
  return visits;
}

// The innermost function with a name around a line: they stand in source order.
std::uint32_t CallGraph::around(std::string_view path, std::uint32_t line) const {
  auto file = by_path_.find(path);
  if (file == by_path_.end()) return kNone;
  std::uint32_t innermost = kNone;
  for (auto at = first_of_[file->second]; at < first_of_[file->second + 1]; ++at) {
    const auto& fact = *functions_[at].fact;
    if (!fact.registers && fact.line <= line && line <= fact.end_line) innermost = at;
  }
  return innermost;
}

std::vector<CallStep> CallGraph::way_to(std::string_view path, std::uint32_t line,
                                        Waiting who) const {
  auto start = around(path, line);
  const auto& visits = who == Waiting::kHandler ? handled_ : awaited_;
  if (start == kNone || visits[start].level == kNone) return {};
  std::vector<CallStep> way;
  for (auto at = start;; at = visits[at].from) {
    const auto& fact = *functions_[at].fact;
    way.push_back(
        {records_[functions_[at].record].entry.path, fact.line, fact.name, fact.registers});
    if (visits[at].level == 0) break;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

bool CallGraph::sets_up(std::string_view path, std::uint32_t line) const {
  auto outer = around(path, line);
  if (outer == kNone) return false;
  const auto& frame = *functions_[outer].fact;
  auto end = first_of_[functions_[outer].record + 1];
  for (auto at = outer + 1; at < end && functions_[at].fact->line <= frame.end_line; ++at)
    if (functions_[at].fact->handler || functions_[at].fact->registers) return true;
  return false;
}

bool CallGraph::serves() const {
  return std::any_of(handled_.begin(), handled_.end(),
                     [](const Visit& visit) { return visit.level == 0; });
}

}  // namespace stackfit
