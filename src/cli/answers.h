#pragma once
#include <optional>
#include <string>

#include "cli/console.h"
#include "cli/opened.h"

namespace stackfit {

/// What a run printed, and how it ended.
struct Answer {
  int status = 0;
  std::string text;
};

/// Answers of earlier runs, kept in the cache. A run that asks the same of the same files, by the
/// same program, is told what the earlier one said: nothing is parsed, surveyed or judged. It
/// changes nothing but speed.
///
/// Not every run is answered so: one that writes files, asks a registry, reads standard input or
/// who owns what, has rule pages of the user's, or says with --verbose what it did, is worked out
/// anew.
class Answers {
 public:
  Answers(const Invocation& invocation, const Console& console);

  /// The answer to what is asked, if there is one. Opens what the run looks at.
  std::optional<Answer> recall();
  /// Hands over what recall() opened, listed already; nothing when it opened nothing.
  std::optional<Opened> take_opened() { return std::exchange(opened_, std::nullopt); }
  /// Keeps an answer for the next run.
  void remember(const Answer& answer);

 private:
  bool may_answer() const;
  std::optional<std::string> state_of_files();

  const Invocation& invocation_;
  const Console& console_;
  std::string folder_;  // of the cache
  std::string key_;     // empty: nothing is remembered
  std::optional<Opened> opened_;
};

}  // namespace stackfit
