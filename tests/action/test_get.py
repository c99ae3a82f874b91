"""The steps that find the program: a checksum that does not fit ends everything."""
import hashlib
import io
import os
import pathlib
import platform
import re
import tarfile
import unittest

from runner import SOURCES, ActionCase

PROGRAM = b"#!/bin/sh\necho the program\n"
MEMBER = "stackfit-9/bin/stackfit"
CURL = """#!/bin/bash
while [ $# -gt 1 ]; do
  case $1 in --output) shift; target=$1 ;; --proto) shift; [ "$1" = '=https' ] || exit 3 ;; esac
  shift
done
case $1 in https://*) ;; *) exit 4 ;; esac
echo "$1" >>"{log}"
cp "{archive}" "$target"
"""


def archive_of(members):
    """A .tar.gz of (name, bytes | link target)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.mode = 0o755
            if isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
                archive.addfile(entry)
            else:
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def version():
    return re.search(r"project\(stackfit VERSION ([0-9.]+)", (SOURCES / "CMakeLists.txt").read_text())[1]


class Choose(ActionCase):
    def test_the_table_that_is_committed_names_nothing_or_everything(self):
        for line in (self.action / "checksums.tsv").read_text().splitlines():
            if not line.startswith("#"):
                self.assertRegex(line, r"^[0-9.]+\t\w+\t\w+\t[0-9a-f]{64}\t[^\t]+\thttps://[^\t]+$")

    def test_without_a_row_it_is_built_under_a_key_of_every_source(self):
        root = self.copy_action()
        _, first = self.run_step("choose")
        self.assertEqual(first["how"], "build")
        self.assertRegex(first["key"], rf"^stackfit-Linux-{platform.machine()}-ubuntu24-[0-9a-f]{{32}}$")
        self.assertEqual(self.run_step("choose")[1], first)
        (root / "src" / "a.cpp").write_text("int a;\n")
        _, second = self.run_step("choose")
        self.assertNotEqual(first["key"], second["key"])

    def test_a_program_that_is_there_is_taken(self):
        _, outputs = self.run_step("choose", {"INPUT_BINARY": "/usr/bin/stackfit"})
        self.assertEqual(outputs, {"how": "binary"})


class Get(ActionCase):
    def setUp(self):
        super().setUp()
        self.root = self.copy_action()
        self.log = self.folder / "downloads"

    def serve(self, archive, sha256=None, member=MEMBER, url="https://example.org/stackfit.tar.gz"):
        path = self.folder / "archive"
        path.write_bytes(archive)
        self.stand_in("curl", CURL.format(log=self.log, archive=path))
        sha256 = sha256 or hashlib.sha256(archive).hexdigest()
        row = [version(), "Linux", platform.machine(), sha256, member, url]
        with (self.action / "checksums.tsv").open("a") as table:
            table.write("\t".join(row) + "\n")

    def get(self):
        done, chosen = self.run_step("choose")
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.run_step("get", {"STACKFIT_HOW": chosen["how"],
                                     "STACKFIT_FOLDER": chosen.get("folder", "")})

    def assert_refused(self, words):
        done, outputs = self.get()
        self.assertEqual((done.returncode, outputs), (2, {}), done.stdout)
        self.assertIn(words, done.stdout)
        return done

    def test_a_download_that_fits_is_unpacked(self):
        self.serve(archive_of([("other", b"x"), (MEMBER, PROGRAM)]))
        done, outputs = self.get()
        self.assertEqual(done.returncode, 0, done.stderr)
        program = pathlib.Path(outputs["binary"])
        self.assertEqual(program.read_bytes(), PROGRAM)
        self.assertTrue(os.access(program, os.X_OK))
        self.assertEqual([path for path in self.temp.rglob("other")], [])

    def test_a_download_that_does_not_fit_ends_the_job_and_leaves_nothing(self):
        self.serve(archive_of([(MEMBER, PROGRAM)]), sha256="0" * 64)
        self.assert_refused("not what checksums.tsv names")
        self.assertEqual(list(self.temp.rglob("*")), [])
        self.assertTrue(self.log.exists())

    def test_a_row_without_a_checksum_downloads_nothing(self):
        for sha256 in ("-", "", "g" * 64, "0" * 63):
            self.copy_action()
            self.serve(archive_of([(MEMBER, PROGRAM)]), sha256=sha256 or " ")
            self.assert_refused("no checksum")
        self.assertFalse(self.log.exists())

    def test_only_https(self):
        self.serve(archive_of([(MEMBER, PROGRAM)]), url="http://example.org/x.tar.gz")
        self.assert_refused("could not be downloaded")

    def test_an_archive_cannot_write_elsewhere_or_name_another_file(self):
        self.serve(archive_of([("../../escaped", b"x"), (MEMBER, "/bin/sh")]))
        self.assert_refused("link")
        self.assertEqual(list(self.folder.rglob("escaped")), [])
        self.copy_action()
        self.serve(archive_of([("other", PROGRAM)]))
        self.assert_refused("does not hold the program")

    def test_a_build_is_kept_and_used_again(self):
        self.root.joinpath("dev").write_text(
            "#!/bin/sh\necho run >>\"$(dirname \"$0\")/runs\"\nmkdir -p \"$(dirname \"$0\")/build/"
            "release\"\ncp /bin/true \"$(dirname \"$0\")/build/release/stackfit\"\n")
        self.root.joinpath("dev").chmod(0o755)
        for _ in range(2):
            done, outputs = self.get()
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(outputs["binary"], str(self.temp / "stackfit-program" / "stackfit"))
        self.assertEqual(self.root.joinpath("runs").read_text(), "run\n")

    def test_a_failing_build_fails(self):
        self.assert_refused("could not be built")

    def test_a_program_that_is_missing_fails(self):
        done, outputs = self.run_step("get", {"STACKFIT_HOW": "binary", "INPUT_BINARY": "/nowhere"})
        self.assertEqual((done.returncode, outputs), (2, {}))


if __name__ == "__main__":
    unittest.main()
