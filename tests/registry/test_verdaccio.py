"""A real registry, started and stopped here. Its storage is one file for each package, read at each
request, so the dates of packages are whatever the test writes."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

from support import Case, findings, notes
from test_finished import finished

HERE = pathlib.Path(__file__).parent
VERDACCIO = HERE / "node_modules/verdaccio/bin/verdaccio"
CONFIG = """\
storage: {folder}/storage
auth: {{htpasswd: {{file: {folder}/htpasswd}}}}
uplinks: {{}}
packages:
  '@closed/*': {{access: $authenticated, publish: $all}}
  '**': {{access: $all, publish: $all}}
log: {{type: stdout, format: pretty, level: fatal}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(VERDACCIO.exists() and shutil.which("node"),
                     "npm ci in tests/registry installs verdaccio")
class Verdaccio(Case):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-verdaccio-"))
        (cls.folder / "config.yaml").write_text(CONFIG.format(folder=cls.folder))
        port = free_port()
        cls.url = f"http://127.0.0.1:{port}/"
        cls.server = subprocess.Popen(
            ["node", str(VERDACCIO), "--config", str(cls.folder / "config.yaml"), "--listen",
             f"127.0.0.1:{port}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(cls.folder)})
        for _ in range(300):
            try:
                urllib.request.urlopen(cls.url + "-/ping", timeout=2).read()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("verdaccio does not answer")

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(20)
        shutil.rmtree(cls.folder)

    def publish(self, name, versions):
        """`versions`: number to day and what its entry holds besides."""
        folder = self.folder / "storage" / name
        folder.mkdir(parents=True, exist_ok=True)
        days = [day for day, _ in versions.values()]
        (folder / "package.json").write_text(json.dumps({
            "name": name, "_id": name, "_rev": "1-0", "readme": "", "_attachments": {},
            "_distfiles": {}, "_uplinks": {}, "repository": {"url": "x"},
            "dist-tags": {"latest": list(versions)[-1]},
            "time": {"created": min(days), "modified": max(days),
                     **{version: day for version, (day, _) in versions.items()}},
            "versions": {version: {"name": name, "version": version, "maintainers": [],
                                   "dist": {"tarball": f"{self.url}{name}/-/x.tgz", "shasum": "0"},
                                   **entry} for version, (day, entry) in versions.items()}}))

    def online(self, *words, **more):
        return self.stackfit("--online", "--registry", self.url, *words, **more)

    def test_a_deprecation_comes_from_a_real_registry(self):
        self.publish("told", {"1.0.0": ("2019-01-01T00:00:00.000Z", {"deprecated": "gone; use it-not"}),
                              "2.0.0": ("2020-01-01T00:00:00.000Z", {})})
        self.publish("@some/fine", {"1.0.0": ("2020-01-01T00:00:00.000Z", {})})
        self.project({"told": "1.0.0", "@some/fine": "1.0.0"},
                     {"told": "1.0.0", "@some/fine": "1.0.0"})
        report = self.online()
        self.assertEqual(findings(report), [("told", "deprecated", "note")])
        self.assertEqual(report["dependencies"]["online"]["answered"], 2)
        self.assertEqual(notes(report), [])

    def test_ages_come_from_a_real_registry(self):
        runs_on = {"dependencies": {"request": "^2.88.0"}}
        self.publish("worn", {"1.0.0": ("2016-01-01T00:00:00.000Z", runs_on)})
        self.publish("alive", {"1.0.0": ("2016-01-01T00:00:00.000Z", runs_on),
                               "1.0.1": ("2026-01-01T00:00:00.000Z", runs_on)})
        entry = {"version": "1.0.0", **runs_on}
        self.project({"worn": "1.0.0", "alive": "1.0.0"},
                     {"worn": entry, "alive": entry, "request": "2.88.2"})
        stale = [name for name, status, _ in findings(self.online()) if status == "stale"]
        self.assertEqual(stale, ["worn"])

    def test_no_finished_package_is_a_finding_by_a_real_registry_s_true_dates(self):
        rows = finished()
        for name, version, seen in rows:
            self.publish(name, {version: (f"{seen}T00:00:00.000Z", {"hasInstallScript": True})})
        locked = {name: version for name, version, _ in rows}
        self.project(locked, locked)
        report = self.online()
        self.assertEqual(findings(report), [])
        self.assertEqual(report["dependencies"]["online"]["answered"], 355)
        self.assertTrue(report["dependencies"]["online"]["dates_trusted"], notes(report))

    def test_a_package_it_lacks_is_unknown(self):
        self.project({"never-published": "1.0.0"}, {"never-published": "1.0.0"})
        report = self.online()
        self.assertEqual(findings(report), [])
        self.assertIn("never-published: the registry does not have it", notes(report)[0])

    def test_a_closed_package_wants_a_token_and_gets_the_users(self):
        self.publish("@closed/door", {"1.0.0": ("2020-01-01T00:00:00.000Z", {"deprecated": "shut"})})
        self.project({"@closed/door": "1.0.0"}, {"@closed/door": "1.0.0"})
        report = self.online()
        self.assertEqual(findings(report), [])
        self.assertIn("the registry wants a token", notes(report)[0])
        user = json.dumps({"name": "jane", "password": "secret-of-jane"}).encode()
        request = urllib.request.Request(self.url + "-/user/org.couchdb.user:jane", data=user,
                                         method="PUT", headers={"Content-Type": "application/json"})
        token = json.loads(urllib.request.urlopen(request).read())["token"]
        address = self.url.removeprefix("http:")
        (self.home / ".npmrc").write_text(f"{address}:_authToken={token}\n")
        self.assertEqual(findings(self.online()), [("@closed/door", "deprecated", "warning")])
        report = self.online("--registry-token-env", "T", env={"T": token, "HOME": "/nonexistent"})
        self.assertEqual(findings(report), [("@closed/door", "deprecated", "warning")])


if __name__ == "__main__":
    unittest.main()
