#include "rules/fit_data.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "core/text.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

[[noreturn]] void broken(std::string_view file, std::size_t line, std::string_view why) {
  fmt::print(stderr, "stackfit: rules/data/{}:{}: {}\n", file, line, why);
  std::abort();
}

// One table of a data file, with checked access: a wrong type or an unknown key ends the program.
class Row {
 public:
  Row(std::string_view file, std::string_view id, const toml::table& table)
      : file_(file), id_(id), table_(&table) {}

  std::string id() const { return std::string(id_); }
  std::size_t line() const { return table_->source().begin.line; }
  bool has(std::string_view key) const { return table_->contains(key); }

  void get(std::string_view key, std::string& value) {
    if (auto node = find(key)) value = checked(key, node->value<std::string>());
  }
  void get(std::string_view key, bool& value) {
    if (auto node = find(key)) value = checked(key, node->value<bool>());
  }
  void get(std::string_view key, std::uint32_t& value) {
    if (auto node = find(key))
      value = static_cast<std::uint32_t>(checked(key, node->value<std::int64_t>()));
  }
  void get(std::string_view key, std::vector<std::string>& values) {
    for (const auto& item : array(key)) values.push_back(checked(key, item.value<std::string>()));
  }
  void get(std::string_view key, std::vector<std::int64_t>& values) {
    for (const auto& item : array(key)) values.push_back(checked(key, item.value<std::int64_t>()));
  }
  void get(std::string_view key, std::vector<FileTest>& tests) {
    for (const auto& item : array(key)) {
      if (auto* table = item.as_table()) {
        Row row(file_, id_, *table);
        row.get("path", tests.emplace_back().path);
        row.get("contains", tests.back().contains);
        row.finish();
      } else {
        tests.push_back({checked(key, item.value<std::string>()), ""});
      }
    }
  }
  void get(std::string_view key, std::vector<DimensionWeight>& weights) {
    auto node = find(key);
    if (!node) return;
    if (!node->is_table()) broken(file_, line(), fmt::format("{} is no table", key));
    for (const auto& [dimension, weight] : *node->as_table())
      weights.push_back({std::string(dimension.str()), checked(key, weight.value<double>())});
  }
  void get(std::string_view key, std::optional<Stance>& stance) {
    auto node = find(key);
    if (!node) return;
    const auto* table = node->as_table();
    if (!table) broken(file_, line(), fmt::format("{} is no table", key));
    stance = Stance{checked(key, (*table)["article"].value<double>()),
                    checked(key, (*table)["today"].value<double>())};
  }
  void get(std::string_view key, std::optional<double>& value) {
    if (auto node = find(key)) value = checked(key, node->value<double>());
  }
  /// Call last: every key of the table must have been asked for.
  void finish() const {
    if (asked_ != table_->size())
      broken(file_, line(), fmt::format("[{}] has an unknown key", id_));
  }

 private:
  const toml::node* find(std::string_view key) {
    const auto* node = table_->get(key);
    if (node) ++asked_;
    return node;
  }
  const toml::array& array(std::string_view key) {
    static const toml::array kNone;
    const auto* node = find(key);
    if (!node) return kNone;
    if (!node->is_array()) broken(file_, line(), fmt::format("{} is no list", key));
    return *node->as_array();
  }
  template <class T>
  T checked(std::string_view key, std::optional<T> value) const {
    if (!value) broken(file_, line(), fmt::format("[{}] {} has the wrong type", id_, key));
    return std::move(*value);
  }

  std::string_view file_, id_;
  const toml::table* table_;
  std::size_t asked_ = 0;
};

// Reads every table of a data file, in the file's order.
template <class Item>
std::vector<Item> read_tables(std::string_view file, void (*read)(Row&, Item&)) {
  try {
    auto document = toml::parse(rule_data(fmt::format("data/{}", file)));
    std::vector<Row> rows;
    for (const auto& [id, node] : document) {
      if (!node.is_table()) broken(file, node.source().begin.line, "a key outside of a table");
      rows.emplace_back(file, id.str(), *node.as_table());
    }
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.line() < b.line(); });
    std::vector<Item> items(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      read(rows[i], items[i]);
      rows[i].finish();
    }
    return items;
  } catch (const toml::parse_error& error) {
    broken(file, error.source().begin.line, error.description());
  }
}

void read_technology(Row& row, TechnologyRow& t) {
  t.id = row.id();
  row.get("name", t.name);
  row.get("category", t.category);
  row.get("dimensions", t.dimensions);
  row.get("npm", t.npm);
  row.get("pypi", t.pypi);
  row.get("import", t.imports);
  row.get("image", t.images);
  row.get("file", t.files);
  row.get("execution", t.execution);
  row.get("status", t.status);
  row.get("article", t.named_in_article);
  row.get("note", t.note);
}

void read_call(Row& row, CallSignal& c) {
  c.id = row.id();
  row.get("languages", c.languages);
  row.get("dimensions", c.dimensions);
  row.get("role", c.role);
  row.get("scope", c.scope);
  row.get("cap", c.cap);
  row.get("execution", c.execution);
  row.get("requires_any", c.requires_any);
  row.get("note", c.note);
  row.get("query", c.query);
  row.get("needs", c.needs);
  row.get("match", c.match);
  row.get("no_match", c.no_match);
}

std::vector<CallSignal> read_calls() {
  auto calls = read_tables("fit-calls-javascript.toml", read_call);
  for (auto& call : calls)
    if (call.languages.empty()) call.languages = {"javascript", "typescript", "tsx"};
  for (auto& call : read_tables("fit-calls-python.toml", read_call)) {
    call.languages = {"python"};
    calls.push_back(std::move(call));
  }
  return calls;
}

void read_dimension(Row& row, DimensionRow& d) {
  d.id = row.id();
  std::string kind;
  row.get("name", d.name);
  row.get("class", kind);
  d.is_character = kind == "character";
  row.get("article", d.article_lines);
  row.get("node", d.node);
  row.get("python", d.python);
  row.get("remote_node", d.remote_node);
  row.get("python_server", d.python_server);
  row.get("note", d.note);
}

void read_suggestion(Row& row, SuggestionRow& s) {
  s.id = row.id();
  row.get("dimension", s.dimension);
  row.get("stack", s.stack);
  row.get("text", s.text);
}

void read_claim(Row& row, Claim& c) {
  c.id = row.id();
  row.get("line", c.line);
  row.get("group", c.group);
  row.get("says", c.says);
  row.get("status", c.status);
  row.get("today", c.today);
  row.get("dimensions", c.dimensions);
  row.get("visible_as", c.visible_as);
  row.get("evidence", c.evidence);
  row.get("against", c.against);
  row.get("speaks_for", c.speaks_for);
  row.get("speaks_against", c.speaks_against);
  row.get("unseen", c.unseen);
}

constexpr std::string_view kTests = "fit-tests.tsv";

std::uint32_t to_number(std::string_view text, std::size_t line) {
  std::uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    broken(kTests, line, fmt::format("\"{}\" is no number", text));
  return value;
}

std::vector<DimensionWeight> to_weights(std::string_view text, std::size_t line) {
  std::vector<DimensionWeight> weights;
  if (text == "-") return weights;
  for (auto pair : split(text, ' ')) {
    auto parts = split(pair, '=');
    if (parts.size() != 2) broken(kTests, line, "expected dimension=weight");
    weights.push_back({std::string(parts[0]), static_cast<double>(to_number(parts[1], line))});
  }
  return weights;
}

std::vector<FitTest> read_tests() {
  std::vector<FitTest> tests;
  std::size_t line = 0;
  for (auto text : split(rule_data("data/fit-tests.tsv"), '\n')) {
    ++line;
    if (text.empty() || text.front() == '#') continue;
    auto cells = split(text, '\t');
    if (cells.size() != 9) broken(kTests, line, "expected 9 columns");
    auto cell = [&](std::size_t i) { return std::string(cells[i] == "-" ? "" : cells[i]); };
    tests.push_back({cell(0), cell(1), to_weights(cells[2], line), cell(3), cell(4),
                     cells[5] == "-" ? 0 : to_number(cells[5], line), cell(6), cell(7), cell(8)});
  }
  return tests;
}

template <class T>
const T* find_by_id(const std::vector<T>& rows, std::string_view id) {
  auto at = std::find_if(rows.begin(), rows.end(), [&](const T& row) { return row.id == id; });
  return at == rows.end() ? nullptr : &*at;
}

}  // namespace

const FitData& fit_data() {
  static const FitData kData = {
      read_tables("technologies.toml", read_technology),
      read_calls(),
      read_tests(),
      read_tables("fit-dimensions.toml", read_dimension),
      read_tables("fit-suggestions.toml", read_suggestion),
      read_tables("claims.toml", read_claim),
  };
  return kData;
}

const TechnologyRow* find_technology(std::string_view id) {
  return find_by_id(fit_data().technologies, id);
}
const CallSignal* find_call(std::string_view id) {
  return find_by_id(fit_data().calls, id);
}
const FitTest* find_fit_test(std::string_view id) {
  return find_by_id(fit_data().tests, id);
}
const DimensionRow* find_dimension(std::string_view id) {
  return find_by_id(fit_data().dimensions, id);
}

std::string_view role_of(const TechnologyRow& technology, std::string_view dimension) {
  bool placement = dimension == "cpu" || dimension == "memory";
  return placement && technology.execution == "mitigation" ? "mitigation" : "workload";
}

double image_weight(double weight) {
  return std::max(1.0, weight - 1);
}

std::vector<FitSignal> expand_signals(const FitData& data) {
  std::vector<FitSignal> signals;
  for (const auto& t : data.technologies) {
    auto add = [&](std::string_view kind, const std::vector<std::string>& names) {
      for (const auto& [dimension, weight] : t.dimensions)
        for (const auto& name : names)
          signals.push_back({fmt::format("{}:{}:{}", kind, name, dimension), std::string(kind),
                             name, dimension, kind == "docker" ? image_weight(weight) : weight,
                             t.id, std::string(role_of(t, dimension)), t.execution});
    };
    add("npm", t.npm);
    add("pypi", t.pypi);
    add("py_import", t.imports);
    add("docker", t.images);
  }
  for (const auto& c : data.calls)
    for (const auto& [dimension, weight] : c.dimensions)
      signals.push_back({fmt::format("call:{}:{}", c.id, dimension), "call", c.query, dimension,
                         weight, "", c.role, c.execution});
  for (const auto& t : data.tests) {
    if (t.dimensions.empty())
      signals.push_back(
          {fmt::format("{}:{}", t.kind, t.id), t.kind, t.match, "", 0, "", t.role, ""});
    for (const auto& [dimension, weight] : t.dimensions)
      signals.push_back({fmt::format("{}:{}:{}", t.kind, t.id, dimension), t.kind, t.match,
                         dimension, weight, "", t.role, ""});
  }
  return signals;
}

}  // namespace stackfit
