#include "facts/javascript/callback_kinds.h"

#include <cstdlib>

namespace stackfit {
namespace {

constexpr const char* kFile = "data/callback-kinds.toml";

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

NameSet all_names(std::string_view table, std::string_view key) {
  NameSet names;
  for (const auto& row : data_rows(kFile, table)) names.merge(row.names(key));
  return names;
}

}  // namespace

CallbackKinds::CallbackKinds() {
  for (const auto& row : data_rows(kFile, "kind")) add_row(row);
  for (const auto& row : data_rows(kFile, "adapter"))
    for (const auto& name : row.list("names"))
      adapters_[name] = {row.flag("any_place"), row.flag("takes_error")};
  neutral_ = all_names("neutral", "names");
  index_ = all_names("index", "names");
  iterators_ = all_names("iterator-library", "roots");
  for (const auto& row : data_rows(kFile, "whole-file")) {
    whole_file_percent_ = static_cast<std::uint32_t>(row.number("percent"));
    whole_file_lines_ = static_cast<std::uint32_t>(row.number("lines"));
  }
}

void CallbackKinds::add_row(const DataRow& data) {
  if (rows_.size() >= 64) std::abort();  // one bit per row; a test reads the table
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
}

void CallbackKinds::add_text(const DataRow& data, Subject subject, const char* key,
                             const char* fallback) {
  Rows row = Rows{1} << (rows_.size() - 1);
  auto word = data.text(key);
  if (word.empty()) word = fallback;
  if (word == "any")
    conditions_[subject].indifferent |= row;
  else
    conditions_[subject].words[word] |= row;
}

void CallbackKinds::add_words(const DataRow& data, Subject subject, const char* words,
                              const char* beginnings, const char* endings) {
  Rows row = Rows{1} << (rows_.size() - 1);
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
  Rows rows = ~Rows{0};
  for (int subject = 0; subject < kSubjects && rows != 0; ++subject)
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
    if ((rows >> i & 1) && rows_[i].id == id) return true;
  return false;
}

bool CallbackKinds::is_sync_iteration(std::string_view name) const {
  return word_of(kName, name, "sync-iteration");
}

bool CallbackKinds::is_continuation_name(std::string_view parameter) const {
  return word_of(kLast, parameter, "continuation");
}

bool CallbackKinds::is_error_name(std::string_view parameter) const {
  return parameter != "e" && word_of(kFirst, parameter, "error-first");
}

const CallbackKinds& callback_kinds() {
  static const CallbackKinds kKinds;
  return kKinds;
}

}  // namespace stackfit
