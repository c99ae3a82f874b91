"""The step that posts a comment: what it reads was made by untrusted code."""
import json
import os
import unittest

from runner import TEMPLATES, ActionCase

HEAD = "0123456789abcdef0123456789abcdef01234567"
# Writes its arguments down; answers as GitHub's API does.
GH = """#!/bin/bash
printf '%s\\n' "$*" >>"{folder}/calls"
for word in "$@"; do
  case $word in body=@*) cp "${{word#body=@}}" "{folder}/body" ;; esac
done
case "$*" in
  *pulls/7*) echo {head} ;;
  *"--paginate"*) [ -z "{earlier}" ] || echo "{earlier}" ;;
esac
"""


class Comment(ActionCase):
    def setUp(self):
        super().setUp()
        self.artifact = self.temp / "artifact"
        self.artifact.mkdir()
        self.write_artifact(b"7\n", b"the report\n")

    def write_artifact(self, number, text):
        (self.artifact / "number").write_bytes(number)
        (self.artifact / "comment.md").write_bytes(text)

    def post(self, head=HEAD, earlier=""):
        self.stand_in("gh", GH.format(folder=self.folder, head=head, earlier=earlier))
        env = {"INPUT_FOLDER": str(self.artifact), "GH_TOKEN": "secret", "HEAD_SHA": HEAD}
        done, _ = self.run_step(None, env, action=TEMPLATES / "github" / "comment")
        return done

    def calls(self):
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def body(self):
        return (self.folder / "body").read_text()

    def assert_refused(self, words):
        done = self.post()
        self.assertEqual(done.returncode, 2)
        self.assertIn(words, done.stdout)
        self.assertFalse((self.folder / "body").exists())

    def test_the_first_report_is_a_new_comment(self):
        done = self.post()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("--method POST repos/owner/project/issues/7/comments", self.calls()[-1])
        self.assertTrue(self.body().startswith("<!-- stackfit-comment -->\nthe report\n"))
        self.assertIn(HEAD, self.body())

    def test_a_later_report_replaces_it(self):
        self.post(earlier="99")
        self.assertIn("--method PATCH repos/owner/project/issues/comments/99", self.calls()[-1])

    def test_the_pull_request_has_to_be_the_one_that_was_run(self):
        done = self.post(head="f" * 40)
        self.assertEqual(done.returncode, 0)
        self.assertIn("moved on", done.stdout)
        self.assertFalse((self.folder / "body").exists())

    def test_a_number_that_is_none_is_refused(self):
        for number in (b"", b"0", b"7; touch pwned", b"7/../../other", b"$(touch pwned)", b"-1",
                       b"99999999999999999999999999"):
            self.write_artifact(number, b"x")
            self.assert_refused("names no pull request")
        self.assertEqual(self.calls(), [])

    def test_links_and_missing_files_are_refused(self):
        (self.artifact / "comment.md").unlink()
        os.symlink("/etc/passwd", self.artifact / "comment.md")
        self.assert_refused("does not hold a report")
        (self.artifact / "comment.md").unlink()
        self.assert_refused("does not hold a report")

    def test_the_text_is_data(self):
        text = "$(touch pwned) `touch pwned` @everyone @org/team\n::error::x\n\0\xff".encode("latin-1")
        self.write_artifact(b"7", text)
        done = self.post()
        self.assertEqual(done.returncode, 0, done.stderr)
        body = self.body()
        self.assertIn("$(touch pwned)", body)
        self.assertNotRegex(body, "@[a-z]")
        self.assertNotIn("\0", body)
        self.assertNotIn("::error", done.stdout)
        self.assertEqual(os.listdir(self.workspace), ["good.js"])

    def test_a_huge_text_is_cut(self):
        self.write_artifact(b"7", "\N{SNOWMAN}".encode() * 1_000_000)
        self.post()
        self.assertLess(len(self.body().encode()), 65_000)


if __name__ == "__main__":
    unittest.main()
