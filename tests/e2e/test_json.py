"""The JSON report obeys its schema, says nothing the schema does not know, and repeats itself."""
import json
import pathlib

from report_schema import mistakes
from support import NESTED, SCHEMA, Case

GOLDEN = pathlib.Path(__file__).parents[1] / "golden/report/report.json"


class Json(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", '{"name": "x", "dependencies": {"request": "^2.88.2",'
                   ' "express": "4"}}')
        self.write("tool/random.py", "import random\nprint(random.random())\n")
        self.write("web/app.js", 'const app = require("express")();\n'
                   'app.get("/", (req, res) => res.send("x"));\n' + NESTED)
        self.write("broken.js", "function ( { ]\n")
        self.write("big.js", "x;\n" * 400_000)

    def check(self, document):
        self.assertEqual(mistakes(document), [])

    def test_a_real_report_obeys_the_schema(self):
        self.check(json.loads(self.run_stackfit("--format", "json", ".").stdout))

    def test_the_sample_report_obeys_the_schema(self):
        self.check(json.loads(GOLDEN.read_text()))

    def test_the_schema_printed_is_the_schema_kept(self):
        self.assertEqual(self.run_stackfit("schema").stdout, SCHEMA.read_bytes())

    def test_equal_input_gives_equal_bytes(self):
        for number in range(30):
            self.write("src/%d.js" % number, NESTED)
        outputs = {self.run_stackfit("--format", "json", *words, ".", env=env).stdout
                   for words, env in (([], {}), (["--jobs", "1"], {}), (["--jobs", "8"], {}),
                                      ([], {"LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}))}
        self.assertEqual(len(outputs), 1)

    def test_parity_reports_one_rule_alone(self):
        done = self.run_stackfit("--format", "json", "--parity", "eslint", "--parity-max", "3", ".")
        self.assertEqual(done.returncode, 0, done.stderr)
        rules = {finding["rule"] for finding in json.loads(done.stdout)["findings"]}
        self.assertEqual(rules, {"callback-nesting"})
        self.assert_error(self.run_stackfit("--parity", "eslint", "--only", "import-cycle", "."))


if __name__ == "__main__":
    import unittest
    unittest.main()
