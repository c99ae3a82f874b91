// A rule page is its rule's documentation, definition and test in one Markdown file. Only the first
// heading, the headings that start with "Bad:" or "Good:", the two prose sections and labelled
// fences mean anything to the program; everything else is for the reader.
#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>

#include "core/text.h"
#include "rules/markdown.h"
#include "rules/rule_set.h"

namespace stackfit {
namespace {

constexpr std::string_view kCategories[] = {"correctness",  "maintainability", "async",
                                            "dependencies", "tests",           "ci"};

class PageParser {
 public:
  PageParser(std::string_view page, const std::string& source) {
    rule_.page = page;
    rule_.source = source;
    rule_.topic = base_name(folder_of(source));
  }

  Result<Rule> parse() {
    auto blocks = parse_markdown(rule_.page);
    for (const MarkdownBlock& block : blocks) {
      if (!error_.message.empty()) return error_;
      read_block(block);
    }
    check_complete();
    if (!error_.message.empty()) return error_;
    for (RuleExample& example : rule_.examples)
      std::sort(example.expected.begin(), example.expected.end());
    return std::move(rule_);
  }

 private:
  enum class Section { kHead, kWhy, kInstead, kExample, kOther };

  void fail(std::uint32_t line, std::string message, std::string hint = "") {
    if (!error_.message.empty()) return;
    error_ = {ErrorKind::kConfig, std::move(message), fmt::format("{}:{}", rule_.source, line),
              std::move(hint)};
  }

  void read_block(const MarkdownBlock& block) {
    if (block.kind == MarkdownBlock::Kind::kHeading && block.level <= 2) return read_heading(block);
    if (section_ == Section::kWhy) append(rule_.why, block);
    if (section_ == Section::kInstead) append(rule_.instead, block);
    if (block.kind == MarkdownBlock::Kind::kFence) return read_fence(block);
    if (section_ == Section::kHead && rule_.summary.empty() &&
        block.kind == MarkdownBlock::Kind::kParagraph)
      rule_.summary = join_lines(block.text);
  }

  void read_heading(const MarkdownBlock& block) {
    if (block.level == 1) {
      if (!rule_.id.empty()) return fail(block.line, "a rule page has one title");
      rule_.id = block.text;
      return;
    }
    bool bad = block.text.starts_with("Bad:"), good = block.text.starts_with("Good:");
    if (bad || good) {
      section_ = Section::kExample;
      auto title = trim(std::string_view(block.text).substr(bad ? 4 : 5));
      RuleExample& example = rule_.examples.emplace_back();
      example.bad = bad;
      example.known_miss = title.starts_with("todo:");
      example.title = title;
      example.line = block.line;
    } else {
      section_ = block.text == "Why it matters"       ? Section::kWhy
                 : block.text == "What to do instead" ? Section::kInstead
                                                      : Section::kOther;
    }
  }

  void read_fence(const MarkdownBlock& block) {
    if (block.info == "toml rule") return read_definition(block);
    if (block.info == "scm query") {
      rule_.query = block.text;
      rule_.query_line = block.line;
      return;
    }
    if (section_ != Section::kExample) return;
    RuleExample& example = rule_.examples.back();
    if (block.info == "text expect") {
      example.expect_line = block.line;
      example.expect_end = block.end_line;
      for (auto line : split(block.text, '\n'))
        if (!trim(line).empty()) example.expected.emplace_back(trim(line));
    } else if (block.info == "text flags") {
      std::string flags = join_lines(block.text);
      for (auto flag : split(flags, ' '))
        if (!flag.empty()) example.flags.emplace_back(flag);
    } else if (auto space = block.info.find(' '); space != std::string::npos) {
      example.files.push_back({std::string(trim(block.info.substr(space))), block.text});
    } else {
      fail(block.line, "an example's fence names no file", "write ```js src/a.js");
    }
  }

  void read_definition(const MarkdownBlock& block) {
    rule_.definition_line = block.line;
    try {
      toml::table table = toml::parse(block.text);
      for (const auto& [key, value] : table)
        read_key(key.str(), value, block.line + value.source().begin.line);
    } catch (const toml::parse_error& error) {
      fail(block.line + error.source().begin.line, std::string(error.description()));
    }
  }

  void read_key(std::string_view key, const toml::node& value, std::uint32_t line) {
    if (key == "kind") {
      rule_.kind = value.value_or("");
    } else if (key == "message") {
      rule_.message = value.value_or("");
      rule_.message_line = line;
    } else if (key == "severity") {
      read_severity(value, line);
    } else if (key == "languages") {
      rule_.languages = read_strings(value, key, line);
    } else if (key == "claims") {
      rule_.claims = read_strings(value, key, line);
    } else if (key == "threshold") {
      read_thresholds(value, line);
    } else if (key == "per_path") {
      rule_.per_path = read_strings(value, key, line);
    } else if (key == "health") {
      read_health(value, line);
    } else if (key == "zones") {
      read_zones(value, line);
    } else {
      fail(line, fmt::format("unknown key '{}'", key),
           "known: kind, languages, severity, threshold, per_path, message, zones, health, claims");
    }
  }

  void read_severity(const toml::node& value, std::uint32_t line) {
    auto name = value.value_or(std::string());
    for (auto severity : {Severity::kNote, Severity::kWarning, Severity::kError}) {
      if (name != name_of(severity)) continue;
      rule_.severity = severity;
      return;
    }
    fail(line, fmt::format("'{}' is no severity", name), "note, warning or error");
  }

  std::vector<std::string> read_strings(const toml::node& value, std::string_view key,
                                        std::uint32_t line) {
    std::vector<std::string> strings;
    if (const auto* array = value.as_array())
      for (const auto& item : *array)
        if (auto text = item.value<std::string>()) strings.push_back(*text);
    if (strings.empty() && !(value.is_array() && value.as_array()->empty()))
      fail(line, fmt::format("'{}' is a list of strings", key));
    return strings;
  }

  void read_thresholds(const toml::node& value, std::uint32_t line) {
    const auto* table = value.as_table();
    if (!table) return fail(line, "'threshold' is a table of numbers");
    for (const auto& [name, number] : *table) {
      auto parsed = number.value<double>();
      if (!parsed) return fail(line, fmt::format("threshold '{}' is no number", name.str()));
      rule_.threshold[std::string(name.str())] = *parsed;
    }
  }

  void read_zones(const toml::node& value, std::uint32_t line) {
    const auto* table = value.as_table();
    if (!table) return fail(line, "'zones' is a table");
    const std::pair<std::string_view, Elsewhere*> known[] = {{"test", &rule_.zones.test},
                                                             {"example", &rule_.zones.example},
                                                             {"docs", &rule_.zones.docs},
                                                             {"tooling", &rule_.zones.tooling},
                                                             {"browser", &rule_.zones.browser}};
    for (const auto& [name, item] : *table) {
      std::string_view zone = name.str();
      auto row = std::find_if(std::begin(known), std::end(known),
                              [&](const auto& pair) { return pair.first == zone; });
      if (row == std::end(known))
        return fail(line, fmt::format("'{}' is no zone", zone),
                    "test, example, docs, tooling or browser");
      auto policy = item.value_or(std::string());
      if (policy != "same" && policy != "lower" && policy != "off")
        return fail(line, fmt::format("'{}' is nothing a zone can do", policy),
                    "same, lower or off");
      *row->second = policy == "same"    ? Elsewhere::kSame
                     : policy == "lower" ? Elsewhere::kLower
                                         : Elsewhere::kOff;
    }
  }

  void read_health(const toml::node& value, std::uint32_t line) {
    const auto* table = value.as_table();
    if (!table) return fail(line, "'health' is a table");
    HealthWeight& health = rule_.health.emplace();
    for (const auto& [name, item] : *table) {
      if (name.str() == "category") {
        health.category = item.value_or(std::string());
      } else if (name.str() == "most") {
        health.most = item.value_or(0.0);
      } else if (name.str() == "half_odds") {
        health.half_odds = item.value_or(0.0);
      } else if (name.str() == "units") {
        health.units = item.value_or(std::string());
      } else {
        return fail(line, fmt::format("unknown key 'health.{}'", name.str()));
      }
    }
    if (std::find(std::begin(kCategories), std::end(kCategories), health.category) ==
        std::end(kCategories))
      fail(line, fmt::format("'{}' is no health category", health.category));
    if (health.most <= 0 || health.half_odds <= 0)
      fail(line, "'most' and 'half_odds' of health are above 0");
  }

  void check_complete() {
    auto allowed = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (rule_.id.empty() || !std::all_of(rule_.id.begin(), rule_.id.end(), allowed))
      fail(1, "the title of a rule page is its id, in lower case with hyphens");
    if (rule_.summary.empty()) fail(1, "a sentence for people stands below the title");
    if (rule_.definition_line == 0) fail(1, "a ```toml rule fence is missing");
    if (rule_.kind.empty()) fail(rule_.definition_line, "'kind' is missing");
    if (rule_.kind == "query" && rule_.query.empty())
      fail(rule_.definition_line, "a rule of kind 'query' needs a ```scm query fence");
    if (rule_.message.empty()) fail(rule_.definition_line, "'message' is missing");
    for (const auto& name : rule_.per_path)
      if (rule_.threshold.count(name) == 0)
        fail(rule_.definition_line, fmt::format("'per_path' names no threshold: '{}'", name));
    if (rule_.why.empty()) fail(1, "the section '## Why it matters' is missing");
    if (rule_.instead.empty()) fail(1, "the section '## What to do instead' is missing");
    for (const RuleExample& example : rule_.examples) {
      if (example.files.empty()) fail(example.line, "the example has no file");
      if (example.bad && !example.known_miss && example.expected.empty())
        fail(example.line, "a bad example says what it expects in a ```text expect fence");
      if (!example.bad && !example.expected.empty())
        fail(example.line, "a good example expects nothing");
    }
  }

  static std::string join_lines(std::string_view text) {
    std::string joined;
    for (auto line : split(text, '\n')) {
      if (trim(line).empty()) continue;
      if (!joined.empty()) joined += ' ';
      joined += trim(line);
    }
    return joined;
  }

  void append(std::string& section, const MarkdownBlock& block) {
    if (!section.empty()) section += "\n\n";
    if (block.kind == MarkdownBlock::Kind::kFence)
      section += fmt::format("```{}\n{}```", block.info, block.text);
    else
      section += block.text;
  }

  Rule rule_;
  Error error_;
  Section section_ = Section::kHead;
};

}  // namespace

Result<Rule> parse_rule(std::string_view page, const std::string& source) {
  return PageParser(page, source).parse();
}

}  // namespace stackfit
