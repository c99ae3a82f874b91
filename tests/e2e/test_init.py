"""`stackfit init`: what it writes, and what it never touches."""
import os
import pathlib

from support import Case

TEMPLATES = pathlib.Path(__file__).parents[2] / "ci-templates"


class Init(Case):
    def init(self, *words):
        done = self.run_stackfit("init", *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""), done.stderr)
        return done.stdout.decode()

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*")
                      if path.is_file() and ".git/" not in str(path))

    def test_it_writes_what_the_documents_show(self):
        self.assertEqual(self.init(), "wrote stackfit.toml\n")
        text = (self.folder / "stackfit.toml").read_bytes()
        self.assertEqual(text, (TEMPLATES / "stackfit.toml").read_bytes())
        self.assertTrue(text.startswith(b"#:schema "))
        self.assertEqual(self.run_stackfit("config", "check").returncode, 0)

    def test_every_commented_setting_is_one(self):
        text = (TEMPLATES / "stackfit.toml").read_text()
        lines = [line[2:] if line.startswith("# ") and (" = " in line or line[2] == "[") else line
                 for line in text.splitlines()]
        lines = [line for line in lines if not line.startswith("extends")]
        self.write("stackfit.toml", "\n".join(lines))
        done = self.run_stackfit("config", "check")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        shown = self.run_stackfit("config", "show").stdout.decode()
        for key in ("exclude", "strict", "fail-on", "rules.callback-nesting.threshold.warning",
                    "overrides.0.paths", 'per-path-ignores."migrations/"'):
            self.assertRegex(shown, rf"(?m)^{key} = .*# stackfit.toml:\d+$")

    def test_ci_and_hook_files(self):
        (self.folder / ".git").mkdir()
        told = self.init("--ci", "github", "--pre-commit")
        self.assertEqual(told.count("; replace OWNER and COMMIT in it"), 2, told)
        self.assertEqual(self.files(), [".github/workflows/stackfit.yml", ".pre-commit-config.yaml",
                                        "stackfit.toml"])
        self.assertEqual((self.folder / ".github/workflows/stackfit.yml").read_bytes(),
                         (TEMPLATES / "github/workflows/stackfit.yml").read_bytes())
        self.assertIn("kept stackfit.toml", self.init("--ci=gitlab"))
        self.assertEqual((self.folder / ".gitlab-ci.yml").read_bytes(),
                         (TEMPLATES / "gitlab/gitlab-ci.yml").read_bytes())

    def test_nothing_that_is_there_is_touched(self):
        self.write(".pre-commit-config.yaml", "repos: []\n")
        text = self.init("--pre-commit")
        self.assertIn("wrote stackfit.toml", text)
        self.assertIn("kept .pre-commit-config.yaml; add this to its repos:\n", text)
        self.assertIn("id: stackfit", text)
        self.assertEqual((self.folder / ".pre-commit-config.yaml").read_text(), "repos: []\n")
        self.assert_error(self.run_stackfit("init"), "every file is there already",
                          "stackfit.toml")

    def test_a_configuration_in_a_manifest_is_kept(self):
        self.write("pyproject.toml", "[tool.stackfit]\nstrict = true\n")
        self.assert_error(self.run_stackfit("init"), "pyproject.toml")
        self.assertEqual(self.files(), ["pyproject.toml"])

    def test_links_are_neither_followed_nor_replaced(self):
        outside = self.folder / "outside"
        outside.mkdir()
        repository = self.folder / "repository"
        repository.mkdir()
        os.symlink(outside, repository / ".github")
        done = self.run_stackfit("init", "--ci", "github", "repository")
        self.assert_error(done, ".github/workflows/stackfit.yml")
        os.symlink(outside / "target", repository / "stackfit.toml")
        self.assert_error(self.run_stackfit("init", "repository"), "every file is there already")
        self.assertEqual(list(outside.iterdir()), [])
        self.assertEqual(sorted(os.listdir(repository)), [".github", "stackfit.toml"])

    def test_all_files_are_written_or_none(self):
        self.write(".github", "a file in the way\n")
        self.assert_error(self.run_stackfit("init", "--ci", "github"), ".github")
        self.assertEqual(self.files(), [".github"])

    def test_ci_files_belong_to_the_root_of_the_repository(self):
        (self.folder / ".git").mkdir()
        (self.folder / "inner").mkdir()
        self.assert_error(self.run_stackfit("init", "--ci", "github", "inner"), "not the root",
                          "stackfit init ")
        self.assertEqual(self.init("inner"), "wrote stackfit.toml\n")
        self.assert_error(self.run_stackfit("init", "nowhere"), "no such folder")
        self.assert_error(self.run_stackfit("init", "--ci", "travis"), "github or gitlab")


if __name__ == "__main__":
    import unittest
    unittest.main()
