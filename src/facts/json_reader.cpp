// JSON through nlohmann's event parser, which keeps its own stack on the heap and so survives any
// nesting; the depth limit is for the readers' sake. The parser reports no positions, but it reads
// its input one character at a time and announces a key or value when it has just consumed the
// last one, so an iterator that tells how far it was moved gives the line of everything.
#include "facts/json_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.h"

namespace stackfit {
namespace {

// Forward iterator over the bytes that leaves its position where the event handler can see it.
class TracedIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TracedIterator(const char* at, const char** seen) : at_(at), seen_(seen) {}
  const char& operator*() const { return *at_; }
  TracedIterator& operator++() {
    *seen_ = ++at_;
    return *this;
  }
  friend bool operator==(const TracedIterator& a, const TracedIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const TracedIterator& a, const TracedIterator& b) { return !(a == b); }

 private:
  const char* at_;
  const char** seen_;
};

// Builds the flat tree from the parser's events. Returning false ends the parse.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view bytes, const JsonOptions& options, JsonTree& tree)
      : seen(bytes.data()), counted_(bytes.data()), options_(options), tree_(tree) {}

  bool null() { return add(JsonKind::kNull, "") != kFull; }
  bool boolean(bool value) { return add(JsonKind::kBool, value ? "true" : "false") != kFull; }
  bool number_integer(std::int64_t value) {
    return add(JsonKind::kNumber, std::to_string(value)) != kFull;
  }
  bool number_unsigned(std::uint64_t value) {
    return add(JsonKind::kNumber, std::to_string(value)) != kFull;
  }
  bool number_float(double, const std::string& written) {
    return add(JsonKind::kNumber, written) != kFull;
  }
  bool string(const std::string& value) { return add(JsonKind::kString, value) != kFull; }
  bool binary(const std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return open(JsonKind::kObject); }
  bool start_array(std::size_t) { return open(JsonKind::kArray); }
  bool end_array() { return close(); }
  bool end_object() {
    if (options_.duplicates && !open_.empty()) mark_duplicates(open_.back());
    return close();
  }
  bool key(const std::string& name) {
    key_at_ = keep(name);
    key_size_ = static_cast<std::uint32_t>(name.size());
    key_line_ = line();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const std::exception& error) {
    return refuse(explain(error.what()));
  }

  bool refuse(std::string why) {
    tree_.problem = std::move(why);
    tree_.problem_line = line();
    return false;
  }

  const char* seen;  // one past the last character the parser took

 private:
  static constexpr std::uint32_t kFull = 0xFFFFFFFF;

  // The last character taken is left out: after a number it is the one behind it.
  std::uint32_t line() {
    auto last = seen > counted_ ? seen - 1 : counted_;
    line_ += static_cast<std::uint32_t>(std::count(counted_, last, '\n'));
    counted_ = last;
    return line_;
  }
  std::uint32_t keep(std::string_view text) {
    auto at = static_cast<std::uint32_t>(tree_.text.size());
    tree_.text += text;
    return at;
  }
  std::uint32_t add(JsonKind kind, std::string_view text) {
    if (tree_.nodes.size() >= options_.limits.nodes) {
      refuse("holds more than " + std::to_string(options_.limits.nodes) + " values");
      return kFull;
    }
    auto id = static_cast<std::uint32_t>(tree_.nodes.size());
    JsonNode& node = tree_.nodes.emplace_back();
    node.kind = kind;
    node.key_at = key_at_;
    node.key_size = key_size_;
    node.line = key_line_ != 0 ? key_line_ : line();
    node.text_at = keep(text);
    node.text_size = static_cast<std::uint32_t>(text.size());
    node.after = id + 1;
    key_size_ = key_line_ = 0;
    return id;
  }
  bool open(JsonKind kind) {
    if (open_.size() >= options_.limits.depth)
      return refuse("nests deeper than " + std::to_string(options_.limits.depth) + " levels");
    auto id = add(kind, "");
    if (id == kFull) return false;
    open_.push_back(id);
    return true;
  }
  bool close() {
    if (open_.empty()) return false;
    tree_.nodes[open_.back()].after = static_cast<std::uint32_t>(tree_.nodes.size());
    open_.pop_back();
    return true;
  }
  void mark_duplicates(std::uint32_t object) {
    std::vector<std::pair<std::string_view, std::uint32_t>> members;
    for (auto id = object + 1; id < tree_.nodes.size(); id = tree_.nodes[id].after)
      members.emplace_back(JsonValue(tree_, id).key(), id);
    std::sort(members.begin(), members.end());
    for (std::size_t i = 0; i + 1 < members.size(); ++i) {
      if (members[i].first != members[i + 1].first) continue;
      tree_.nodes[members[i].second].replaced = true;
      tree_.duplicates.push_back(members[i].second);
    }
  }
  // `[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing
  // value - unexpected '}'; expected …` becomes what stands behind the dash or the place.
  static std::string explain(std::string_view what) {
    if (auto id = what.find("] "); what.starts_with('[') && id != std::string_view::npos)
      what.remove_prefix(id + 2);
    if (auto place = what.find(": "); place != std::string_view::npos)
      what.remove_prefix(place + 2);
    if (auto dash = what.find(" - "); dash != std::string_view::npos) what.remove_prefix(dash + 3);
    return "is not valid JSON: " + display(what, 160);
  }

  const char* counted_;
  const JsonOptions& options_;
  JsonTree& tree_;
  std::vector<std::uint32_t> open_;
  std::uint32_t key_at_ = 0, key_size_ = 0, key_line_ = 0, line_ = 1;
};

// The line of a merge conflict's first marker, 0 when there is none.
std::uint32_t conflict_line(std::string_view bytes) {
  constexpr std::string_view kMarker = "\n<<<<<<< ";
  if (bytes.starts_with(kMarker.substr(1))) return 1;
  auto at = bytes.find(kMarker);
  if (at == std::string_view::npos) return 0;
  return 2 + static_cast<std::uint32_t>(std::count(bytes.begin(), bytes.begin() + at, '\n'));
}

// JSONC allows a comma behind the last element, which the parser does not: it is blanked out.
std::string without_trailing_commas(std::string_view bytes) {
  std::string text(bytes);
  std::size_t comma = std::string::npos;  // the last one, while only blanks and comments follow it
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    } else if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at + 2), text.size() - 2) + 1;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if ((c == ']' || c == '}') && comma != std::string::npos) text[comma] = ' ';
    comma = c == ',' ? at : std::string::npos;
  }
  return text;
}

}  // namespace

JsonValue JsonValue::operator[](std::string_view name) const {
  if (!is(JsonKind::kObject)) return {};
  JsonValue found;
  for (JsonValue member : *this)
    if (member.key() == name) found = member;
  return found;
}

JsonValue::Iterator JsonValue::begin() const {
  if (!is(JsonKind::kObject) && !is(JsonKind::kArray)) return end();
  Iterator first{tree_, node_ + 1, raw().after};
  if (first != end() && tree_->nodes[first.node].replaced) ++first;
  return first;
}

JsonValue::Iterator JsonValue::end() const {
  return exists() ? Iterator{tree_, raw().after, raw().after} : Iterator{nullptr, 0, 0};
}

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  do node = tree->nodes[node].after;
  while (node < last && tree->nodes[node].replaced);
  return *this;
}

JsonTree read_json(std::string_view bytes, const JsonOptions& options) {
  JsonTree tree;
  std::string relaxed;
  if (options.comments) bytes = relaxed = without_trailing_commas(bytes);
  TreeBuilder builder(bytes, options, tree);
  tree.text.reserve(bytes.size());
  bool read = false;
  try {
    read = nlohmann::json::sax_parse(TracedIterator(bytes.data(), &builder.seen),
                                     TracedIterator(bytes.data() + bytes.size(), &builder.seen),
                                     &builder, nlohmann::json::input_format_t::json, true,
                                     options.comments);
  } catch (const std::exception& error) {
    builder.refuse("could not be read: " + display(error.what(), 160));
  }
  if (read) return tree;
  if (auto line = conflict_line(bytes); line != 0) {
    tree.problem = "holds the markers of an unresolved merge conflict";
    tree.problem_line = line;
  }
  tree.nodes.clear();
  tree.text.clear();
  tree.duplicates.clear();
  if (tree.problem.empty()) tree.problem = "is not valid JSON";
  return tree;
}

}  // namespace stackfit
