"""Rules of one's own: a page from `rules new`, its examples, its mistakes; added rows; `parse`."""
import json
import pathlib
import re
import unittest

from support import Case


class OwnRules(Case):
    def new_page(self, change=lambda page: page):
        made = self.run_stackfit("rules", "new", "no-alert")
        self.assertEqual((made.returncode, made.stderr), (0, b""))
        return self.write("our-rules/team/no-alert.md", change(made.stdout.decode()))

    def audit(self, *words):
        done = self.run_stackfit("audit", "app", "--rules", "our-rules", "--format", "json", *words)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def test_a_new_page_passes_its_own_test_and_finds_what_it_says(self):
        self.new_page()
        tested = self.run_stackfit("rules", "test", "our-rules")
        self.assertEqual((tested.returncode, tested.stdout.decode()),
                         (0, "2 examples, 0 differ\n"))
        self.write("app/src/page.js", "const a = 1;\nalert(a);\n")
        found = [(f["rule"], f["path"], f["line"], f["severity"], f["message"])
                 for f in self.audit("--only", "no-alert")["findings"]]
        self.assertEqual(found, [("no-alert", "src/page.js", 2, "warning",
                                  "alert is not what we use here")])
        listed = self.run_stackfit("rules", "list", "--rules", "our-rules").stdout.decode()
        self.assertRegex(listed, r"(?m)^no-alert +warning +team +One sentence")

    def test_an_example_that_differs_fails_and_update_mends_it(self):
        page = self.new_page(lambda text: text.replace('alert("hello");\n```\n\n```text expect',
                                                       'alert("hello");\nalert("b");\n```\n\n'
                                                       '```text expect'))
        failed = self.run_stackfit("rules", "test", "our-rules")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("src/a.js:2 warning alert is not what we use here",
                      failed.stdout.decode() + failed.stderr.decode())
        self.run_stackfit("rules", "test", "our-rules", "--update")
        self.assertIn("src/a.js:2 warning alert is not what we use here\n", page.read_text())
        self.assertEqual(self.run_stackfit("rules", "test", "our-rules").returncode, 0)

    def test_a_mistake_is_an_error_with_file_and_line(self):
        for right, wrong, line, words in (
                ('kind      = "query"', 'kind      = "qeury"', None, ["qeury"]),
                ('severity  = "warning"', 'severety  = "warning"', 8, ["severety", "severity"]),
                ("(call_expression function", "(call_expresion function", 15,
                 ["call_expresion", "call_expression"]),
                ("#eq? @call", "#eqq? @call", 16, ["eqq?", "eq?"]),
                ('"alert"))', '"alert")', 17, ["')' is missing"]),
                ("{call} is not", "{cal} is not", 9, ["cal"])):
            self.new_page(lambda text, r=right, w=wrong: text.replace(r, w, 1))
            self.write("app/a.js", "alert(1);\n")
            done = self.run_stackfit("audit", "app", "--rules", "our-rules")
            self.assert_error(done, *words)
            place = re.search(r"at (our-rules/team/no-alert\.md):(\d+)", done.stderr.decode())
            self.assertIsNotNone(place, done.stderr.decode())
            if line:
                self.assertEqual(int(place.group(2)), line, done.stderr.decode())

    def test_a_project_adds_callback_kinds_and_blocking_calls_as_rows(self):
        self.write("app/a.js", "const slow = require('slow-hash');\n"
                               "app.get('/', (req, res) => res.send(slow.digestNow(req.url)));\n"
                               "ours.later(1, () => { ours.later(2, () => { ours.later(3, () => {"
                               " use(4); }); }); });\n")
        self.write("our-rules/data/blocking-apis.toml",
                   '[[blocking]]\nmodules = ["slow-hash"]\nendings = ["Now"]\n')
        self.write("our-rules/data/callback-kinds.toml",
                   '[[kind]]\nid = "our-timer"\nweight = "1"\nfamily = "completion"\n'
                   'roots = ["ours"]\nnames = ["later"]\n')
        with_rows = self.audit("--only", "blocking-call")["findings"]
        self.assertEqual([(f["line"], f["severity"]) for f in with_rows], [(2, "error")])
        self.assertIn("slow.digestNow", with_rows[0]["message"])
        nests = self.audit("--only", "callback-nesting")["findings"]
        self.assertEqual([(f["line"], f["message"].split(" in ")[0]) for f in nests],
                         [(3, "3 nested asynchronous callbacks")])
        without = self.run_stackfit("audit", "app", "--only", "blocking-call", "--format", "json")
        self.assertEqual(json.loads(without.stdout)["findings"], [])

    def test_a_row_that_is_none_is_an_error_with_its_line(self):
        self.write("app/a.js", "f();\n")
        self.write("our-rules/data/blocking-apis.toml",
                   '[[blocking]]\nmodules = ["a"]\nendngs = ["Now"]\n')
        self.assert_error(self.run_stackfit("audit", "app", "--rules", "our-rules"),
                          "our-rules/data/blocking-apis.toml:", "endngs")

    def test_page_ids_are_unique_and_folders_exist(self):
        self.write("app/a.js", "f();\n")
        self.assert_error(self.run_stackfit("audit", "app", "--rules", "nowhere"), "nowhere")
        page = self.new_page()
        self.write("our-rules/other/no-alert.md", page.read_text())
        self.assert_error(self.run_stackfit("audit", "app", "--rules", "our-rules"), "no-alert")


class Parse(Case):
    def test_a_tree_is_printed_with_fields_places_and_texts(self):
        self.write("a.ts", "f(1 as T);\n")
        done = self.run_stackfit("parse", "a.ts")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.decode(), """\
program 1:1-2:1
  expression_statement 1:1-1:11
    call_expression 1:1-1:10
      function: identifier 1:1-1:2 f
      arguments: arguments 1:2-1:10
        as_expression 1:3-1:9
          number 1:3-1:4 1
          type_identifier 1:8-1:9 T
""")

    def test_hostile_names_are_escaped_and_strange_files_refused(self):
        self.write("a.py", "x = '\x1b[31m\u202e'\n".encode())
        done = self.run_stackfit("parse", "a.py")
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertNotIn("\u202e".encode(), done.stdout)
        self.write("a.txt", "x")
        self.assert_error(self.run_stackfit("parse", "a.txt"), "a.txt")
        self.assert_error(self.run_stackfit("parse", "gone.py"), "gone.py")


if __name__ == "__main__":
    unittest.main()
