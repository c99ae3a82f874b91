"""A stand-in for GitHub's runner: runs the steps of a composite action with the files and variables
the real one gives them."""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import unittest

import yaml

SOURCES = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = SOURCES / "ci-templates"
BINARY = os.environ["STACKFIT_BINARY"]
NESTED = ("const fs = require('fs');\n" + "fs.readFile('a', function (e, d) {\n" * 6 + "use(d);\n" +
          "});\n" * 6)


def read_yaml(path):
    return yaml.safe_load(path.read_text())


def read_outputs(text):
    """What the runner understands of GITHUB_OUTPUT: `name<<delimiter` blocks, nothing else."""
    outputs, lines = {}, iter(text.splitlines())
    for line in lines:
        name, delimiter = re.fullmatch(r"(\w+)<<(stackfit_[0-9a-f]{32})", line).groups()
        value = []
        for inner in lines:
            if inner == delimiter:
                break
            value.append(inner)
        else:
            raise AssertionError(f"output {name} has no end")
        outputs[name] = "\n".join(value)
    return outputs


class ActionCase(unittest.TestCase):
    """A workspace, a temporary folder of the job, and a folder in front of PATH for stand-ins."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-action-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("workspace", "temp", "bin", "sources"):
            (self.folder / name).mkdir()
        self.workspace, self.temp = self.folder / "workspace", self.folder / "temp"
        self.action = TEMPLATES / "github"
        self.write_workspace("good.js", "export const a = 1;\n")

    def write_workspace(self, name, text):
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def stand_in(self, name, script):
        """A program that is found before the machine's own."""
        path = self.folder / "bin" / name
        path.write_text(script)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def copy_action(self):
        """The action in a checkout of its own, so that a test can change the table or the build."""
        root = self.folder / "sources"
        shutil.copytree(TEMPLATES, root / "ci-templates", dirs_exist_ok=True)
        for name in ("CMakeLists.txt", "CMakePresets.json"):
            shutil.copy(SOURCES / name, root / name)
        (root / "dev").write_text("#!/bin/sh\nexit 1\n")
        (root / "dev").chmod(0o755)
        for name in ("src", "rules", "grammars"):
            (root / name).mkdir(exist_ok=True)
        self.action = root / "ci-templates" / "github"
        return root

    def run_step(self, step, env=None, action=None):
        """Runs the `run` block of the step with this id, as the runner does. Returns the finished
        process and what the step put out."""
        action = action or self.action
        steps = read_yaml(action / "action.yml")["runs"]["steps"]
        block = next(row["run"] for row in steps if row.get("id") == step or step is None)
        output, summary = self.folder / f"{step}-output", self.folder / "summary"
        output.write_text("")
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": "/nonexistent",
            "STACKFIT_CACHE": "",
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(action),
            "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(self.workspace), "RUNNER_TEMP": str(self.temp),
            "GITHUB_REPOSITORY": "owner/project", "ImageOS": "ubuntu24", **(env or {})}
        script = self.folder / "script.sh"
        script.write_text(block)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace, env=environment, capture_output=True, timeout=300)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done, read_outputs(output.read_text())
