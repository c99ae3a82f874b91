"""What --online does with everything a registry may answer."""
import datetime
import json
import time
import unittest

from support import Case, findings, gzipped, notes, packument


class Protocol(Case):
    def test_a_version_flagged_by_the_registry_is_reported_although_the_lockfile_is_silent(self):
        stub = self.stub()
        stub.give(packument("plain-thing", {"1.0.0": {"deprecated": "use other-thing instead"},
                                            "1.1.0": {}}))
        self.project({"plain-thing": "1.0.0"}, {"plain-thing": "1.0.0"})
        self.assertEqual(findings(self.stackfit()), [])
        report = self.ask(stub)
        self.assertEqual(findings(report), [("plain-thing", "deprecated", "note")])
        online = report["dependencies"]["online"]
        self.assertEqual((online["asked"], online["answered"]), (1, 1))
        self.assertEqual(online["registry"], stub.url)

    def test_a_package_whose_newest_version_is_flagged_ended_as_a_whole(self):
        stub = self.stub()
        stub.give(packument("plain-thing", {"1.0.0": {"deprecated": "no longer maintained"}}))
        self.project({"plain-thing": "1.0.0"}, {"plain-thing": "1.0.0"})
        self.assertEqual(findings(self.ask(stub)), [("plain-thing", "deprecated", "warning")])

    def test_an_undeprecated_version_is_no_finding(self):
        stub = self.stub()
        for flag in ("", False):
            stub.give(packument("plain-thing", {"1.0.0": {"deprecated": flag}}))
            self.project({"plain-thing": "1.0.0"}, {"plain-thing": "1.0.0"})
            self.assertEqual(findings(self.ask(stub)), [])

    def test_the_placeholder_of_a_removed_package_is_a_warning(self):
        stub = self.stub()
        stub.give(packument("gone-thing", {"0.0.1-security": {}}))
        self.project({"gone-thing": "1.0.0"}, {"gone-thing": "1.0.0"})
        self.assertEqual(findings(self.ask(stub)), [("gone-thing", "deprecated", "warning")])

    def test_the_short_document_is_asked_for_first_and_the_slash_of_a_scope_is_escaped(self):
        stub = self.stub()
        stub.give(packument("@some/thing", {"1.0.0": {}}))
        self.project({"@some/thing": "1.0.0"}, {"@some/thing": "1.0.0"})
        self.ask(stub)
        self.assertEqual([path for path, _ in stub.seen], ["/@some%2fthing"])
        self.assertTrue(stub.seen[0][1]["Accept"].startswith("application/vnd.npm.install-v1+json"))

    def test_names_of_the_project_and_of_other_sources_are_never_sent(self):
        stub = self.stub()
        self.project({"the-app": "1.0.0", "from-git": "github:a/b", "linked": "file:../x",
                      "tarball": "https://example.org/x.tgz", "@corp/secret": "1.0.0",
                      "../../etc": "1.0.0", "Bad Name": "1", "@intern/x": "1.0.0", "fine": "1.0.0"},
                     {"fine": {"version": "1.0.0", "resolved": "https://a.example/fine/-/fine-1.tgz"},
                      "@intern/x": {"version": "1.0.0",
                                    "resolved": "https://b.example/@intern/x/-/x-1.tgz"}})
        (self.tree / ".npmrc").write_text("@corp:registry=https://npm.corp.example/\n")
        self.ask(stub)
        self.assertEqual([path for path, _ in stub.seen], ["/fine"])

    def test_failures_leave_packages_unknown_and_are_said_once(self):
        stub = self.stub()
        stub.answers = {
            "a-500": lambda r: (501, {}, b""),
            "b-html": lambda r: (200, {"Content-Type": "text/html"}, b"<html>hello</html>"),
            "c-other": lambda r: (200, {}, json.dumps(packument("someone-else", {"1.0.0": {}}))
                                  .encode()),
            "d-cut": lambda r: (200, {"Content-Length": "1000"}, b'{"name": "d-cut", "vers'),
            "e-401": lambda r: (401, {}, b"{}"),
            "f-gone": lambda r: (404, {}, b"{}"),
            "g-nothing": lambda r: (None, {}, b""),
        }
        # The server closes after the cut body, so that the client does not wait for the rest.
        cut = stub.answers["d-cut"]
        stub.answers["d-cut"] = lambda r: (setattr(r, "close_connection", True), cut(r))[1]
        names = list(stub.answers)
        self.project({name: "1.0.0" for name in names}, {name: "1.0.0" for name in names})
        report = self.ask(stub)
        self.assertEqual(findings(report), [])
        self.assertEqual(len(notes(report)), 1, notes(report))
        self.assertTrue(notes(report)[0].startswith("online data incomplete: 0 of 7 packages"),
                        notes(report))

    def test_nobody_there_is_no_failure_of_the_run(self):
        self.project({"a": "1.0.0"}, {"a": "1.0.0"})
        report = self.stackfit("--online", "--registry", "http://127.0.0.1:9/")
        self.assertIn("0 of 1 packages", notes(report)[0])

    def test_a_body_beyond_32_megabytes_is_given_up_however_well_it_is_packed(self):
        stub = self.stub()
        body = gzipped(40 << 20)
        stub.answers["huge"] = lambda r: (200, {"Content-Encoding": "gzip"}, body)
        self.project({"huge": "1.0.0"}, {"huge": "1.0.0"})
        self.assertIn("larger than 32 MB", notes(self.ask(stub))[0])

    def test_a_busy_registry_is_asked_again_when_it_says(self):
        stub = self.stub()
        document = json.dumps(packument("busy", {"1.0.0": {}})).encode()
        stub.answers["busy"] = lambda r: (
            (429, {"Retry-After": "1"}, b"") if len(stub.asked("busy")) < 3 else
            (200, {}, document))
        self.project({"busy": "1.0.0"}, {"busy": "1.0.0"})
        start = time.monotonic()
        report = self.ask(stub)
        self.assertGreaterEqual(time.monotonic() - start, 2)
        self.assertEqual(len(stub.asked("busy")), 3)
        self.assertEqual(report["dependencies"]["online"]["answered"], 1)

    def test_a_registry_that_asks_for_too_long_a_wait_is_not_waited_for(self):
        stub = self.stub()
        stub.answers["busy"] = lambda r: (503, {"Retry-After": "3600"}, b"")
        self.project({"busy": "1.0.0"}, {"busy": "1.0.0"})
        report = self.ask(stub)
        self.assertEqual(len(stub.asked("busy")), 1)
        self.assertIn("503", notes(report)[0])

    def test_a_registry_that_never_answers_costs_ten_seconds(self):
        stub = self.stub()
        stub.answers["slow"] = lambda r: (time.sleep(20), (200, {}, b"{}"))[1]
        self.project({"slow": "1.0.0"}, {"slow": "1.0.0"})
        start = time.monotonic()
        report = self.ask(stub)
        self.assertLess(time.monotonic() - start, 18)
        self.assertEqual(report["dependencies"]["online"]["answered"], 0)

    def test_direct_asks_for_what_is_declared_and_all_for_what_is_locked(self):
        stub = self.stub()
        for name in ("one", "two"):
            stub.give(packument(name, {"1.0.0": {}}))
        self.project({"one": "1.0.0"},
                     {"one": {"version": "1.0.0", "dependencies": {"two": "1"}}, "two": "1.0.0"})
        self.ask(stub)
        self.assertEqual([path for path, _ in stub.seen], ["/one"])
        self.stackfit("--online=all", "--registry", stub.url)
        self.assertEqual(sorted(path for path, _ in stub.seen[1:]), ["/one", "/two"])

    def test_an_answer_is_kept_for_a_day_and_for_the_registry_that_gave_it(self):
        stub, other = self.stub(), self.stub()
        for registry in (stub, other):
            registry.give(packument("one", {"1.0.0": {"deprecated": "use two"}}))
        self.project({"one": "1.0.0"}, {"one": "1.0.0"})
        env = {"STACKFIT_CACHE": str(self.home / "cache")}
        reports = [self.ask(stub, env=env) for _ in range(2)]
        self.assertEqual([path for path, _ in stub.seen], ["/one"])
        self.assertEqual(reports[0]["findings"], reports[1]["findings"])
        self.ask(other, env=env)
        self.assertEqual([path for path, _ in other.seen], ["/one"])

    def kept(self, stub, days, env):
        """The report of a run that many days from now."""
        day = datetime.date.today() + datetime.timedelta(days=days)
        return self.ask(stub, "--as-of", day.isoformat(), env=env)

    def test_after_a_day_an_answer_is_checked_by_its_tag_and_304_keeps_it(self):
        for given, asked in ((("ETag", '"v1"'), ("If-None-Match", '"v1"')),
                             (("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT"),
                              ("If-Modified-Since", "Mon, 01 Jan 2024 00:00:00 GMT"))):
            stub = self.stub()
            document = json.dumps(packument("one", {"1.0.0": {"deprecated": "use two"}})).encode()

            def answer(request):
                if request.headers.get(asked[0]) == asked[1]:
                    return 304, {}, b""
                return 200, dict([given]), document
            stub.answers["one"] = answer
            self.project({"one": "1.0.0"}, {"one": "1.0.0"})
            env = {"STACKFIT_CACHE": str(self.home / given[0])}
            first = self.kept(stub, 0, env)
            self.assertEqual(len(stub.seen), 1)
            self.assertNotIn(asked[0], stub.seen[0][1])
            checked = self.kept(stub, 2, env)
            self.assertEqual(len(stub.seen), 2)
            self.assertEqual(stub.seen[1][1][asked[0]], asked[1])
            self.assertEqual(findings(checked), findings(first))
            self.assertEqual(findings(checked), [("one", "deprecated", "warning")])
            self.kept(stub, 2, env)  # 304 made it fresh again
            self.assertEqual(len(stub.seen), 2)

    def test_after_a_day_a_changed_answer_replaces_the_kept_one(self):
        stub = self.stub()
        stub.give(packument("one", {"1.0.0": {}}), ETag='"v1"')
        self.project({"one": "1.0.0"}, {"one": "1.0.0"})
        env = {"STACKFIT_CACHE": str(self.home / "cache")}
        self.assertEqual(findings(self.kept(stub, 0, env)), [])
        stub.give(packument("one", {"1.0.0": {"deprecated": "use two"}}), ETag='"v2"')
        self.assertEqual(findings(self.kept(stub, 2, env)), [("one", "deprecated", "warning")])
        self.assertEqual(stub.seen[1][1]["If-None-Match"], '"v1"')

    def test_an_old_answer_is_better_than_none_when_the_registry_is_gone(self):
        stub = self.stub()
        stub.give(packument("one", {"1.0.0": {"deprecated": "use two"}}))
        self.project({"one": "1.0.0"}, {"one": "1.0.0"})
        env = {"STACKFIT_CACHE": str(self.home / "cache")}
        self.kept(stub, 0, env)
        stub.answers["one"] = lambda r: (500, {}, b"")
        report = self.kept(stub, 2, env)
        self.assertEqual(findings(report), [("one", "deprecated", "warning")])
        self.assertEqual(report["dependencies"]["online"]["asked_on"],
                         datetime.datetime.now(datetime.timezone.utc).date().isoformat())

    def test_without_the_flag_no_socket_is_opened(self):
        stub = self.stub()
        self.project({"one": "1.0.0"}, {"one": "1.0.0"})
        self.stackfit("--registry", stub.url)
        self.assertEqual(stub.seen, [])


if __name__ == "__main__":
    unittest.main()
