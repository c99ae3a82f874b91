// yarn.lock comes in two formats that share a file name. The classic one (yarn 1) looks like YAML
// and is not: unquoted keys hold `@`, lists of keys share one entry, and values stand behind a
// blank. Entries name the ranges they satisfy and nothing else: no flags, no dev mark, no
// workspaces.
#include <optional>

#include "core/text.h"
#include "facts/npm/lock_edges.h"
#include "facts/npm/npm_reading.h"
#include "facts/npm/readers.h"

namespace stackfit {
namespace {

struct Line {
  std::size_t indent = 0;
  std::vector<std::string> words;  // quotes removed
  bool heads = false;              // ends with a colon
};

// `"a b" c` → the two words; commas between keys count as blanks. Nothing on an open quote.
std::optional<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == ',') {
      ++at;
      continue;
    }
    std::string word;
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        word += text[at];
      }
      if (at >= text.size()) return std::nullopt;
      ++at;
    } else {
      auto end = std::min(text.find_first_of(" ,", at), text.size());
      word = text.substr(at, end - at);
      at = end;
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::optional<Line> parse_line(std::string_view text) {
  Line line;
  line.indent = std::min(text.find_first_not_of(' '), text.size());
  text = trim(text);
  line.heads = text.ends_with(':');
  if (line.heads) text.remove_suffix(1);
  auto words = split_words(text);
  if (!words || words->empty()) return std::nullopt;
  line.words = std::move(*words);
  return line;
}

// The package's own name: what an alias stands for, else what stands before the last-but-first `@`.
std::string real_name(std::string_view descriptor) {
  auto at = descriptor.find('@', 1);
  if (at == std::string_view::npos) return std::string(descriptor);
  NpmSpec spec = parse_npm_spec(descriptor.substr(at + 1));
  return spec.kind == NpmSpec::Kind::kAlias ? spec.name : std::string(descriptor.substr(0, at));
}

bool asks_registry(std::string_view descriptor) {
  auto at = descriptor.find('@', 1);
  if (at == std::string_view::npos) return true;
  auto kind = parse_npm_spec(descriptor.substr(at + 1)).kind;
  return kind == NpmSpec::Kind::kRegistry || kind == NpmSpec::Kind::kAlias;
}

LockedPackage start_entry(const std::vector<std::string>& descriptors, std::uint32_t line) {
  LockedPackage package;
  package.key = join(descriptors, ", ");
  package.name = real_name(descriptors.front());
  package.from_registry = asks_registry(descriptors.front());
  package.line = line;
  return package;
}

class ClassicParser {
 public:
  explicit ClassicParser(ManifestFacts& lock) : lock_(lock) {}

  /// False when the line does not belong in a lockfile.
  bool take(std::string_view text, std::uint32_t number) {
    if (trim(text).empty() || trim(text).starts_with('#')) return true;
    auto line = parse_line(text);
    if (!line) return false;
    if (line->indent == 0) {
      if (!line->heads) return false;
      lock_.packages.push_back(start_entry(line->words, number));
      group_ = Group::kNone;
      return true;
    }
    if (lock_.packages.empty()) return false;
    if (line->indent <= 2) return take_field(*line);
    if (line->words.size() < 2 || group_ == Group::kNone) return true;
    auto scope =
        group_ == Group::kOptional ? DependencyScope::kOptional : DependencyScope::kRuntime;
    lock_.packages.back().dependencies.push_back({line->words[0], line->words[1], scope, number});
    return true;
  }

  void finish() const { hosts_.write(lock_); }

 private:
  enum class Group { kNone, kRuntime, kOptional };

  bool take_field(const Line& line) {
    const std::string& field = line.words[0];
    group_ = field == "dependencies"           ? Group::kRuntime
             : field == "optionalDependencies" ? Group::kOptional
                                               : Group::kNone;
    if (line.heads || line.words.size() < 2) return true;
    LockedPackage& package = lock_.packages.back();
    if (field == "version") package.version = line.words[1];
    // A bare file name comes from an offline mirror of the registry.
    if (field == "resolved") hosts_.add(package.name, line.words[1]);
    if (field == "resolved" && line.words[1].find("://") != std::string::npos)
      package.from_registry =
          package.from_registry && is_registry_tarball(line.words[1], package.name);
    return true;
  }

  ManifestFacts& lock_;
  ScopeHosts hosts_;
  Group group_ = Group::kNone;
};

void read_classic(std::string_view bytes, FileFacts& facts) {
  constexpr std::size_t kMostPackages = 500'000;
  ManifestFacts& lock = *facts.manifest;
  lock.version = "1";
  ClassicParser parser(lock);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    auto end = std::min(bytes.find('\n', at), bytes.size());
    auto text = bytes.substr(at, end - at);
    at = end + 1;
    ++number;
    if (text.starts_with("<<<<<<< "))
      return refuse_manifest(facts, "holds the markers of an unresolved merge conflict", number);
    if (!parser.take(text, number) || lock.packages.size() > kMostPackages)
      return refuse_manifest(facts, "is not a yarn lockfile", number);
  }
  parser.finish();
  follow_descriptors(lock);
}

}  // namespace

void read_yarn_lock(const FileInput& input, FileFacts& facts) {
  ManifestFacts& lock = facts.manifest.emplace();
  lock.format = "yarn-lock";
  bool berry = input.bytes.starts_with("__metadata:") ||
               input.bytes.find("\n__metadata:") != std::string_view::npos;
  if (berry)
    read_yarn_berry(input, facts);
  else
    read_classic(input.bytes, facts);
}

}  // namespace stackfit
