"""`stackfit fit`, `stackfit claims`, `--lens`, `--what-if`: the stack from every side."""
import json

from support import Case


class Fit(Case):
    def setUp(self):
        super().setUp()
        self.write("package.json", json.dumps({
            "name": "charts", "scripts": {"start": "node src/app.js"},
            "dependencies": {"express": "^4.19.0", "pdfkit": "^0.15.0", "socket.io": "^4.7.0"}}))
        self.write("src/app.js", "const express = require('express');\n"
                                 "const { Server } = require('socket.io');\n"
                                 "const { thumbnail } = require('./images');\n"
                                 "const app = express();\n"
                                 "const io = new Server(app.listen(3000));\n"
                                 "io.on('connection', (socket) => socket.join('all'));\n"
                                 "app.get('/a', (req, res) => res.json({ a: 1 }));\n"
                                 "app.get('/b', (req, res) => res.json({ b: 1 }));\n"
                                 "app.post('/thumbnail', (req, res) => {\n"
                                 "  res.send(thumbnail(req.body));\n"
                                 "});\n")
        self.write("src/images.js", "const { execFileSync } = require('child_process');\n"
                                    "exports.thumbnail = function (data) {\n"
                                    "  return execFileSync('convert', ['-'], { input: data });\n"
                                    "};\n")

    def json_of(self, *words):
        done = self.run_stackfit(*words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return json.loads(done.stdout)

    def text_of(self, *words):
        done = self.run_stackfit(*words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def dimension(self, document, name):
        return next(row for row in document["fit"]["dimensions"] if row["id"] == name)

    def test_fit_says_what_the_report_says_and_no_more(self):
        fit = self.json_of("fit", "--json")
        report = self.json_of("audit", "--format", "json")
        self.assertEqual(fit["fit"], report["fit"])
        self.assertEqual(fit["technologies"], report["technologies"])
        text = self.text_of("fit")
        for part in ("STACK FIT", "Real-time apps", "TECHNOLOGIES", "Socket.IO",
                     "the article of 2020: STRONG"):
            self.assertIn(part, text)
        self.assertNotIn("HEALTH", text)

    def test_the_lens_changes_the_verdict_and_says_so(self):
        self.write("requirements.txt", "flask==3.0\nflask-socketio==5.3\n")
        for name in ("package.json", "src/app.js", "src/images.js"):
            (self.folder / name).unlink()
        self.write("app.py", "from flask import Flask\nfrom flask_socketio import SocketIO, emit\n"
                             "app = Flask(__name__)\nsocketio = SocketIO(app)\n"
                             "@socketio.on('message')\ndef message(text):\n"
                             "    emit('message', text, broadcast=True)\n")
        today = self.json_of("fit", "--json")
        article = self.json_of("fit", "--json", "--lens", "article")
        self.assertEqual((today["fit"]["lens"], article["fit"]["lens"]), ("today", "article"))
        row, other = (self.dimension(d, "realtime") for d in (today, article))
        self.assertEqual(row["score"], row["lens"]["today"]["score"])
        self.assertEqual(other["score"], other["lens"]["article"]["score"])
        self.assertGreater(row["score"], other["score"])
        self.assertIn("as the article of 2020 would judge", self.text_of("fit", "--lens", "article"))
        self.assert_error(self.run_stackfit("fit", "--lens", "mine"), "--lens is today or article")

    def test_work_in_another_file_is_blamed_on_the_handler_and_fixed_in_thought(self):
        report = self.json_of("audit", "--format", "json", "--what-if", "fix blocking-call:src/images.js")
        finding = next(f for f in report["findings"] if f["rule"] == "blocking-call")
        self.assertEqual((finding["path"], finding["line"], finding["severity"]),
                         ("src/images.js", 3, "warning"))
        self.assertIn("a handler at src/app.js:9 calls it", finding["message"])
        after = report["what_if"]
        self.assertEqual(after["fixes"], [{"rule": "blocking-call", "path": "src/images.js"}])
        self.assertEqual(after["findings"], 1)
        self.assertGreater(after["score"], report["health"]["score"])
        self.write("src/images.js", "exports.thumbnail = (data) => data;\n")
        self.assertEqual(self.json_of("audit", "--format", "json")["health"]["score"], after["score"])

    def test_what_if_without_effect_and_without_sense(self):
        text = self.text_of("audit", "--what-if", "callback-nesting")
        self.assertIn("without 0 findings of callback-nesting", text)
        self.assert_error(self.run_stackfit("audit", "--what-if", "fix calback-nesting"),
                          'did you mean "callback-nesting"?')
        self.assert_error(self.run_stackfit("audit", "--what-if", "fix "), "--what-if wants")

    def test_claims_are_all_there_with_what_speaks_for_and_against(self):
        claims = self.json_of("claims", "--json")["claims"]
        self.assertEqual(len(claims), 62)
        by_id = {claim["id"]: claim for claim in claims}
        what = [row["what"] for row in by_id["N2"]["for"]]
        self.assertIn("Real-time apps in Node.js", what)
        self.assertEqual(by_id["N2"]["against"][0]["what"], "1 finding of blocking-call")
        self.assertEqual(by_id["N2"]["against"][0]["places"][0]["path"], "src/images.js")
        self.assertEqual(by_id["N7"]["for"][0]["what"], "Express.js")
        for claim in claims:
            if claim["status"] == "unverifiable":
                self.assertEqual((claim["for"], claim["against"]), ([], []), claim["id"])
                self.assertTrue(claim["unseen"], claim["id"])
        text = self.text_of("claims")
        self.assertIn("bears on", text)
        self.assertIn("nothing here speaks for or against it", text)

    def test_explain_knows_rules_claims_and_kinds_of_work(self):
        self.assertIn("Node.js +2, Python +0", self.text_of("explain", "realtime"))
        self.assertIn("the article, line", self.text_of("explain", "N15"))
        self.assertIn("blocking-call", self.text_of("explain", "N15"))
