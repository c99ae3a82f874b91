"""--staged and --since: what is new, fixed and unchanged, and what stands in the way."""
import json
import os
import pathlib
import shutil
import unittest

from git_repository import RepositoryCase, findings, nested, source


class Staged(RepositoryCase):
    def test_nothing_staged_is_nothing_to_say(self):
        report = self.report("--staged")
        self.assertEqual(report["findings"], [])
        self.assertEqual(report["comparison"]["elsewhere"], 2)
        self.assertEqual(report["comparison"]["changed_files"], 0)

    def test_the_index_counts_not_the_disk(self):
        self.write("a.js", source(nested("one", "readFile"), nested("three", "open")))
        self.git("add", "a.js")
        self.write("a.js", source())  # the working file is clean again
        self.write("b.js", source(nested("two", "stat"), nested("four", "open")))  # not staged
        report = self.report("--staged", status=1)
        self.assertEqual(findings(report), ["a.js one unchanged", "a.js three new"])
        self.assertEqual(report["gate"]["failed"][0]["value"], "2")
        report = self.report("--staged", "--new-only", status=1)
        self.assertEqual(report["gate"]["failed"][0]["value"], "1")

    def test_an_unstaged_problem_does_not_stop_a_commit(self):
        self.write("c.js", source(nested("three", "open")))
        self.assertEqual(findings(self.report("--staged")), [])

    def test_moved_lines_are_unchanged(self):
        self.write("a.js", "// a comment\n\n" + source("function before() {}\n",
                                                       nested("one", "readFile")))
        self.git("add", "a.js")
        report = self.report("--staged", "--new-only")
        self.assertEqual(findings(report), ["a.js one unchanged"])
        self.assertEqual(report["fixed"], [])

    def test_a_rename_is_no_news_and_a_deletion_is_a_fix(self):
        self.git("mv", "a.js", "lib.js")
        self.git("rm", "-q", "b.js")
        report = self.report("--staged", "--new-only")
        self.assertEqual(findings(report), ["lib.js one unchanged"])
        self.assertEqual([f["path"] for f in report["fixed"]], ["b.js"])

    def test_a_copy_is_new(self):
        shutil.copy(self.folder / "a.js", self.folder / "copy.js")
        self.git("add", "-A")
        self.assertEqual(findings(self.report("--staged", status=1)), ["copy.js one new"])

    def test_before_the_first_commit_everything_is_new(self):
        shutil.rmtree(self.folder / ".git")
        self.git("init", "-q", "-b", "main")
        self.git("add", "a.js")
        report = self.report("--staged", status=1)
        self.assertEqual(findings(report), ["a.js one new"])
        self.assertEqual(report["comparison"]["base"], "")

    def test_a_merge_is_judged_by_what_the_merger_did(self):
        self.git("checkout", "-q", "-b", "other")
        self.write("theirs.js", source(nested("theirs", "open")))
        self.git("rm", "-q", "b.js")
        self.commit("theirs")
        self.git("checkout", "-q", "main")
        self.write("ours.js", "use(1);\n")
        self.commit("ours")
        self.git("merge", "-q", "--no-commit", "--no-ff", "other")
        report = self.report("--staged")
        self.assertEqual(findings(report), [])
        self.assertEqual(report["fixed"], [])
        self.write("ours.js", source(nested("evil", "open")))
        self.git("add", "ours.js")
        self.assertEqual(findings(self.report("--staged", status=1)), ["ours.js evil new"])

    def test_unmerged_files_are_an_error(self):
        self.git("checkout", "-q", "-b", "other")
        self.write("a.js", "use(1);\n")
        self.commit("theirs")
        self.git("checkout", "-q", "main")
        self.write("a.js", "use(2);\n")
        self.commit("ours")
        with self.assertRaises(Exception):
            self.git("merge", "-q", "other")
        done = self.run_stackfit("check", "--staged")
        self.assert_error(done, "unmerged files", "resolve the conflicts")

    def test_the_index_git_gives_a_hook_is_the_one_that_counts(self):
        self.write("a.js", source(nested("one", "readFile"), nested("three", "open")))
        self.write("b.js", source(nested("two", "stat"), nested("four", "open")))
        hook = self.write(".git/hooks/pre-commit",
                          f'#!/bin/sh\nexec "{os.environ["STACKFIT_BINARY"]}" check --staged '
                          '--new-only --exit-zero --format json > .git/out.json\n')
        hook.chmod(0o755)
        self.git("commit", "-qm", "only b", "b.js")
        report = json.loads((self.folder / ".git/out.json").read_bytes())
        self.assertEqual(findings(report), ["b.js two unchanged", "b.js four new"])
        self.git("commit", "-qam", "all")
        report = json.loads((self.folder / ".git/out.json").read_bytes())
        self.assertEqual(findings(report), ["a.js one unchanged", "a.js three new"])

    def test_a_change_is_seen_whatever_marks_it_as_generated(self):
        self.write("c.js", "// @generated\n" + source(nested("three", "open")))
        self.write("d.js", source(nested("four", "open")))
        self.write(".gitattributes", "d.js linguist-generated\n")
        self.git("add", "-A")
        self.assertEqual(findings(self.report("--staged", status=1)),
                         ["c.js three new", "d.js four new"])
        self.git("commit", "-qm", "marked")
        self.assertNotIn("c.js", " ".join(findings(self.report(status=1))))

    def test_a_changed_file_that_was_not_analysed_is_shown_and_strict_fails(self):
        self.write("big.js", "use(1);\n" * 150_000)
        self.write("half.js", "use(1);\nfunction ( {\n")
        self.git("add", "-A")
        report = self.report("--staged")
        self.assertFalse(report["complete"])
        self.assertEqual(report["comparison"]["unanalysed"], ["big.js", "half.js"])
        done = self.run_stackfit("check", "--staged", "--strict")
        self.assertEqual(done.returncode, 2)
        self.assertIn("not wholly analysed big.js", done.stdout.decode())

    def test_hostile_names(self):
        names = [b"a b.js", b"::warning::x.js", b"new\nline.js", b"\xff\xfe.js", b"-rf.js",
                 "‮evil.js".encode()]
        for name in names:
            path = os.path.join(os.fsencode(self.folder), name)
            pathlib.Path(os.fsdecode(path)).write_text(source(nested("f", "open")))
        self.git("add", "-A")
        self.assertEqual(len(self.report("--staged", status=1)["findings"]), len(names))


class Since(RepositoryCase):
    def branch(self):
        self.git("checkout", "-q", "-b", "topic")
        self.write("a.js", "// moved\n" + source(nested("one", "readFile")))
        self.write("b.js", source())
        self.write("c.js", source(nested("three", "open")))
        self.commit("topic")

    def test_new_fixed_and_unchanged_are_told_apart(self):
        self.branch()
        base = self.git("rev-parse", "main")
        self.git("checkout", "-q", "main")
        self.write("later.js", source(nested("later", "open")))
        self.commit("main goes on")
        self.git("checkout", "-q", "topic")
        report = self.report("--since", "main", status=1)
        self.assertEqual(findings(report), ["a.js one unchanged", "c.js three new"])
        self.assertEqual([f["path"] for f in report["fixed"]], ["b.js"])
        self.assertEqual(report["comparison"]["base"], base)
        text = self.run_stackfit("check", "--since", "main").stdout.decode()
        self.assertIn("1 new, 1 unchanged, 1 fixed", text)

    def test_uncommitted_and_untracked_changes_count(self):
        self.write("b.js", source(nested("two", "stat"), nested("new", "open")))
        self.write("untracked.js", source(nested("three", "open")))
        self.assertEqual(findings(self.report("--since", "HEAD", status=1)),
                         ["b.js two unchanged", "b.js new new", "untracked.js three new"])

    def test_a_file_touched_but_not_changed_is_not_changed(self):
        os.utime(self.folder / "a.js", (1, 1))
        self.assertEqual(self.report("--since", "HEAD")["comparison"]["changed_files"], 0)

    def test_a_change_that_keeps_size_and_time_is_seen(self):
        path = self.folder / "a.js"
        before = path.stat()
        path.write_text(path.read_text().replace("one", "eno"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        report = self.report("--since", "HEAD", "--fail-on", "never")
        self.assertEqual(report["comparison"]["changed_files"], 1)

    def test_lines_leave_only_what_was_added(self):
        self.write("a.js", source(nested("one", "readFile"), nested("three", "open")))
        report = self.report("--since", "HEAD", "--lines", status=1)
        self.assertEqual(findings(report), ["a.js three new"])

    def test_gates_of_a_comparison(self):
        self.branch()
        report = self.report("--since", "main", "--max-drop", "0", "--fail-on", "never",
                             "--min-grade", "A", "--no-new-poor")
        self.assertTrue(report["gate"]["passed"])
        self.write("a.js", source("async function a() { await b(); }\n" * 50))
        self.write("c.js", source())
        self.commit("clean")
        self.write("c.js", source(nested("three", "open", 9)))
        report = self.report("--since", "HEAD", "--max-drop", "1.5", "--fail-on", "never", status=1)
        (failure,) = report["gate"]["failed"]
        self.assertEqual((failure["condition"], failure["limit"]), ("max-drop", "1.5"))
        self.assertGreater(float(failure["value"]), 1.5)

    def test_the_base_of_a_pull_request(self):
        self.branch()
        self.git("checkout", "-q", "main")
        self.write("later.js", source(nested("later", "open")))
        self.commit("main goes on")
        target = self.git("rev-parse", "HEAD")
        self.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
        event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
        clone = self.folder / "clone"
        self.git("clone", "-q", "--depth", "2", f"file://{self.folder}", str(clone))
        report = self.report_in(clone, "--since", "auto", status=1, env=event)
        self.assertEqual(report["comparison"]["base"], target)
        self.assertEqual(findings(report), ["a.js one unchanged", "c.js three new"])

    def report_in(self, folder, *words, status=0, env=None):
        whole, self.folder = self.folder, folder
        try:
            return self.report(*words, status=status, env=env)
        finally:
            self.folder = whole

    def error_in(self, folder, *words, env=None):
        whole, self.folder = self.folder, folder
        try:
            return self.run_stackfit("check", *words, env=env)
        finally:
            self.folder = whole

    def test_a_clone_that_is_too_shallow_is_an_error_with_its_remedy(self):
        self.branch()
        self.git("checkout", "-q", "main")
        self.write("later.js", "use(1);\n")
        self.commit("main goes on")
        self.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
        one = self.folder / "one"
        self.git("clone", "-q", "--depth", "1", f"file://{self.folder}", str(one))
        event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
        self.assert_error(self.error_in(one, "--since", "auto", env=event), "too shallow",
                          "fetch-depth: 2")
        self.assert_error(self.error_in(one, "--since", "topic"), "no revision \"topic\"",
                          "git fetch origin topic:refs/remotes/origin/topic")
        self.git("fetch", "-q", "--depth", "1", "origin", "topic:refs/remotes/origin/topic",
                 cwd=one)
        self.assert_error(self.error_in(one, "--since", "origin/topic"), "too shallow",
                          "git fetch --unshallow")
        self.assertEqual(self.report_in(one, "--since", "HEAD")["findings"], [])

    def test_other_systems_name_the_target_branch(self):
        self.branch()
        clone = self.folder / "clone"
        self.git("clone", "-q", f"file://{self.folder}", str(clone))
        base = self.git("rev-parse", "main")
        for name, value in [("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
                            ("CHANGE_TARGET", "main"),
                            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base)]:
            report = self.report_in(clone, "--since", "auto", status=1, env={name: value})
            self.assertEqual(report["comparison"]["base"], base, name)
        error = self.error_in(clone, "--since", "auto", env={"CHANGE_TARGET": "release"})
        self.assert_error(error, "origin/release", "git fetch origin release:")

    def test_what_is_no_repository_cannot_be_compared(self):
        shutil.rmtree(self.folder / ".git")
        self.assert_error(self.run_stackfit("check", "--since", "main"), "no git repository")

    def test_a_part_of_a_repository_is_refused_with_the_way_out(self):
        self.write("part/a.js", "use(1);\n")
        done = self.run_stackfit("check", "--staged", "part")
        self.assert_error(done, "only a part of a git repository", f"scan {self.folder}")

    @unittest.skipIf(os.geteuid() != 0, "only root can give files away")
    def test_a_repository_of_somebody_else_is_an_error_with_its_remedy(self):
        for path in [self.folder, self.folder / ".git"]:
            os.chown(path, 12345, 12345)
        self.assert_error(self.run_stackfit("check", "--staged"), "belongs to another user",
                          "git config --global --add safe.directory")

    def test_objects_that_lie_elsewhere_are_refused(self):
        self.write(".git/objects/info/alternates", "/etc\n")
        self.assert_error(self.run_stackfit("check", "--staged"), "alternates",
                          "--allow-external-gitdir")

    def test_a_cut_object_is_an_error_not_a_hang(self):
        base = self.git("rev-parse", "HEAD:a.js")
        path = self.folder / ".git/objects" / base[:2] / base[2:]
        path.chmod(0o644)
        path.write_bytes(b"x\x9c")
        self.write("a.js", source(nested("one", "readFile"), nested("three", "open")))
        done = self.run_stackfit("check", "--since", "HEAD", "--format", "json")
        self.assertIn(done.returncode, (1, 2))


class Options(RepositoryCase):
    def test_conditions_that_need_a_comparison_say_so(self):
        for words, hint in [(("--max-drop", "1"), "--since"), (("--no-new-poor",), "--since"),
                            (("--new-only",), "baseline create"), (("--lines",), "--since")]:
            self.assert_error(self.run_stackfit("check", *words), words[0], hint)

    def test_values_that_make_no_sense(self):
        self.assert_error(self.run_stackfit("check", "--min-grade", "F"), "A, B, C, D or E")
        self.assert_error(self.run_stackfit("check", "--max-drop", "-1"), "points of health")

    def test_the_worst_grade_that_holds(self):
        self.assertEqual(self.report("--fail-on", "never", "--min-grade", "E")["gate"]["failed"], [])


if __name__ == "__main__":
    unittest.main()
