#include "facts/javascript/callback_kinds.h"

#include <cstdlib>

#include "core/nearest.h"
#include "facts/javascript/classify.h"

namespace stackfit {
namespace {

constexpr const char* kFile = "data/callback-kinds.toml";

bool is_weight(std::string_view name) {
  return name == "0" || name == "1" || name == "entry";
}

CallbackWeight weight_named(std::string_view name) {
  if (name == "entry") return CallbackWeight::kEntry;
  return name == "1" ? CallbackWeight::kOne : CallbackWeight::kNone;
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

// `on` begins `onClick` and `on_click`, not `only`.
bool begins_with(std::string_view word, std::string_view beginning) {
  if (!word.starts_with(beginning)) return false;
  auto rest = word.substr(beginning.size());
  return rest.empty() || is_capital(rest.front()) || rest.front() == '_';
}

NameSet all_names(const RuleSet& rules, std::string_view table, std::string_view key) {
  NameSet names;
  for (const auto& row : data_rows(rules, kFile, table)) names.merge(row.names(key));
  return names;
}

CallbackKinds::Rows one_row(std::size_t index) {
  return CallbackKinds::Rows().set(index);
}

}  // namespace

Result<CallbackKinds> CallbackKinds::read(const RuleSet& rules) {
  CallbackKinds kinds;
  if (auto read = kinds.read_rows(rules); !read) return read.error();
  return kinds;
}

Result<void> CallbackKinds::read_rows(const RuleSet& rules) {
  for (const auto& row : data_rows(rules, kFile, "kind"))
    if (auto added = add_row(row); !added) return added;
  for (const auto& row : data_rows(rules, kFile, "adapter"))
    for (const auto& name : row.list("names"))
      adapters_.emplace(name, Adapter{row.flag("any_place"), row.flag("takes_error")});
  for (const auto& row : data_rows(kFile, "test-function"))
    for (auto& name : row.list("names")) test_functions_.push_back(std::move(name));
  neutral_ = all_names(rules, "neutral", "names");
  index_ = all_names(rules, "index", "names");
  iterators_ = all_names(rules, "iterator-library", "roots");
  for (const auto& row : data_rows(rules, "data/callback-remedies.toml", "customised"))
    customised_.merge(row.names("names"));
  for (const auto& row : data_rows(kFile, "whole-file")) {
    whole_file_percent_ = static_cast<std::uint32_t>(row.number("percent"));
    whole_file_lines_ = static_cast<std::uint32_t>(row.number("lines"));
  }
  return {};
}

Result<void> CallbackKinds::add_row(const DataRow& data) {
  auto wrong = [&](std::string message, std::string hint) -> Error {
    return {ErrorKind::kConfig, std::move(message), data.where, std::move(hint)};
  };
  if (rows_.size() >= kMostRows) return wrong("too many kinds of callbacks", "256 at most");
  if (data.text("id").empty()) return wrong("a kind of callback needs an id", "");
  if (!is_weight(data.text("weight")))
    return wrong("'weight' of a kind is \"0\", \"1\" or \"entry\"", "");
  for (const char* key : {"test", "unless"})
    if (auto name = data.text(key); !name.empty() && !is_callback_test(name))
      return wrong("there is no test \"" + name + "\"", did_you_mean(name, callback_test_names()));
  CallbackKind& kind = rows_.emplace_back();
  kind.id = data.text("id");
  kind.family = data.text("family");
  kind.weight = weight_named(data.text("weight"));
  kind.assumed = data.flag("assumed");
  kind.site = data.flag("site");
  kind.test = data.text("test");
  kind.unless = data.text("unless");
  kind.unless_roots = data.names("unless_roots");
  add_text(data, kRole, "role", "call");
  add_text(data, kCarrier, "carrier", "any");
  add_text(data, kCallee, "callee", "any");
  add_words(data, kName, "names", "name_prefixes", "name_endings");
  add_words(data, kRoot, "roots", "root_prefixes", "");
  add_words(data, kKey, "keys", "key_prefixes", "");
  add_words(data, kFirst, "first_parameters", "", "first_parameter_endings");
  add_words(data, kLast, "last_parameters", "", "last_parameter_endings");
  add_words(data, kParameters, "parameters", "", "");
  return {};
}

void CallbackKinds::add_text(const DataRow& data, Subject subject, const char* key,
                             const char* fallback) {
  Rows row = one_row(rows_.size() - 1);
  auto word = data.text(key);
  if (word.empty()) word = fallback;
  if (word == "any")
    conditions_[subject].indifferent |= row;
  else
    conditions_[subject].words[word] |= row;
}

void CallbackKinds::add_words(const DataRow& data, Subject subject, const char* words,
                              const char* beginnings, const char* endings) {
  Rows row = one_row(rows_.size() - 1);
  Condition& condition = conditions_[subject];
  auto whole = data.list(words), begin = data.list(beginnings), end = data.list(endings);
  for (const auto& word : whole) condition.words[word] |= row;
  for (const auto& word : begin) condition.beginnings.emplace_back(word, row);
  for (const auto& word : end) condition.endings.emplace_back(word, row);
  if (whole.empty() && begin.empty() && end.empty()) condition.indifferent |= row;
}

CallbackKinds::Rows CallbackKinds::Condition::accepting(std::string_view word) const {
  Rows rows = indifferent;
  if (word.empty()) return rows;
  if (auto at = words.find(word); at != words.end()) rows |= at->second;
  for (const auto& [beginning, more] : beginnings)
    if (begins_with(word, beginning)) rows |= more;
  for (const auto& [ending, more] : endings)
    if (word.ends_with(ending)) rows |= more;
  return rows;
}

CallbackKinds::Rows CallbackKinds::accepting(const KindQuestion& question) const {
  const std::string_view words[kSubjects] = {
      question.role,      question.carrier, question.callee,          question.name,
      question.root,      question.key,     question.first_parameter, question.last_parameter,
      question.parameters};
  Rows rows = ~Rows();
  for (int subject = 0; subject < kSubjects && rows.any(); ++subject)
    rows &= conditions_[subject].accepting(words[subject]);
  return rows;
}

const Adapter* CallbackKinds::adapter(std::string_view name) const {
  auto at = adapters_.find(name);
  return at == adapters_.end() ? nullptr : &at->second;
}

bool CallbackKinds::word_of(Subject subject, std::string_view word, std::string_view id) const {
  Rows rows = conditions_[subject].accepting(word) & ~conditions_[subject].indifferent;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows[i] && rows_[i].id == id) return true;
  return false;
}

bool CallbackKinds::is_sync_iteration(std::string_view name) const {
  return word_of(kName, name, "sync-iteration");
}

bool CallbackKinds::is_event(std::string_view name) const {
  return word_of(kName, name, "event");
}

bool CallbackKinds::is_continuation_name(std::string_view parameter) const {
  return word_of(kLast, parameter, "continuation");
}

bool CallbackKinds::is_error_name(std::string_view parameter) const {
  return parameter != "e" && word_of(kFirst, parameter, "error-first");
}

const CallbackKinds& callback_kinds() {
  static const CallbackKinds kKinds = [] {
    auto kinds = CallbackKinds::read({});
    if (!kinds) std::abort();  // a data file the program was built with
    return std::move(*kinds);
  }();
  return kKinds;
}

}  // namespace stackfit
