#pragma once
#include "core/result.h"
#include "facts/reader.h"

// The readers of npm manifests and lockfiles: one source file and one row of the reader table each.

namespace stackfit {

/// package.json.
void read_package_json(const FileInput& input, FileFacts& facts);
/// bower.json: what pages load with script elements.
bool is_bower(std::string_view path);
void read_bower(const FileInput& input, FileFacts& facts);
/// package-lock.json, npm-shrinkwrap.json, node_modules/.package-lock.json; versions 1 to 4.
void read_package_lock(const FileInput& input, FileFacts& facts);
/// yarn.lock of every yarn.
void read_yarn_lock(const FileInput& input, FileFacts& facts);
/// The YAML form, from yarn 2 on; `facts.manifest` is there already.
void read_yarn_berry(const FileInput& input, FileFacts& facts);
/// pnpm-lock.yaml, versions 5 to 9.
void read_pnpm_lock(const FileInput& input, FileFacts& facts);
/// pnpm-workspace.yaml.
void read_pnpm_workspace(const FileInput& input, FileFacts& facts);
/// bun.lock; bun.lockb is named as unsupported.
void read_bun_lock(const FileInput& input, FileFacts& facts);

/// `installed-readme`: the README of a package in node_modules; a setting `notice.STATUS` with the
/// author's line when it says near the top that the project ended.
bool is_installed_readme(std::string_view path);
void read_installed_readme(const FileInput& input, FileFacts& facts);

/// `npm-settings`: .npmrc and .yarnrc.yml, of which only the scopes with a registry of their own
/// are kept.
bool is_npm_settings(std::string_view path);
void read_npm_settings(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
