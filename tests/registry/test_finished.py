"""Small finished packages are never a finding: offline, asked with true dates, and asked of a mirror that
gives the day of its own first fetch."""
import pathlib
import unittest

from support import Case, findings, notes, packument

DATA = pathlib.Path(__file__).parents[2] / "rules/data/npm-finished.tsv"


def finished():
    """Name, version and the day it was seen first."""
    rows = [line.split("\t") for line in DATA.read_text().splitlines()]
    return [row[:3] for row in rows if len(row) >= 3 and not row[0].startswith("#") and row[0] != "name"]


class Finished(Case):
    def setUp(self):
        super().setUp()
        self.rows = finished()
        self.assertEqual(len(self.rows), 355)
        self.project({name: version for name, version, _ in self.rows},
                     {name: version for name, version, _ in self.rows})

    def registry(self, day_of):
        """Each package with one release of that day, and worn: a script at installation, no
        repository, many files, a dependency."""
        stub = self.stub()
        for number, (name, version, seen) in enumerate(self.rows):
            day = day_of(number, seen)
            document = packument(
                name, {version: {"hasInstallScript": True, "dependencies": {"ms": "^2.0.0"},
                                 "dist": {"shasum": "0" * 40, "fileCount": 400,
                                          "unpackedSize": 4000000}}},
                {version: day, "created": day, "modified": day}, modified=day)
            stub.give(document, content_type="application/json")
        return stub

    def test_offline(self):
        self.assertEqual(findings(self.stackfit()), [])

    def test_online_with_true_dates(self):
        report = self.ask(self.registry(lambda _, seen: f"{seen[:10]}T00:00:00.000Z"))
        self.assertEqual(findings(report), [])
        self.assertEqual(notes(report), [])
        self.assertEqual(report["dependencies"]["online"]["answered"], 355)
        self.assertTrue(report["dependencies"]["online"]["dates_trusted"])

    def test_online_of_a_mirror_that_dates_everything_by_its_first_fetch(self):
        report = self.ask(self.registry(
            lambda number, _: f"2026-11-{number % 20 + 1:02}T{number % 24:02}:00:00.000Z"))
        self.assertEqual(findings(report), [])
        self.assertEqual(len(notes(report)), 1, notes(report))
        self.assertFalse(report["dependencies"]["online"]["dates_trusted"])


if __name__ == "__main__":
    unittest.main()
