#include "tree/git_encoding.h"
#include "tree/history.h"

namespace stackfit {
namespace {

using wire::put_number, wire::put_text, wire::put_time, wire::Source;

constexpr char kHistory = 'H';

HistoryState read_state(Source& source) {
  HistoryState state;
  state.id = source.text();
  state.time = source.time();
  for (auto left = source.number(); left > 0 && source.good(); --left)
    state.tags.emplace_back(source.text());
  return state;
}

FileHistory read_file_history(Source& source) {
  FileHistory file;
  file.path = source.text();
  file.commits = source.number();
  file.authors = source.number();
  file.main_author = source.text();
  file.main_commits = source.number();
  file.last = source.time();
  return file;
}

}  // namespace

std::string encode_history(const History& history) {
  std::string out(1, kHistory);
  put_number(out, history.commits);
  out += static_cast<char>((history.shallow ? 1 : 0) | (history.more ? 2 : 0));
  put_number(out, history.states.size());
  for (const HistoryState& state : history.states) {
    put_text(out, state.id);
    put_time(out, state.time);
    put_number(out, state.tags.size());
    for (const auto& tag : state.tags) put_text(out, tag);
    wire::put_files(out, state.changes);
  }
  put_number(out, history.files.size());
  for (const FileHistory& file : history.files) {
    put_text(out, file.path);
    put_number(out, file.commits);
    put_number(out, file.authors);
    put_text(out, file.main_author);
    put_number(out, file.main_commits);
    put_time(out, file.last);
  }
  return out;
}

Result<History> decode_history(std::string_view bytes) {
  Source source(bytes);
  auto kind = static_cast<char>(source.byte());
  if (kind == wire::kFailure) return wire::read_failure(source);
  if (kind != kHistory) return wire::malformed();
  History history;
  history.commits = source.number();
  auto flags = source.byte();
  history.shallow = (flags & 1) != 0;
  history.more = (flags & 2) != 0;
  for (auto left = source.number(); left > 0 && source.good(); --left) {
    HistoryState state = read_state(source);
    auto changes = wire::read_files(source, true);
    if (!changes || !wire::is_object_id(state.id)) return wire::malformed();
    state.changes = std::move(*changes);
    history.states.push_back(std::move(state));
  }
  for (auto left = source.number(); left > 0 && source.good(); --left) {
    history.files.push_back(read_file_history(source));
    auto size = history.files.size();
    if (size > 1 && history.files[size - 2].path >= history.files[size - 1].path)
      return wire::malformed();
  }
  if (!source.finished()) return wire::malformed();
  return history;
}

}  // namespace stackfit
