#include "support/temp_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

TempFolder::TempFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "stackfit-test-XXXXXX";
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = std::filesystem::canonical(pattern);
}

TempFolder::~TempFolder() {
  // Some of these trees are deeper than the standard library can remove.
  if (std::system(("rm -rf '" + path_ + "'").c_str()) != 0) std::perror("rm");
}

void TempFolder::make_folder(std::string_view below) const {
  std::filesystem::create_directories(path(below));
}

void TempFolder::write(std::string_view below, std::string_view text) const {
  std::filesystem::create_directories(std::filesystem::path(path(below)).parent_path());
  std::ofstream(path(below), std::ios::binary) << text;
}

void TempFolder::link(const std::string& target, std::string_view below) const {
  std::filesystem::create_symlink(target, path(below));
}

void TempFolder::pipe(std::string_view below) const {
  if (::mkfifo(path(below).c_str(), 0600) != 0) throw std::runtime_error("no pipe");
}

std::string TempFolder::git_output(const std::vector<std::string>& arguments) const {
  std::string command = "exec 2>/dev/null; cd '" + path_ +
                        "' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git"
                        " -c user.name=a -c user.email=a@example.org -c init.defaultBranch=main"
                        " -c protocol.file.allow=always -c commit.gpgsign=false";
  for (const auto& argument : arguments) command += " '" + argument + "'";
  std::string output;
  FILE* stream = ::popen(command.c_str(), "r");
  if (!stream) return output;
  char buffer[4096];
  for (std::size_t got; (got = std::fread(buffer, 1, sizeof buffer, stream)) > 0;)
    output.append(buffer, got);
  if (::pclose(stream) != 0) throw std::runtime_error("git failed");
  return output;
}

bool TempFolder::git(const std::vector<std::string>& arguments) const {
  try {
    (void)git_output(arguments);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

bool git_is_installed() {
  return std::system("git --version >/dev/null 2>&1") == 0;
}
