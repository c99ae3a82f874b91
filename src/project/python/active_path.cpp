#include "project/python/active_path.h"

#include "core/text.h"

namespace stackfit {

ActiveSearchPath::ActiveSearchPath(const PythonProject& project, const Launch& launch)
    : project_(project), launch_(launch) {
  for (const auto& entry : launch.front) front_.push_back({entry, "", 0});
  for (const auto& entry : launch.back) back_.push_back(entry.folder);
  back_.insert(back_.end(), project.sources.begin(), project.sources.end());
}

void ActiveSearchPath::apply_edits(const std::string& path, const PythonFacts& python) {
  for (const SearchPathEdit& edit : python.search_path) {
    if (edit.kind == SearchPathEdit::Kind::kRemoveFirst) removed_ = {path, edit.line};
    auto folder = folder_of_edit(path, edit);
    if (!folder || !project_.index.has_folder(*folder)) continue;
    PathEntry entry{*folder, "sys.path", {path, edit.line, "sys.path"}};
    if (edit.kind == SearchPathEdit::Kind::kFront) front_.push_front({entry, path, edit.line});
    if (edit.kind == SearchPathEdit::Kind::kBack) back_.push_back(*folder);
  }
}

std::optional<std::string> ActiveSearchPath::folder_of_edit(const std::string& path,
                                                            const SearchPathEdit& edit) const {
  bool known =
      edit.kind == SearchPathEdit::Kind::kFront || edit.kind == SearchPathEdit::Kind::kBack;
  if (!known) return std::nullopt;
  std::string base(edit.from_file ? folder_of(path) : std::string_view(launch_.folder));
  auto folder = normal_path(join_path(base, edit.folder));
  if (folder.starts_with("..")) return std::nullopt;
  return folder;
}

bool ActiveSearchPath::is_active(const ActiveEntry& active, const std::string& importer,
                                 std::uint32_t line) const {
  bool own_edit_later = active.since_file == importer && line < active.since_line;
  bool removed = !removed_.first.empty() && active.since_file.empty() &&
                 (importer != removed_.first || line > removed_.second);
  return !own_edit_later && !removed;
}

}  // namespace stackfit
