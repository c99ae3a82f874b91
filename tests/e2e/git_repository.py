"""A git repository to run the program on, made with the git program."""
import json
import os
import shutil
import subprocess

from support import Case

# Nothing of the machine's own configuration, and dates that do not change.
GIT_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "STACKFIT_CACHE": "",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow",
    "GIT_CONFIG_VALUE_0": "always", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
}


def nested(function, callee, depth=6):
    """A function whose callbacks nest so deep: 3 is a note, 4 a warning, 6 an error."""
    return (f"function {function}() {{\n" + f"  fs.{callee}('a', (e, d) => {{\n" * depth +
            "    use(d);\n" + "  });\n" * depth + "}\n")


def source(*functions):
    return "const fs = require('fs');\n" + "".join(functions)


class RepositoryCase(Case):
    """A test whose folder is a repository with a clean first commit."""

    def setUp(self):
        super().setUp()
        if not shutil.which("git"):
            self.skipTest("there is no git")
        self.git("init", "-q", "-b", "main")
        self.write("a.js", source(nested("one", "readFile")))
        self.write("b.js", source(nested("two", "stat")))
        self.commit("first")

    def git(self, *words, cwd=None, env=None):
        done = subprocess.run(["git", *words], cwd=cwd or self.folder, capture_output=True,
                              env={**GIT_ENVIRONMENT, **(env or {})}, check=True)
        return done.stdout.decode(errors="surrogateescape").strip()

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def report(self, *words, status=0, env=None):
        """The JSON report of `check` with these words."""
        done = self.run_stackfit("check", "--format", "json", *words, env=env)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return json.loads(done.stdout)


def findings(report):
    """`path scope status` of each finding."""
    return [f"{f['path']} {f['scope']} {f['status']}" for f in report["findings"]]
