"""Runs the real program on small folders."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.environ["STACKFIT_BINARY"]
SCHEMA = pathlib.Path(__file__).parents[2] / "src/report/schema/stackfit-report-1.schema.json"


class Case(unittest.TestCase):
    """A test with a folder of its own, gone afterwards."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stackfit-e2e-"))

    def tearDown(self):
        for path in self.folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(self.folder)

    def write(self, name, text=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_stackfit(self, *words, stdout=subprocess.PIPE, env=None, **options):
        """The finished process; standard error is text, standard output bytes."""
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent",
                       "STACKFIT_CACHE": "", **(env or {})}
        return subprocess.run([BINARY, *map(str, words)], stdout=stdout, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, cwd=self.folder, env=environment,
                              timeout=120, **options)

    def assert_error(self, done, *parts):
        """Exit status 2, nothing on standard output, one clear error that says all of `parts`."""
        error = done.stderr.decode()
        self.assertEqual(done.returncode, 2, error)
        self.assertEqual(done.stdout or b"", b"")
        self.assertTrue(error.startswith("stackfit: error: "), error)
        for part in parts:
            self.assertIn(part, error)


# Six callbacks deep: an error of callback-nesting.
NESTED = ("const fs = require('fs');\n" + "fs.readFile('a', function (e, d) {\n" * 6 + "use(d);\n" +
          "});\n" * 6)
