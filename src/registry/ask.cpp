// The conversation with a registry. A package costs one request, usually answered by "not modified"
// or by the cache; its long document, which can be ten times as large, is fetched only where an age
// could matter.
#include "registry/ask.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "core/text.h"
#include "store/store.h"

namespace stackfit {
namespace {

constexpr std::int64_t kFresh = 86'400;
constexpr std::string_view kShortType = "application/vnd.npm.install-v1+json";
// What npm itself sends (pacote).
constexpr std::string_view kAcceptShort =
    "Accept: application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";
constexpr std::string_view kAcceptFull = "Accept: application/json";
constexpr std::string_view kCacheForm = "stackfit-packument/1";

// One answer as the cache keeps it: lines about it, then the shortened document.
struct Kept {
  std::int64_t fetched = 0;
  std::string etag, last_modified;
  Packument packument;
};

std::string encode(const Kept& kept) {
  return fmt::format("{}\n{}\n{}\n{}\n{}", kCacheForm, kept.fetched, kept.etag, kept.last_modified,
                     shortened(kept.packument));
}

std::optional<Kept> decode(std::string_view bytes, std::string_view name) {
  std::string_view lines[4];
  for (auto& line : lines) {
    auto end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
  }
  Kept kept;
  std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), kept.fetched);
  kept.etag = lines[2];
  kept.last_modified = lines[3];
  auto packument = read_packument(bytes, name);
  if (lines[0] != kCacheForm || !packument) return std::nullopt;
  kept.packument = std::move(*packument);
  return kept;
}

std::string date_of(std::int64_t seconds) {
  std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string reason_of(const Response& response) {
  if (!response.problem.empty()) return display(response.problem, 120);
  if (response.status == 401 || response.status == 403) return "the registry wants a token";
  return fmt::format("the registry answered with status {}", response.status);
}

class Conversation {
 public:
  Conversation(const RegistrySettings& settings, const AskOptions& options,
               RegistryAnswers& answers)
      : settings_(settings),
        options_(options),
        answers_(answers),
        transfer_(settings, options.limits),
        oldest_(options.now) {}

  void run(const std::vector<Question>& questions) {
    for (const Question& question : questions) {
      auto path = path_of_package(question.name);
      if (path.empty() || is_foreign(question.name)) continue;
      if (answers_.packages.try_emplace(question.name).second) begin(question, path, false);
    }
    all_ = answers_.packages.size();
    transfer_.run([&] { tick(); });
    answers_.asked_on = date_of(oldest_);
    if (options_.cache != nullptr && !kept_.empty())
      static_cast<void>(options_.cache->put_all(Space::kRegistry, kept_));
  }

 private:
  bool is_foreign(std::string_view name) const {
    auto scope = name.substr(0, name.find('/'));
    const auto& others = settings_.other_scopes;
    return std::find(others.begin(), others.end(), scope) != others.end();
  }

  void tick() const {
    if (options_.progress) options_.progress(done_, all_);
  }

  std::string key_of(const std::string& name, bool full) const {
    return fmt::format("{}\n{}\n{}", settings_.base.text(), name, full ? "full" : "short");
  }

  std::optional<Kept> kept_of(const std::string& name, bool full) {
    if (options_.cache == nullptr) return std::nullopt;
    auto bytes = options_.cache->get(Space::kRegistry, key_of(name, full));
    return bytes ? decode(*bytes, name) : std::nullopt;
  }

  void begin(const Question& question, const std::string& path, bool full) {
    auto kept = kept_of(question.name, full);
    bool fresh = kept && kept->fetched <= options_.now && kept->fetched + kFresh > options_.now;
    if (fresh) return accept(question, path, full, std::move(*kept));
    Request request{path, {std::string(full ? kAcceptFull : kAcceptShort)}};
    if (kept && !kept->etag.empty())
      request.headers.push_back("If-None-Match: " + kept->etag);
    else if (kept && !kept->last_modified.empty())
      request.headers.push_back("If-Modified-Since: " + kept->last_modified);
    transfer_.add(std::move(request), [this, &question, path, full, kept](Response response) {
      receive(question, path, full, std::move(response), kept);
    });
  }

  void receive(const Question& question, const std::string& path, bool full, Response response,
               std::optional<Kept> kept) {
    PackageAnswer& answer = answers_.packages.find(question.name)->second;
    if (response.status == 304 && kept) {
      kept->fetched = options_.now;
      remember(question.name, full, *kept);
      return accept(question, path, full, std::move(*kept));
    }
    if (response.problem.empty() && response.status == 200) {
      auto packument = read_packument(response.body, question.name);
      if (packument) {
        if (!response.content_type.starts_with(kShortType)) packument->full = true;
        Kept fetched{options_.now, plain(response.etag), plain(response.last_modified),
                     std::move(*packument)};
        remember(question.name, full, fetched);
        return accept(question, path, full, std::move(fetched));
      }
      response.problem = packument.error().message;
    }
    ++done_;
    if (full) return;  // the short document stands
    // An answer that is too old to be taken unchecked is still better than none.
    if (kept) return accept(question, path, true, std::move(*kept));
    answer.missing = response.problem.empty() && response.status == 404;
    answer.problem = answer.missing ? "the registry does not have it" : reason_of(response);
  }

  static std::string plain(const std::string& header) {
    bool fine = header.size() <= 256 && std::all_of(header.begin(), header.end(),
                                                    [](char c) { return c >= 0x20 && c < 0x7F; });
    return fine ? header : "";
  }

  void remember(const std::string& name, bool full, const Kept& kept) {
    if (options_.cache != nullptr) kept_.emplace_back(key_of(name, full), encode(kept));
  }

  void accept(const Question& question, const std::string& path, bool full, Kept kept) {
    oldest_ = std::min(oldest_, kept.fetched);
    PackageAnswer& answer = answers_.packages.find(question.name)->second;
    bool dated = kept.packument.full;
    answer.found = true;
    answer.packument = std::move(kept.packument);
    bool more = !full && !dated && question.wants_dates && question.wants_dates(answer.packument);
    if (more) return begin(question, path, true);
    ++done_;
  }

  const RegistrySettings& settings_;
  const AskOptions& options_;
  RegistryAnswers& answers_;
  Transfer transfer_;
  Store::Items kept_;
  std::int64_t oldest_;
  std::size_t done_ = 0, all_ = 0;
};

void add_notes(RegistryAnswers& answers) {
  std::map<std::string, std::vector<std::string>> problems;
  for (const auto& [name, answer] : answers.packages)
    if (!answer.problem.empty()) problems[answer.problem].push_back(name);
  std::size_t lost = 0;
  for (const auto& [problem, names] : problems) lost += names.size();
  if (lost > 0) {
    std::string text = fmt::format("online data incomplete: {} of {} packages answered",
                                   answers.packages.size() - lost, answers.packages.size());
    for (const auto& [problem, names] : problems)
      text += fmt::format("; {}{}: {}", display(names.front()),
                          names.size() > 1 ? fmt::format(" and {} more", names.size() - 1) : "",
                          problem);
    answers.notes.push_back(std::move(text));
  }
  if (!answers.dates.trusted && !answers.dates.why.empty())
    answers.notes.push_back("the registry's dates are not believed, so no age counts: " +
                            display(answers.dates.why));
}

}  // namespace

const Packument* RegistryAnswers::find(std::string_view name) const {
  auto at = packages.find(name);
  return at == packages.end() || !at->second.found ? nullptr : &at->second.packument;
}

bool RegistryAnswers::trusts_dates_of(std::string_view name) const {
  return dates.trusted && !std::binary_search(dates.unsure.begin(), dates.unsure.end(), name);
}

RegistryAnswers ask_registry(const RegistrySettings& settings,
                             const std::vector<Question>& questions, const AskOptions& options) {
  RegistryAnswers answers;
  answers.registry = settings.base.text();
  Conversation(settings, options, answers).run(questions);
  std::vector<const Packument*> all, dated;
  for (const auto& [name, answer] : answers.packages) {
    if (!answer.found) continue;
    all.push_back(&answer.packument);
    if (answer.packument.full) dated.push_back(&answer.packument);
  }
  answers.dates = check_dates(dated, options.sightings, options.today);
  answers.flags_seen = hands_out_flags(all, options.known_flags);
  add_notes(answers);
  return answers;
}

}  // namespace stackfit
