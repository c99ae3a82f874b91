#include "rules/fit_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "support/catch.h"

using namespace stackfit;

// The catalogue was carried over from JSON tables. Each digest is that of the original rows,
// written field by field, sorted, one per line: it changes when a row or a field is lost or edited.
// After a deliberate edit, put the digest that the failing test prints.
namespace {

std::string digest(std::vector<std::string> rows) {
  std::sort(rows.begin(), rows.end());
  return hash_hex(join(rows, "\n") + "\n");
}

std::string without_blanks(std::string_view text) {
  std::string result;
  for (char c : text)
    if (trim(std::string_view(&c, 1)).size()) result += c;
  return result;
}

std::string list(const std::vector<std::string>& items) {
  return join(items, ",");
}

std::string numbers(const std::vector<DimensionWeight>& weights) {
  std::vector<std::string> parts;
  for (const auto& [dimension, weight] : weights)
    parts.push_back(fmt::format("{}={}", dimension, weight));
  std::sort(parts.begin(), parts.end());
  return list(parts);
}

std::string stance(const std::optional<Stance>& s) {
  return s ? fmt::format("{}/{}", s->article, s->today) : "-";
}

}  // namespace

TEST_CASE("the technologies of the catalogue are all there") {
  std::vector<std::string> rows;
  for (const auto& t : fit_data().technologies) {
    std::vector<std::string> files;
    for (const auto& file : t.files) files.push_back(file.path + "~" + file.contains);
    rows.push_back(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", t.id, t.name, t.category,
                               numbers(t.dimensions), list(t.npm), list(t.pypi), list(t.imports),
                               list(t.images), list(files), t.execution, t.status,
                               t.named_in_article ? 1 : 0, t.note));
  }
  CHECK(rows.size() == 557);
  CHECK(digest(rows) == "e9ed95a53f8f6a37");
}

TEST_CASE("names and tests expand to exactly the signals they were made from") {
  std::vector<std::string> rows;
  std::set<std::string> ids;
  for (const auto& s : expand_signals(fit_data())) {
    rows.push_back(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}", s.id, s.kind, without_blanks(s.match),
                               s.dimension, s.weight, s.technology, s.role, s.execution));
    ids.insert(s.id);
  }
  CHECK(rows.size() == 4813);
  CHECK(ids.size() == 4813);
  CHECK(digest(rows) == "7f41aed037c05c1c");
}

TEST_CASE("no field of a query or a test is lost") {
  std::vector<std::string> rows;
  for (const auto& c : fit_data().calls)
    for (const auto& [dimension, weight] : c.dimensions)
      rows.push_back(fmt::format("call:{}:{}|{}|{}|{}|{}|{}|{}|{}", c.id, dimension,
                                 list(c.languages), c.scope, c.cap, list(c.requires_any), c.note,
                                 c.match, c.no_match));
  CHECK(rows.size() == 132);
  for (const auto& t : fit_data().tests) {
    auto tail = fmt::format("|{}|{}|{}|{}", t.category, t.cap, t.contains, t.note);
    if (t.dimensions.empty()) rows.push_back(fmt::format("{}:{}{}", t.kind, t.id, tail));
    for (const auto& [dimension, weight] : t.dimensions)
      rows.push_back(fmt::format("{}:{}:{}{}", t.kind, t.id, dimension, tail));
  }
  CHECK(digest(rows) == "a5a4894ac68f78e2");
}

TEST_CASE("suggestions, kinds of work and claims are all there") {
  std::vector<std::string> suggestions, dimensions, claims;
  for (const auto& s : fit_data().suggestions)
    suggestions.push_back(fmt::format("{}|{}|{}|{}", s.id, s.dimension, s.stack, s.text));
  for (const auto& d : fit_data().dimensions)
    dimensions.push_back(
        fmt::format("{}|{}|{}|{}|{}|{}|{}", d.id, d.name, d.is_character ? "character" : "work",
                    fmt::join(d.article_lines, ","), stance(d.node), stance(d.python), d.note));
  for (const auto& c : fit_data().claims) {
    claims.push_back(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}", c.id, c.line, c.group, c.says, c.status,
                                 c.visible_as, c.evidence, c.against));
    bool stands = c.status == "holds" || c.status == "unverifiable";
    CHECK((stands || !c.today.empty()));  // what does not hold says why
  }
  CHECK(suggestions.size() == 30);
  CHECK(dimensions.size() == 11);
  CHECK(claims.size() == 62);
  CHECK(digest(suggestions) == "2592fc6cb5eaa775");
  CHECK(digest(dimensions) == "941a7165ee08a00b");
  CHECK(digest(claims) == "962e9c56a4d07721");
}

TEST_CASE("rows of the catalogue only name things that exist") {
  auto known_dimension = [](const std::vector<DimensionWeight>& weights) {
    return std::all_of(weights.begin(), weights.end(), [](const DimensionWeight& w) {
      return find_dimension(w.dimension) && w.weight >= 1 && w.weight <= 5;
    });
  };
  for (const auto& t : fit_data().technologies) CHECK(known_dimension(t.dimensions));
  for (const auto& t : fit_data().tests) CHECK(known_dimension(t.dimensions));
  for (const auto& c : fit_data().calls) {
    CHECK(known_dimension(c.dimensions));
    for (const auto& id : c.requires_any) CHECK((id == "child_process" || find_technology(id)));
  }
  for (const auto& s : fit_data().suggestions)
    CHECK((s.dimension == "-" || find_dimension(s.dimension)));
  for (const auto& c : fit_data().claims)
    for (const auto& id : c.dimensions) CHECK(find_dimension(id));
}
