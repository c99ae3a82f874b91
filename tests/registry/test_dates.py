"""Ages, and the eight ways in which a registry's dates and flags can be untrue."""
import unittest

from support import Case, findings, notes, packument

OLD = "2017-05-04T03:02:01.000Z"


def aged(name, published=OLD, created=True, **entry):
    """A package with one release of that day that runs on a dead package."""
    times = {"1.0.0": published}
    if created:
        times |= {"created": published, "modified": published}
    return packument(name, {"1.0.0": {"dependencies": {"request": "^2.88.0"}, **entry}}, times,
                     modified=published if created else "", repository={"url": "x"},
                     maintainers=[{"name": name}])


class Dates(Case):
    def worn(self, *names, **more):
        """A project whose dependencies all run on request, which is dead: old ones are stale."""
        locked = {name: {"version": "1.0.0", "dependencies": {"request": "^2.88.0"}}
                  for name in names}
        self.project({name: "1.0.0" for name in names}, {**locked, "request": "2.88.2", **more})

    def stale(self, report):
        return [name for name, status, _ in findings(report) if status == "stale"]

    def assert_no_age(self, stub, reason):
        """No age counts, one note says why, and the gate is what it is offline."""
        report = self.ask(stub)
        self.assertEqual(self.stale(report), [])
        self.assertEqual(len(notes(report)), 1, notes(report))
        self.assertIn(reason, notes(report)[0])
        self.assertFalse(report["dependencies"]["online"]["dates_trusted"])
        self.assertEqual(self.gate("--online", "--registry", stub.url), self.gate())

    def test_an_old_package_on_a_dead_one_is_possibly_unmaintained(self):
        stub = self.stub()
        stub.give(aged("worn"), content_type="application/json")
        self.worn("worn")
        report = self.ask(stub)
        self.assertIn(("worn", "stale", "note"), findings(report))
        self.assertEqual(notes(report), [])
        self.assertTrue(report["dependencies"]["online"]["dates_trusted"])
        message = next(f["message"] for f in report["findings"] if f["data"].get("status") == "stale")
        self.assertIn("possibly unmaintained (no release for 10 years; it runs on request", message)

    def test_a_recent_release_or_a_living_maintainer_is_not_stale(self):
        stub = self.stub()
        fresh = aged("worn", "2026-02-03T00:00:00.000Z")
        stub.give(fresh, content_type="application/json")
        self.worn("worn")
        self.assertEqual(self.stale(self.ask(stub)), [])

    def test_age_alone_is_nothing(self):
        stub = self.stub()
        stub.give(packument("done", {"1.0.0": {}}, {"1.0.0": OLD, "created": OLD, "modified": OLD},
                            repository={"url": "x"}), content_type="application/json")
        self.project({"done": "1.0.0"}, {"done": "1.0.0"})
        self.assertEqual(findings(self.ask(stub)), [])

    def test_a_finished_package_is_never_stale(self):
        stub = self.stub()
        document = aged("inherits")
        document["versions"]["2.0.4"] = document["versions"].pop("1.0.0") | {"version": "2.0.4"}
        document["dist-tags"]["latest"] = "2.0.4"
        document["time"]["2.0.4"] = document["time"].pop("1.0.0")
        stub.give(document, content_type="application/json")
        self.project({"inherits": "2.0.4"}, {
            "inherits": {"version": "2.0.4", "dependencies": {"request": "^2.88.0"}},
            "request": "2.88.2"})
        self.assertEqual(self.stale(self.ask(stub)), [])

    def test_maintained_and_quiet_are_said_on_positive_evidence_alone(self):
        fresh, old, recent = "2026-02-03T00:00:00.000Z", OLD, "2025-06-01T00:00:00.000Z"

        def dated(name, day, who, **entry):
            return packument(name, {"1.0.0": entry}, {"1.0.0": day, "created": day, "modified": day},
                             repository={"url": "x"}, maintainers=[{"name": who}])
        documents = [dated("fresh", fresh, "ann"), dated("done", old, "bob"),
                     dated("kept", old, "cid", dependencies={"request": "1"}),
                     dated("cids-other", recent, "cid"), dated("busy-once", old, "dan", engines={})]
        documents[4]["versions"]["1.0.0"]["dependencies"] = {"ms": "1", "qs": "1"}
        stub = self.stub()
        for document in documents:
            stub.give(document, content_type="application/json")
        names = [document["name"] for document in documents] + ["unanswered"]
        self.project({name: "1.0.0" for name in names}, {name: "1.0.0" for name in names})
        self.assertEqual(self.deps(stub), {
            "fresh": "maintained",       # released lately
            "kept": "maintained",        # somebody who looks after it released something else
            "cids-other": "maintained",
            "done": "quiet",             # old, of 1.0, with no dependencies
            "busy-once": "unknown",      # only old
            "unanswered": "unknown"})
        for document in documents:
            document["modified"] = ""
            del document["time"]["created"], document["time"]["modified"]
            stub.give(document, content_type="application/json")
        self.assertEqual(set(self.deps(stub).values()), {"unknown"})

    def test_d1_missing_dates_are_unknown(self):
        stub = self.stub()
        document = aged("worn")
        del document["time"]
        stub.give(document, content_type="application/json")
        self.worn("worn")
        self.assert_no_age(stub, "it gives no dates")

    def test_d2_neither_created_nor_modified(self):
        stub = self.stub()
        stub.give(aged("worn", created=False), content_type="application/json")
        self.worn("worn")
        self.assert_no_age(stub, "neither when they were created")

    def test_d3_versions_out_of_order(self):
        stub = self.stub()
        document = aged("worn")
        for patch in range(1, 8):
            document["versions"][f"1.0.{patch}"] = {"dependencies": {"request": "^2.88.0"}}
            document["time"][f"1.0.{patch}"] = f"201{7 - patch % 5}-01-01T00:00:00.000Z"
        document["dist-tags"]["latest"] = "1.0.7"
        stub.give(document, content_type="application/json")
        self.worn("worn")
        self.assert_no_age(stub, "later versions would have appeared before")

    def test_back_ports_are_no_disorder(self):
        stub = self.stub()
        document = aged("worn")
        for major, year in ((1, 2016), (2, 2015)):
            for patch in range(1, 7):
                document["versions"][f"{major}.0.{patch}"] = {"dependencies": {"request": "1"}}
                document["time"][f"{major}.0.{patch}"] = f"{year}-0{patch}-01T00:00:00.000Z"
        document["time"]["1.0.0"] = "2014-01-01T00:00:00.000Z"
        stub.give(document, content_type="application/json")
        self.worn("worn")
        self.assertEqual(self.stale(self.ask(stub)), ["worn"])

    def test_d4_published_later_than_seen(self):
        stub = self.stub()
        late = aged("inherits", "2026-01-01T00:00:00.000Z")
        late["versions"]["2.0.4"] = late["versions"].pop("1.0.0")
        late["dist-tags"]["latest"] = "2.0.4"
        late["time"]["2.0.4"] = late["time"].pop("1.0.0")
        stub.give(late, content_type="application/json")
        stub.give(aged("worn"), content_type="application/json")
        self.worn("worn")
        import json
        for name in ("package.json", "package-lock.json"):
            document = json.loads((self.tree / name).read_text())
            holder = document if name == "package.json" else document["packages"][""]
            holder["dependencies"]["inherits"] = "2.0.4"
            if name != "package.json":
                document["packages"]["node_modules/inherits"] = {
                    "version": "2.0.4", "dependencies": {"request": "^2.88.0"}}
            (self.tree / name).write_text(json.dumps(document))
        self.assert_no_age(stub, "it says that inherits 2.0.4 appeared on 2026-01-01")

    def test_d5_dates_in_the_future_or_before_npm(self):
        for day in ("2101-01-01T00:00:00.000Z", "1985-10-26T08:15:00.000Z"):
            stub = self.stub()
            document = aged("worn", day)
            document["time"] |= {"created": OLD, "modified": OLD}
            document["versions"]["0.9.0"] = {}
            document["time"]["0.9.0"] = OLD
            document["dist-tags"]["latest"] = "1.0.0"
            stub.give(document, content_type="application/json")
            self.worn("worn")
            self.assert_no_age(stub, "in the future, or before npm began")

    def test_d6_everything_appeared_lately(self):
        stub = self.stub()
        names = [f"worn-{number}" for number in range(12)]
        for number, name in enumerate(names):
            day = OLD if number == 0 else f"2026-11-{number + 5:02}T00:00:00.000Z"
            stub.give(aged(name, day), content_type="application/json")
        self.worn(*names)
        self.assert_no_age(stub, "most packages would have appeared at one time")

    def test_d7_every_fifth_doubtful_package_discredits_the_registry(self):
        stub = self.stub()
        names = [f"worn-{number}" for number in range(5)]
        for number, name in enumerate(names):
            stub.give(aged(name, created=number > 0), content_type="application/json")
        self.worn(*names)
        self.assert_no_age(stub, "neither when they were created")

    def test_one_doubtful_package_of_many_is_only_unknown_itself(self):
        stub = self.stub()
        names = [f"worn-{number}" for number in range(8)]
        for number, name in enumerate(names):
            stub.give(aged(name, created=number > 0), content_type="application/json")
        self.worn(*names)
        self.assertEqual(self.stale(self.ask(stub)), names[1:])

    def test_d8_the_absence_of_a_flag_is_no_health(self):
        # The registry hands out no flags at all; what the lockfile and the facts know still counts.
        stub = self.stub()
        stub.give(packument("request", {"2.88.2": {}}))
        self.project({"request": "2.88.2"}, {"request": "2.88.2"})
        self.assertEqual(findings(self.ask(stub)), [("request", "deprecated", "warning")])

    def test_a_verdict_changes_no_exit_status(self):
        stub = self.stub()
        stub.give(aged("worn", created=False), content_type="application/json")
        self.worn("worn")
        self.ask(stub, "--fail-on", "error")


if __name__ == "__main__":
    unittest.main()
