#pragma once
#include <string>
#include <vector>

#include "facts/gather.h"
#include "project/project_facts.h"

namespace stackfit::npm {

/// A dependency that a workspace asks for itself.
struct Direct {
  const Declared* declared = nullptr;  ///< in the manifest, or in the lockfile where there is none
  std::uint32_t package = 0;           ///< 1 + index in the lockfile; 0: not locked
};

/// One package.json, or one manifest of Python, with the lockfile that decides its versions.
struct Workspace {
  std::string folder;                       ///< "" for the root
  std::string path;                         ///< of the manifest, or of the lockfile without one
  const ManifestFacts* manifest = nullptr;  ///< null: only the lockfile knows of it
  const ManifestFacts* lock = nullptr;      ///< null: there is none
  std::string lock_path;
  std::vector<Direct> directs;         ///< each name once
  bool product = true;                 ///< false for examples and documentation
  std::string_view ecosystem = "npm";  ///< or `pypi`
};

struct Workspaces {
  std::vector<Workspace> all;       ///< sorted by folder
  std::vector<Skipped> left_out;    ///< lockfiles and manifests that are test data
  std::vector<Skipped> unreadable;  ///< manifests and lockfiles that could not be understood
};

/// Finds every package.json that is part of the project and the lockfile above it that lists it.
Workspaces find_workspaces(const std::vector<FileRecord>& records);

}  // namespace stackfit::npm
