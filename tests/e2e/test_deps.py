"""`stackfit deps`: what is unmaintained, who brought it in, what to do."""
import json

from support import Case

LOCK = {"lockfileVersion": 3, "packages": {
    "": {"dependencies": {"ms": "^2.1.3", "tool": "^1.0.0"}, "devDependencies": {"rimraf": "^3.0.2"}},
    "node_modules/ms": {"version": "2.1.3"},
    "node_modules/tool": {"version": "1.2.0", "dependencies": {"glob": "^7.0.0"}},
    "node_modules/rimraf": {"version": "3.0.2", "dev": True, "dependencies": {"glob": "^7.1.3"}},
    "node_modules/glob": {"version": "7.2.3", "dependencies": {"inflight": "^1.0.4"}},
    "node_modules/inflight": {"version": "1.0.6"}}}


class Deps(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", json.dumps({"name": "app", **LOCK["packages"][""]}, indent=1))
        self.write("package-lock.json", json.dumps(LOCK))

    def text(self, *words):
        done = self.run_stackfit("deps", *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def test_each_direct_dependency_answers_for_what_it_brings_in(self):
        lines = [line.split() for line in self.text().splitlines()]
        starts = [" ".join(line[:5]) for line in lines]
        self.assertIn("tool 1.2.0 prod brings in", starts)
        self.assertIn("└ glob 7.2.3 deprecated: upgrade", starts)
        self.assertIn("rimraf 3.0.2 dev deprecated upgrade", starts)
        self.assertNotIn("ms 2.1.3 prod quiet", " ".join(map(" ".join, lines)))
        self.assertIn("ms 2.1.3 prod quiet", " ".join(self.text("--verbose").split()))

    def test_why_tells_every_way_with_the_ranges(self):
        text = self.text("--why", "inflight")
        self.assertIn("(prod): tool ^1.0.0 > glob ^7.0.0 > inflight ^1.0.4 = 1.0.6", text)
        self.assertIn("(dev): rimraf ^3.0.2 > glob ^7.1.3 > inflight ^1.0.4 = 1.0.6", text)
        self.assert_error(self.run_stackfit("deps", "--why", "inflght"), 'did you mean "inflight"?')

    def test_json_holds_everything(self):
        report = json.loads(self.text("--json"))
        self.assertEqual(report["schema"], "stackfit-deps/1")
        rows = {row["name"]: row for row in report["workspaces"][0]["direct"]}
        self.assertEqual({name: row["status"] for name, row in rows.items()},
                         {"ms": "quiet", "tool": "unknown", "rimraf": "deprecated"})
        self.assertEqual(rows["tool"]["brings_in"][0]["via"], ["tool"])
        self.assertEqual(rows["tool"]["brings_in"][0]["ways"], 2)
        self.assertEqual(rows["rimraf"]["issue"]["action"], "upgrade")
        self.assertEqual(report["flags_recorded"], "none")

    def test_an_allowed_dependency_says_why_it_stays(self):
        self.write("stackfit.toml", '[[dependencies.allow]]\nname = "rimraf"\n'
                   'reason = "until node 20"\nexpires = 2027-01-31\n')
        self.assertIn("stays: until node 20", self.text())

    def test_odd_folders_are_answered(self):
        self.write("empty/readme.md", "x")
        self.assertIn("No package.json", self.text("empty"))
        self.write("broken/package.json", "{")
        self.assertIn("unreadable", self.text("broken"))
        self.write("bun/package.json", "{}")
        self.write("bun/bun.lockb", b"\0")
        self.assertIn("bun install --save-text-lockfile", self.text("bun"))
