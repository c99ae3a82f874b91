"""The packages, installed and run from their artefacts: `python3 packages.py build/packages`.

Every check works on what a user would download: the tarball's program in an empty root, the .deb
unpacked and read by lintian, the npm packages installed without scripts and run by npx, a hook of
the pre-commit mirror, the container image. What this machine cannot do (no root, no buildah) is
said and left out.
"""
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGES = pathlib.Path(sys.argv.pop()).resolve() if len(sys.argv) > 1 else ROOT / "build/packages"
NESTED = ("const fs = require('fs');\n" + "fs.readFile('a', function (e, d) {\n" * 6 + "use(d);\n" +
          "});\n" * 6)


def run(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, timeout=600, **options)


def one(pattern):
    found = sorted(PACKAGES.glob(pattern))
    assert len(found) == 1, f"{pattern}: {found}"
    return found[0]


class Registry:
    """A registry of one package on loopback, with a certificate that `ca.crt` in the folder vouches for."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"name": "request", "dist-tags": {"latest": "2.88.2"}, "versions":
                               {"2.88.2": {}}, "modified": "2022-01-01T00:00:00.000Z"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    def __init__(self, folder):
        self.folder = folder

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def __enter__(self):
        new = ("req", "-newkey", "rsa:2048", "-nodes")
        self.openssl(*new, "-x509", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=test")
        self.openssl(*new, "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=127.0.0.1")
        (self.folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
        self.openssl("x509", "-req", "-in", "own.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                     "-CAcreateserial", "-out", "own.crt", "-extfile", "names")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "own.crt", self.folder / "own.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Answers)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"https://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Packages(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-packages-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def program(self):
        run("tar", "-xzf", one("stackfit-*-linux-*.tar.gz"), "-C", self.folder)
        return next(self.folder.glob("*/bin/stackfit"))

    def check(self, done, status=0):
        self.assertEqual(done.returncode, status, (done.stdout + done.stderr).decode())
        return done.stdout.decode()

    def test_the_checksums_are_those_of_the_files(self):
        for line in (PACKAGES / "SHA256SUMS").read_text().splitlines():
            digest, name = line.split("  ")
            self.assertEqual(hashlib.sha256((PACKAGES / name).read_bytes()).hexdigest(), digest)

    def test_the_program_is_one_static_file_that_starts_at_once(self):
        program = self.program()
        self.assertIn("statically linked", run("file", program).stdout.decode())
        self.check(run(program, "version"))
        took = min(self.time_of(program, "version") for _ in range(20))
        print(f"# {program.stat().st_size} bytes, version in {took * 1000:.1f} ms")
        self.assertLess(took, 0.05)

    def time_of(self, *words):
        start = time.perf_counter()
        run(*words)
        return time.perf_counter() - start

    @unittest.skipUnless(os.geteuid() == 0, "chroot needs root")
    def test_it_works_in_an_empty_root(self):
        root = self.folder / "root"
        (root / "repository/src").mkdir(parents=True)
        (root / "repository/src/app.js").write_text(NESTED)
        shutil.copy(self.program(), root / "stackfit")
        environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        done = run("chroot", root, "/stackfit", "audit", "/repository", "--format", "concise", env=environment)
        self.assertIn("callback-nesting", self.check(done))
        self.check(run("chroot", root, "/stackfit", "check", "/repository", env=environment), 1)
        page = run("chroot", root, "/stackfit", "audit", "/repository", "--format", "html", env=environment)
        self.assertIn("</html>", self.check(page))
        subprocess.run(["git", "init", "-q", root / "repository"], check=True)
        self.check(run("chroot", root, "/stackfit", "doctor", "/repository", env=environment))

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("openssl"), "chroot needs root; openssl")
    def test_one_file_of_certificates_lets_it_ask_a_registry_from_an_empty_root(self):
        root = self.folder / "root"
        (root / "repository").mkdir(parents=True)
        (root / "repository/package.json").write_text('{"dependencies": {"request": "2"}}')
        shutil.copy(self.program(), root / "stackfit")
        with Registry(self.folder) as address:
            ask = ("chroot", root, "/stackfit", "deps", "/repository", "--online", "--no-cache",
                   "--registry", address)
            environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
            self.assertIn("no certificates to check it by", self.check(run(*ask, env=environment)))
            (root / "etc/ssl/certs").mkdir(parents=True)
            shutil.copy(self.folder / "ca.crt", root / "etc/ssl/certs/ca-certificates.crt")
            asked = self.check(run(*ask, env=environment))
        self.assertIn(f"{address} was asked about 1 package", asked)
        self.assertNotIn("incomplete", asked)

    @unittest.skipUnless(shutil.which("dpkg-deb"), "no dpkg")
    def test_the_deb_holds_program_manual_and_completions(self):
        run("dpkg-deb", "-x", one("stackfit_*.deb"), self.folder)
        self.check(run(self.folder / "usr/bin/stackfit", "version"))
        for name in ("man/man1/stackfit.1.gz", "bash-completion/completions/stackfit",
                     "zsh/vendor-completions/_stackfit", "fish/vendor_completions.d/stackfit.fish",
                     "doc/stackfit/copyright"):
            self.assertTrue((self.folder / "usr/share" / name).is_file(), name)
        self.check(run("bash", "-n", self.folder / "usr/share/bash-completion/completions/stackfit"))
        if shutil.which("man"):
            manual = run("man", "--warnings", "-l", self.folder / "usr/share/man/man1/stackfit.1.gz",
                         env={**os.environ, "MANWIDTH": "80"})
            self.assertEqual(manual.stderr.decode(), "")

    @unittest.skipUnless(shutil.which("debootstrap") and os.geteuid() == 0, "no debootstrap, or no root")
    def test_the_deb_installs_on_an_older_debian(self):
        """Debian 11: glibc 2.31, older than what the program was linked with."""
        root = self.folder / "root"
        self.check(run("debootstrap", "--variant=minbase", "bullseye", root))
        shutil.copy(one("stackfit_*.deb"), root / "stackfit.deb")
        (root / "srv/app.js").write_text(NESTED)
        environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        self.check(run("chroot", root, "dpkg", "--install", "/stackfit.deb", env=environment))
        self.check(run("chroot", root, "stackfit", "check", "/srv", env=environment), 1)
        self.check(run("chroot", root, "dpkg", "--remove", "stackfit", env=environment))
        self.assertFalse((root / "usr/bin/stackfit").exists())

    @unittest.skipUnless(shutil.which("lintian"), "no lintian")
    def test_lintian_has_nothing_to_say(self):
        done = run("lintian", "--allow-root", "--fail-on", "error,warning", one("stackfit_*.deb"))
        self.assertEqual(self.check(done), "")

    @unittest.skipUnless(shutil.which("npm"), "no npm")
    def test_npx_runs_it_from_the_tarballs(self):
        project = self.folder / "project"
        project.mkdir()
        (project / "package.json").write_text('{"name": "x", "private": true}')
        tarballs = sorted(PACKAGES.glob("stackfit-*.tgz"))
        self.assertEqual(len(tarballs), 2)
        self.check(run("npm", "install", "--ignore-scripts", "--offline", "--no-audit", "--no-fund",
                       *tarballs, cwd=project))
        self.assertIn("stackfit 0", self.check(run("npx", "--no-install", "stackfit", "version", cwd=project)))
        (project / "app.js").write_text(NESTED)
        self.check(run("npx", "--no-install", "stackfit", "check", cwd=project), 1)
        self.check_launcher(project)

    def check_launcher(self, project):
        """A crash is a failure, whatever it crashes with."""
        crash = self.folder / "crash"
        for signal, status in (("SEGV", 139), ("KILL", 137), ("TERM", 143)):
            crash.write_text(f"#!/bin/sh\nkill -{signal} $$\n")
            crash.chmod(0o755)
            self.check(run("npx", "--no-install", "stackfit", cwd=project,
                           env={**os.environ, "STACKFIT_BINARY": str(crash)}), status)
        self.check(run("npx", "--no-install", "stackfit", cwd=project,
                       env={**os.environ, "STACKFIT_BINARY": "/nonexistent"}), 2)

    @unittest.skipUnless(shutil.which("npm") and shutil.which("git"), "no npm or git")
    def test_the_pre_commit_mirror_installs_the_program(self):
        mirror = self.folder / "mirror"
        tarballs = {("native" if "cli" in path.name else "launcher"): path for path in PACKAGES.glob("stackfit-*.tgz")}
        environment = {**os.environ, "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.com",
                       "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@example.com"}
        self.check(run(ROOT / "packaging/pre-commit-mirror.sh", "0.1.0", mirror,
                       f"file:{tarballs['launcher']}", env=environment))
        self.assertEqual(run("git", "-C", mirror, "tag").stdout, b"v0.1.0\n")
        self.assertIn("language: node", (mirror / ".pre-commit-hooks.yaml").read_text())
        self.check(run("npm", "install", "--ignore-scripts", "--offline", "--no-audit", "--no-fund",
                       tarballs["native"], cwd=mirror))
        self.assertIn("stackfit 0", self.check(run("node", mirror / "stackfit.cjs", "version")))

    @unittest.skipUnless(shutil.which("buildah") and os.geteuid() == 0, "no buildah, or no root")
    def test_the_image_holds_the_program_and_nothing_else(self):
        shutil.copy(self.program(), self.folder / "stackfit")
        environment = {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
        storage = ("--root", self.folder / "storage", "--runroot", self.folder / "run")
        self.check(run("buildah", *storage, "bud", "-f", ROOT / "packaging/container/Containerfile",
                       "-t", "stackfit", self.folder, env=environment))
        container = self.check(run("buildah", *storage, "from", "localhost/stackfit", env=environment)).strip()
        mounted = pathlib.Path(self.check(run("buildah", *storage, "mount", container, env=environment)).strip())
        self.assertEqual([path.name for path in mounted.iterdir() if path.is_file()], ["stackfit"])
        self.check(run("chroot", mounted, "/stackfit", "version"))
        run("buildah", *storage, "umount", container, env=environment)


if __name__ == "__main__":
    unittest.main()
