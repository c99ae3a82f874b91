"""One project, locked by seven managers themselves (tests/data/locks): what is said of it is the same,
whatever the lockfile."""
import json
import pathlib

from support import Case

LOCKS = pathlib.Path(__file__).parents[1] / "data/locks"
SAID = [
    ("package.json", "left", "1.3.0", "deprecated", []),
    ("package.json", "ms", "2.1.3", "quiet", []),
    ("package.json", "rimraf", "3.0.2", "deprecated", []),
    ("package.json", "uuid", "3.4.0", "deprecated", []),
    ("packages/a/package.json", "har-validator", "5.1.5", "deprecated", []),
    ("packages/a/package.json", "test-exclude", "6.0.0", "unknown",
     [("glob", "7.2.3", "upgrade-parent", ["test-exclude"])]),
]


class Managers(Case):
    def test_every_manager_leads_to_the_same_report(self):
        folders = sorted(LOCKS.iterdir())
        self.assertEqual([folder.name for folder in folders],
                         ["bun", "npm-1", "npm-2", "npm-3", "pnpm-9", "yarn-1", "yarn-berry"])
        for folder in folders:
            with self.subTest(folder.name):
                done = self.run_stackfit("deps", "--json", folder)
                report = json.loads(done.stdout)
                said = sorted((workspace["manifest"], row["name"], row["version"], row["status"],
                               [(one["name"], one["version"], one["action"], one["via"])
                                for one in row["brings_in"]])
                              for workspace in report["workspaces"] for row in workspace["direct"])
                self.assertEqual(said, SAID)
                self.assertEqual(report["unreadable"], [])
