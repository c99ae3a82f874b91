// What a file's facts depend on, and nothing else, is in their key:
//
// - its bytes, by git's blob id, so that any commit, the index and the working tree share facts;
// - what of its path matters (kind_of_path), and whether it counts as changed (a marker "generated"
//   hides nothing in a change);
// - the rule pages and data files, which rules are on and their thresholds, but not the severities
//   and messages that are applied later;
// - parity mode, default excludes, size limits and what is asked of sources;
// - the build of this program and the version of the encoding.
//
// Git's index says which content an unchanged file has. Where git converted it on the way to disk
// (line ends, a filter) the bytes differ from the blob; then the sizes differ, which is checked.
// What comes out of the cache is decoded as hostile bytes and has to say itself which content it is
// about. A worker is believed about the files it was given, as in a run without a cache; but which
// content that was, this process knows by itself.
#include "facts/facts_cache.h"

#include <fmt/format.h>

#include "core/build_id.h"
#include "core/text.h"
#include "facts/encoding.h"
#include "facts/rules/query_rules.h"
#include "rules/overrides.h"
#include "tree/blob_id.h"

namespace stackfit {
namespace {

constexpr std::size_t kWriteBytes = 8 << 20;

std::string rules_state(const RuleSet& rules) {
  std::string state = rules.pages_digest;
  for (const Rule& rule : rules.rules) {
    state += fmt::format("\n{} {}", rule.id, enabled_anywhere(rules, rule));
    for (const auto& [name, value] : rule.threshold)
      state += fmt::format(" {}={}/{}", name, value, least_threshold(rules, rule, name, value));
  }
  return state;
}

std::string digest_of(const AnalysisContext& context) {
  const Limits& limits = context.limits;
  auto state = fmt::format("{}\n{}\n{} {} {}\n{} {} {} {}\n", build_id(), kFactsVersion,
                           static_cast<int>(context.parity), context.parity_constructors,
                           context.default_excludes, limits.source_bytes, limits.manifest_bytes,
                           limits.lockfile_bytes, static_cast<int>(needs_of(context)));
  if (context.rules != nullptr) state += rules_state(*context.rules);
  return hash_hex(state) + (context.file_rules != nullptr ? "+" : "-");
}

}  // namespace

FactsCache::FactsCache(CacheUse& use, const AnalysisContext& context)
    : use_(use), limits_(context.limits), context_(digest_of(context)) {}

std::string FactsCache::key_of(const Entry& entry, const std::string& blob) const {
  return context_ + (entry.changed ? 'c' : ' ') + blob + kind_of_path(entry.path);
}

// Empty when the content cannot be told; such a file is analysed, or lost, as ever.
FactsCache::Question FactsCache::question_of(const Tree& tree, const Entry& entry) const {
  Question question;
  question.sized = entry.blob_state == BlobState::kUnchanged;
  if (entry.blob_state != BlobState::kUnsure) {
    question.blob = entry.blob;
  } else if (auto bytes = tree.read(entry.path, size_limit(entry.path, limits_))) {
    question.blob = blob_id(*bytes);
  }
  if (!question.blob.empty()) question.key = key_of(entry, question.blob);
  return question;
}

bool FactsCache::answers(const FileFacts& facts, const Question& question, const Entry& entry) {
  return facts.lost.empty() && facts.blob == question.blob &&
         (!question.sized || facts.bytes == entry.size);
}

std::vector<std::uint32_t> FactsCache::recall(const Tree& tree, const std::vector<Entry>& entries,
                                              const std::vector<std::uint32_t>& wanted,
                                              const Recalled& recalled) {
  auto store = Store::open(use_.folder, use_.limits);
  if (!store) {
    use_.problem = store.error().message;
    return wanted;
  }
  std::vector<std::uint32_t> asked;
  std::vector<std::string> keys;
  questions_.resize(entries.size());
  for (auto index : wanted) {
    questions_[index] = question_of(tree, entries[index]);
    if (questions_[index].key.empty()) continue;
    asked.push_back(index);
    keys.push_back(questions_[index].key);
  }
  std::vector<bool> known(entries.size());
  store->get_all(Space::kFacts, keys, [&](std::size_t at, std::string_view value) {
    auto index = asked[at];
    auto facts = decode(value);
    if (!facts || !answers(*facts, questions_[index], entries[index])) return;
    known[index] = true;
    questions_[index] = {};
    ++use_.recalled;
    recalled(index, std::move(*facts));
  });
  std::vector<std::uint32_t> unknown;
  for (auto index : wanted)
    if (!known[index]) unknown.push_back(index);
  return unknown;
}

void FactsCache::remember(std::uint32_t index, const FileFacts& facts) {
  if (index >= questions_.size() || questions_[index].key.empty()) return;
  Question question = std::exchange(questions_[index], {});
  if (!facts.lost.empty() || facts.blob != question.blob) return;
  unwritten_.emplace_back(std::move(question.key), encode(facts));
  unwritten_bytes_ += unwritten_.back().second.size();
  if (unwritten_bytes_ >= kWriteBytes) flush();
}

// The store is open only while it is written: workers that are forked meanwhile shall not have it.
void FactsCache::flush() {
  auto items = std::exchange(unwritten_, {});
  unwritten_bytes_ = 0;
  if (items.empty() || use_.limits.read_only || !use_.problem.empty()) return;
  auto store = Store::open(use_.folder, use_.limits);
  auto written = store ? store->put_all(Space::kFacts, items) : Result<void>(store.error());
  if (written) use_.remembered += items.size();
  if (!written) use_.problem = written.error().message;
}

}  // namespace stackfit
