#include "cli/online.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>

#include "core/dates.h"
#include "project/npm/questions.h"
#include "store/store.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostSettings = 1 << 20;

std::string read_settings(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (!path.empty() && file) {
    text.resize(kMostSettings);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
  }
  return text;
}

// One line on standard error, at most ten times a second, gone at the end.
class AskProgress {
 public:
  explicit AskProgress(bool shown) : shown_(shown) {}
  AskProgress(const AskProgress&) = delete;
  AskProgress& operator=(const AskProgress&) = delete;
  ~AskProgress() {
    if (dirty_) show("\r\x1b[K");
  }
  void update(std::size_t done, std::size_t all) {
    auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    dirty_ = true;
    show(fmt::format("\r\x1b[K  asking the registry: {} of {} packages", done, all));
  }

 private:
  static void show(std::string_view text) {
    auto ignored = write(STDERR_FILENO, text.data(), text.size());
    static_cast<void>(ignored);  // progress is a courtesy
  }
  bool shown_;
  bool dirty_ = false;
  std::chrono::steady_clock::time_point last_{};
};

std::string today_of(std::time_t now) {
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

}  // namespace

Result<std::optional<RegistryAnswers>> ask_online(const std::vector<FileRecord>& records,
                                                  const RuleSet& rules, const Options& options,
                                                  const std::string& cache, bool show_progress) {
  using Maybe = std::optional<RegistryAnswers>;
  if (options.online.scope == OnlineOptions::Scope::kOff) return Maybe();
  auto environment = process_environment();
  auto user = read_npmrc(read_settings(user_npmrc(environment, options.root)), environment);
  auto settings = registry_settings(options.online, environment, user);
  if (!settings) return settings.error();
  auto sheet = npm::questionnaire(records, rules, options);
  AskOptions how;
  // Age of cached answers, and which dates lie in the future: what the clock is needed for. Who
  // looks from a later day (--as-of) has its cached answers checked again.
  constexpr std::int64_t kDay = 86'400;
  how.now = std::max<std::int64_t>(std::time(nullptr), days_of(options.as_of) * kDay);
  how.today = today_of(how.now);
  how.sightings = std::move(sheet.sightings);
  how.known_flags = std::move(sheet.flagged);
  AskProgress progress(show_progress);
  how.progress = [&](std::size_t done, std::size_t all) { progress.update(done, all); };
  std::optional<Store> store;
  if (!cache.empty())
    if (auto opened = Store::open(cache); opened) store.emplace(std::move(*opened));
  how.cache = store ? &*store : nullptr;
  return Maybe(ask_registry(*settings, sheet.questions, how));
}

}  // namespace stackfit
