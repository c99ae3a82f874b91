"""[[dependencies.allow]]: dependencies that stay, with a reason and a date."""
import json

from support import Case

ALLOW = """[[dependencies.allow]]
name = "request"
versions = "^2.88.0"
reason = "the gateway needs it"
expires = 2027-01-31
"""


class DependencyAllow(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", '{"name": "x", "version": "1.0.0", "dependencies": {"request": "2.88.2"}}')

    def findings(self, *words):
        report = json.loads(self.run_stackfit("--format", "json", *words, ".").stdout)
        return {one["rule"]: one for one in report["findings"]}

    def test_an_allow_answers_any_rule_about_dependencies(self):
        self.write("package.json", '{"name": "x", "dependencies": {"left-over": "1.0.0"}}')
        self.write("package-lock.json", '{"lockfileVersion": 3, "packages": {}}')
        self.write("yarn.lock", "# yarn lockfile v1\n")
        self.write("index.js", "module.exports = 1;\n")
        self.assertEqual({rule: one["status"] for rule, one in self.findings().items()},
                         {"unused-dependency": "new", "several-lockfiles": "new"})
        entry = '[[dependencies.allow]]\nname = "{}"\nrule = "{}"\nreason = "so"\nexpires = 2027-01-31\n'
        self.write("stackfit.toml", entry.format("left-over", "unused-dependency") +
                   entry.format("yarn.lock", "several-lockfiles"))
        self.assertEqual({rule: one["status"] for rule, one in self.findings().items()},
                         {"unused-dependency": "suppressed", "several-lockfiles": "suppressed"})

    def refused(self, text, *parts, flags=()):
        self.write("stackfit.toml", text)
        self.assert_error(self.run_stackfit(*flags, "."), *parts)

    def test_an_allowed_dependency_counts_for_nothing_and_stays_visible(self):
        before = json.loads(self.run_stackfit("--format", "json", ".").stdout)["health"]["score"]
        self.write("stackfit.toml", ALLOW)
        found = self.findings()
        self.assertEqual(list(found), ["unmaintained-dependency"])
        one = found["unmaintained-dependency"]
        self.assertEqual((one["status"], one["reason"]), ("suppressed", "the gateway needs it"))
        after = json.loads(self.run_stackfit("--format", "json", ".").stdout)["health"]["score"]
        self.assertGreater(after, before)
        self.assertEqual(self.run_stackfit("check", "--fail-on", "warning", ".").returncode, 0)

    def test_after_its_last_day_the_finding_returns(self):
        self.write("stackfit.toml", ALLOW)
        self.assertEqual(list(self.findings("--as-of", "2027-01-31")), ["unmaintained-dependency"])
        found = self.findings("--as-of", "2027-02-01")
        self.assertEqual(found["unmaintained-dependency"]["status"], "new")
        self.assertEqual(found["allow-expired"]["path"], "stackfit.toml")

    def test_an_allow_for_other_versions_is_of_no_use(self):
        self.write("stackfit.toml", ALLOW.replace("^2.88.0", "^1"))
        found = self.findings()
        self.assertEqual(found["unmaintained-dependency"]["status"], "new")
        self.assertEqual(found["allow-unused"]["path"], "stackfit.toml")

    def test_via_means_what_one_package_brings_in(self):
        self.write("package.json", '{"dependencies": {"a": "1.0.0", "b": "1.0.0"}}')
        self.write("package-lock.json", json.dumps({"lockfileVersion": 3, "packages": {
            "": {"dependencies": {"a": "1.0.0", "b": "1.0.0"}},
            "node_modules/a": {"version": "1.0.0", "dependencies": {"request": "2.88.2"}},
            "node_modules/b": {"version": "1.0.0", "dependencies": {"request": "2.88.2"}},
            "node_modules/request": {"version": "2.88.2"}}}))
        self.write("stackfit.toml", ALLOW + 'via = "b"\n')
        report = json.loads(self.run_stackfit("--format", "json", ".").stdout)
        status = {one["data"]["dependency"]: one["status"] for one in report["findings"]}
        self.assertEqual(status, {"a": "new", "b": "suppressed"})

    def test_a_decision_without_reason_date_or_name_is_refused(self):
        table = "[[dependencies.allow]]\n"
        self.refused(table + 'reason = "x"\nexpires = 2027-01-01\n', "names no package")
        self.refused(table + 'name = "a"\nexpires = 2027-01-01\n', "gives no reason")
        self.refused(table + 'name = "a"\nreason = "x"\n', "never expires", "--allow-permanent")
        self.refused(table + 'name = "a"\nreason = "x"\nexpires = "soon"\n', "is no date")
        self.refused(table + 'name = "a"\nreason = "x"\nexpires = 2028-01-01\n', "366 days")
        self.refused(table + 'nam = "a"\n', 'did you mean "name"?')
        self.refused('[dependencies]\nalow = 1\n', "unknown key")
        self.refused(ALLOW + 'rule = "unmaintained-dependancy"\n', "no rule")
        self.write("stackfit.toml", table + 'name = "request"\nreason = "x"\n')
        self.assertEqual(self.run_stackfit("--allow-permanent", ".").returncode, 0)
