// A report is a function of four things: the program (its build's id), what was asked (every field
// of the invocation, configuration files included, and what the terminal can show), which files
// there are, and their contents. Git's ids stand for the contents; whatever git does not vouch for
// is read and hashed. The key is the SHA-256 of all of that: in CI the files are somebody else's.
//
// The index and HEAD say everything about a comparison of the two, so that is asked first: a hook
// that runs again on the same index need not list anything.
#include "cli/answers.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "cli/baseline_file.h"
#include "cli/cache_folder.h"
#include "cli/invocation_digest.h"
#include "core/build_id.h"
#include "core/sha256.h"
#include "facts/analyse.h"
#include "store/store.h"
#include "tree/blob_id.h"
#include "tree/git_plain.h"
#include "tree/listed_tree.h"

namespace stackfit {
namespace {

constexpr std::size_t kMostText = 32 << 20;
constexpr std::uint64_t kMostBaseline = 64 << 20;

void add(std::string& state, std::string_view text) {
  state += fmt::format("{} ", text.size());
  state += text;
}

// What an entry holds, as its id. Where git is unsure of it, it is read, and the entry says from
// now on what it holds; what cannot be read is told by the reason.
std::string content_of(const Tree& tree, const Limits& limits, Entry& entry) {
  if (entry.blob_state != BlobState::kUnsure || !is_worth_reading(entry)) return entry.blob;
  auto bytes = tree.read_entry(entry, size_limit(entry.path, limits));
  if (!bytes) return bytes.error().message;
  auto id = blob_id(*bytes);
  if (id.empty()) return *bytes;  // made to collide: then the state of all files is, too
  entry.blob_state = BlobState::kContent;
  return entry.blob = std::move(id);
}

void add_listing(const Tree& tree, const Limits& limits, Listing& listing, std::string& state) {
  add(state, listing.name);
  add(state, listing.revision);
  for (Entry& entry : listing.entries) {
    add(state, content_of(tree, limits, entry));
    add(state, entry.path);
    fmt::format_to(std::back_inserter(state), "{} {}{}{}{}", entry.size, int{entry.executable},
                   int{entry.tracked}, int{entry.changed}, static_cast<int>(entry.blob_state));
  }
  state += "skipped";
  for (const Skipped& file : listing.skipped) {
    add(state, file.path);
    add(state, file.reason);
    state += file.incomplete ? '1' : '0';
  }
}

// The baseline is asked for by name, listed or not.
void add_baseline(const Tree& tree, const Options& options, std::string& state) {
  if (!options.use_baseline) return;
  auto path = options.baseline.empty() ? std::string(kBaselineName) : options.baseline;
  auto text = tree.read(path, kMostBaseline);
  add(state, text ? "1" + *text : "0" + text.error().message);
}

bool list_again(std::unique_ptr<Tree>& tree, const Options& options, std::string& state) {
  auto listing = tree->list();
  if (!listing) return false;
  add_listing(*tree, options.limits, *listing, state);
  add_baseline(*tree, options, state);
  tree = std::make_unique<ListedTree>(std::move(tree), std::move(*listing));
  return true;
}

}  // namespace

Answers::Answers(const Invocation& invocation, const Console& console)
    : invocation_(invocation), console_(console) {
  if (may_answer()) folder_ = cache_folder(invocation);
}

bool Answers::may_answer() const {
  const Options& options = invocation_.options;
  return !invocation_.verbose && invocation_.commits == 0 && options.outputs.empty() &&
         !options.format.empty() && options.format != "sarif" && !options.statistics &&
         options.stdin_filename.empty() && options.rule_dirs.empty() &&
         options.online.scope == OnlineOptions::Scope::kOff && !build_id().empty();
}

std::optional<std::string> Answers::state_of_files() {
  const Options& options = invocation_.options;
  if (options.change.staged && options.change.index_file.empty() && !options.allow_external_gitdir)
    if (auto recorded = recorded_state(options.root)) return "recorded" + *recorded;
  auto opened = open_states(options, invocation_.revision);
  if (!opened) return std::nullopt;
  opened_ = std::move(*opened);
  std::string state = "listed";
  bool good = true;
  if (opened_->pair) {
    add(state, opened_->pair->base_revision);
    good = list_again(opened_->pair->head, options, state) &&
           list_again(opened_->pair->base, options, state);
  } else {
    good = list_again(opened_->tree, options, state);
  }
  return good ? std::optional(std::move(state)) : std::nullopt;
}

std::optional<Answer> Answers::recall() {
  if (folder_.empty()) return std::nullopt;
  auto files = state_of_files();
  if (!files) return std::nullopt;
  std::string question = "answer 1 " + build_id();
  add(question, digest_of(invocation_));
  add(question, fmt::format("{} {}", console_.out.colour, console_.out.columns));
  for (const auto& path : invocation_.options.files) {
    struct stat found = {};
    question += lstat(path.c_str(), &found) == 0 ? '1' : '0';
  }
  key_ = sha256(question + *files);
  auto store = Store::open(folder_);
  auto value = store ? store->get(Space::kPastRuns, key_) : std::nullopt;
  if (!value || value->empty()) return std::nullopt;
  return Answer{value->front() - '0', value->substr(1)};
}

void Answers::remember(const Answer& answer) {
  if (key_.empty() || answer.text.size() > kMostText || answer.status < 0 || answer.status > 1)
    return;
  if (auto store = Store::open(folder_))
    static_cast<void>(
        store->put(Space::kPastRuns, key_, static_cast<char>('0' + answer.status) + answer.text));
}

}  // namespace stackfit
