"""Runs stackfit against registries on loopback: a stub that does what it is told, and verdaccio."""
import gzip
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

BINARY = os.environ["STACKFIT_BINARY"]
SHORT_TYPE = "application/vnd.npm.install-v1+json"


def packument(name, versions, times=None, modified="2024-01-01T00:00:00.000Z", **more):
    """A document like npm's; `versions` maps a number to what its entry holds besides the usual."""
    document = {"name": name, "modified": modified, "dist-tags": {"latest": list(versions)[-1]},
                "versions": {v: {"name": name, "version": v, "dist": {"shasum": "0" * 40}, **entry}
                             for v, entry in versions.items()}}
    if times is not None:
        document["time"] = times
    return {**document, **more}


class Stub:
    """An HTTP server on loopback. `answers` maps a path to a function of the request, which returns
    status, headers and body; every request is kept in `seen`."""

    def __init__(self):
        self.answers, self.seen = {}, []
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                stub.seen.append((self.path, dict(self.headers)))
                name = urllib.parse.unquote(self.path.lstrip("/"))
                answer = stub.answers.get(name)
                status, headers, body = answer(self) if answer else (404, {}, b"{}")
                if status is None:  # the connection just ends
                    self.wfile.write(body)
                    self.close_connection = True
                    return
                self.send_response(status)
                for key, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(key, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # the client had enough

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # clients may go when they have had enough
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def give(self, document, content_type=SHORT_TYPE, **headers):
        body = json.dumps(document).encode()
        extra = {key.replace("_", "-"): value for key, value in headers.items()}
        self.answers[document["name"]] = lambda request: (
            200, {"Content-Type": content_type, **extra}, body)

    def asked(self, name):
        return [headers for path, headers in self.seen
                if urllib.parse.unquote(path.lstrip("/")) == name]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Case(unittest.TestCase):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-home-"))
        self.tree = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-tree-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.addCleanup(shutil.rmtree, self.tree)

    def stub(self):
        stub = Stub()
        self.addCleanup(stub.stop)
        return stub

    def project(self, dependencies, locked=None):
        """A package.json with these names and ranges, and a lockfile of `name: entry`."""
        (self.tree / "package.json").write_text(
            json.dumps({"name": "the-app", "dependencies": dependencies}, indent=1))
        packages = {"": {"dependencies": dependencies}}
        for name, entry in (locked or {}).items():
            packages[f"node_modules/{name}"] = {"version": entry} if isinstance(entry, str) else entry
        (self.tree / "package-lock.json").write_text(
            json.dumps({"name": "the-app", "lockfileVersion": 3, "packages": packages}, indent=1))

    def stackfit(self, *words, env=None, status=0):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "STACKFIT_CACHE": "",
                       **(env or {})}
        done = subprocess.run([BINARY, "audit", "--format", "json", *map(str, words),
                               str(self.tree)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, cwd=self.home, env=environment, timeout=150)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        self.error = done.stderr.decode()
        return json.loads(done.stdout) if status == 0 else None

    def deps(self, stub):
        """Status by name of the direct dependencies, as `deps --online` has it."""
        done = subprocess.run([BINARY, "deps", "--json", "--online", "--registry", stub.url,
                               str(self.tree)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              cwd=self.home, timeout=150, check=True,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.home),
                                   "STACKFIT_CACHE": ""})
        return {row["name"]: row["status"] for workspace in json.loads(done.stdout)["workspaces"]
                for row in workspace["direct"]}

    def gate(self, *words):
        """The exit status of `check` that fails on warnings."""
        done = subprocess.run([BINARY, "check", "--fail-on", "warning", *map(str, words),
                               str(self.tree)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, cwd=self.home, timeout=150,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.home),
                                   "STACKFIT_CACHE": ""})
        self.assertIn(done.returncode, (0, 1), done.stderr.decode())
        return done.returncode

    def ask(self, stub, *words, **more):
        return self.stackfit("--online", "--registry", stub.url, *words, **more)


def findings(report, rule="unmaintained-dependency"):
    return [(f["data"].get("name"), f["data"].get("status"), f["severity"])
            for f in report["findings"] if f["rule"] == rule]


def notes(report):
    return report["dependencies"]["online"]["notes"]


def gzipped(size):
    return gzip.compress(b"\0" * size)
