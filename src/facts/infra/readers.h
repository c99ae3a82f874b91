#pragma once
#include "core/result.h"
#include "facts/reader.h"

// Readers of the files around the code: how it is packaged, built and run. Each is a pair: which
// paths it wants, and what it learns. Their facts are `manifest` facts under these format ids.
// `Command::folder` is relative to the file's own folder (for CI: to the repository); one that is
// absolute lies in a container and nothing shows where it comes from.

namespace stackfit {

/// Says in the facts why a manifest could not be read.
void note_problem(const Error& error, FileFacts& facts);

/// `pyproject`: project, dependencies, packaging, pytest, tasks.
bool is_pyproject(std::string_view path);
void read_pyproject(const FileInput& input, FileFacts& facts);
/// `requirements`: one requirement per line.
bool is_requirements(std::string_view path);
void read_requirements(const FileInput& input, FileFacts& facts);
/// `setup-cfg`, `tox`, `pytest-ini`.
bool is_python_ini(std::string_view path);
void read_python_ini(const FileInput& input, FileFacts& facts);
/// `setup-py`: what is literal in the call of setup().
bool is_setup_py(std::string_view path);
void read_setup_py(const FileInput& input, FileFacts& facts);
/// `pipfile`.
bool is_pipfile(std::string_view path);
void read_pipfile(const FileInput& input, FileFacts& facts);
/// `conda`: environment.yml.
bool is_conda_environment(std::string_view path);
void read_conda_environment(const FileInput& input, FileFacts& facts);
/// `version-file`: .python-version, .nvmrc, .node-version, runtime.txt, .tool-versions; settings
/// python.version and node.version.
bool is_version_file(std::string_view path);
void read_version_file(const FileInput& input, FileFacts& facts);
/// `dockerfile`: docker.from, docker.workdir, docker.copy, docker.expose, env.NAME; RUN, CMD,
/// ENTRYPOINT.
bool is_dockerfile(std::string_view path);
void read_dockerfile(const FileInput& input, FileFacts& facts);
/// `compose`: services' commands, environment, images, ports.
bool is_compose(std::string_view path);
void read_compose(const FileInput& input, FileFacts& facts);
/// `ci`: GitHub, GitLab, Travis, CircleCI, Azure and the like.
bool is_ci_configuration(std::string_view path);
void read_ci_configuration(const FileInput& input, FileFacts& facts);
/// `procfile`.
bool is_procfile(std::string_view path);
void read_procfile(const FileInput& input, FileFacts& facts);
/// `makefile`: one command per recipe line, named after its target.
bool is_makefile(std::string_view path);
void read_makefile(const FileInput& input, FileFacts& facts);
/// `readme`: the commands in its code blocks.
bool is_readme(std::string_view path);
void read_readme(const FileInput& input, FileFacts& facts);
/// `shell`: the whole script as one command.
bool is_shell_script(std::string_view path);
void read_shell_script(const FileInput& input, FileFacts& facts);
/// `env-file`: PYTHONPATH of a .env file, and nothing else of it.
bool is_env_file(std::string_view path);
void read_env_file(const FileInput& input, FileFacts& facts);
/// `launch-json`: VS Code's launch configurations of Python, as commands from the workspace.
bool is_launch_json(std::string_view path);
void read_launch_json(const FileInput& input, FileFacts& facts);
/// `service`: a systemd unit's commands; docker.copy says where the repository lies.
bool is_service_unit(std::string_view path);
void read_service_unit(const FileInput& input, FileFacts& facts);
/// `functions`: function.handler, `folder of the code|module.function`, of SAM and Serverless.
bool is_function_table(std::string_view path);
void read_function_table(const FileInput& input, FileFacts& facts);
/// `kubernetes`: containers' commands, in folders that are named for such files.
bool is_kubernetes(std::string_view path);
void read_kubernetes(const FileInput& input, FileFacts& facts);
/// `nox`: what sessions run.
bool is_noxfile(std::string_view path);
void read_noxfile(const FileInput& input, FileFacts& facts);
/// `gitignore`: folders left out of the repository by their plain name.
bool is_gitignore(std::string_view path);
void read_gitignore(const FileInput& input, FileFacts& facts);

}  // namespace stackfit
