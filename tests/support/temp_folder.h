#pragma once
#include <string>
#include <string_view>
#include <vector>

/// A folder below the system's temporary one, removed with everything in it at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string path(std::string_view below) const { return path_ + "/" + std::string(below); }
  /// Writes a file, making the folders above it. `path` may hold any byte but NUL.
  void write(std::string_view path, std::string_view text = "x\n") const;
  void make_folder(std::string_view path) const;
  void link(const std::string& target, std::string_view path) const;
  void pipe(std::string_view path) const;

  /// Runs git here with a fixed identity and no configuration of the machine. Returns false when
  /// there is no git or it fails.
  bool git(const std::vector<std::string>& arguments) const;
  /// What git prints.
  std::string git_output(const std::vector<std::string>& arguments) const;

 private:
  std::string path_;
};

/// True when the git program is there to compare with.
bool git_is_installed();
