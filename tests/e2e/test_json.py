"""The JSON report obeys its schema, says nothing the schema does not know, and repeats itself."""
import json
import pathlib

import jsonschema  # Debian: python3-jsonschema

from support import NESTED, SCHEMA, Case

GOLDEN = pathlib.Path(__file__).parents[1] / "golden/report/report.json"


def closed(schema):
    """The schema with every object closed: names it does not list are then mistakes."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and isinstance(schema["properties"], dict):
        result.setdefault("additionalProperties", False)
        result.setdefault("patternProperties", {"_base64$": {}})
    return result


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
        schema = json.loads(SCHEMA.read_text())
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        for form in (schema, closed(schema)):
            errors = [f"{list(error.path)}: {error.message}"
                      for error in validator(form).iter_errors(document)]
            self.assertEqual(errors, [])

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
