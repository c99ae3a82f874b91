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
        self.assertNotIn("the article of 2020", text)  # both lenses say the same
        for part in ("STACK FIT", "Real-time apps", "TECHNOLOGIES", "Socket.IO"):
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
        self.assertRegex(self.text_of("fit"), r"the article of 2020: [A-Z]+ \d+; today: [A-Z]+ \d+")
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


# A server in five styles; WORK stands in its second handler.
STYLES = {
    "express": ("const express = require('express');\nconst app = express();\n"
                "app.get('/a', (req, res) => res.json([]));\n"
                "app.post('/b', async (req, res) => {\n  const out = WORK;\n  res.send(out);\n});\n"
                "app.listen(80);\n", "express"),
    "fastify": ("const app = require('fastify')();\n"
                "app.get('/a', async (request, reply) => []);\n\n"
                "app.post('/b', async (request, reply) => {\n  const out = WORK;\n"
                "  return reply.send(out);\n});\napp.listen({ port: 80 });\n", "fastify"),
    "koa": ("const Koa = require('koa');\nconst Router = require('@koa/router');\n"
            "const router = new Router();\nrouter.post('/b', async (ctx, next) => {\n"
            "  const out = WORK;\n  ctx.body = out;\n});\n"
            "new Koa().use(router.routes()).listen(80);\n", "koa"),
    "ws": ("const { WebSocketServer } = require('ws');\n"
           "const server = new WebSocketServer({ port: 80 });\n"
           "server.on('connection', (socket) => {\n  socket.on('message', async (text) => {\n"
           "    const out = WORK;\n    socket.send(out);\n  });\n});\n", "ws"),
}
# A module, what it computes without blocking, and the same on the spot.
WORK = {
    "bcrypt": ("await bcrypt.hash('a', 12)", "bcrypt.hashSync('a', 12)"),
    "zlib": ("await promisify(zlib.gzip)('a')", "zlib.gzipSync('a')"),
    "crypto": ("await promisify(crypto.scrypt)('a', 'b', 64)", "crypto.scryptSync('a', 'b', 64)"),
}


class MutationPairs(Case):
    """Work that blocks lowers the fit for computation and is named; a pool gives it back."""

    def cpu(self, folder, style, module, line, more=""):
        text, package = STYLES[style]
        needs = {package: "1.0.0", "piscina": "4.0.0", "jimp": "0.22.0"}
        if module == "bcrypt":
            needs["bcrypt"] = "5.0.0"
        self.write(f"{folder}/package.json", json.dumps(
            {"name": "app", "version": "1.0.0", "dependencies": needs}))
        self.write(f"{folder}/server.js",
                   f"const {module} = require('{module}');{more}\n" + text.replace("WORK", line))
        # Something that computes anyway, so that the kind of work is there in every variant.
        self.write(f"{folder}/thumbnails.js",
                   "const Jimp = require('jimp');\nexports.make = (name) => Jimp.read(name);\n")
        done = self.run_stackfit("fit", folder, "--json")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        found = [d for d in json.loads(done.stdout)["fit"]["dimensions"] if d["id"] == "cpu"]
        self.assertEqual(len(found), 1, (style, module))
        return found[0]

    def test_a_call_that_blocks_a_handler_costs_and_a_pool_gives_back(self):
        for style in STYLES:
            for module, (waiting, blocking) in WORK.items():
                with self.subTest(style=style, module=module):
                    before = self.cpu("before", style, module, waiting)
                    blocked = self.cpu("blocked", style, module, blocking)
                    self.write("pooled/work.js",
                               f"const {module} = require('{module}');\n"
                               f"module.exports = () => {blocking};\n")
                    pooled = self.cpu(
                        "pooled", style, module, "await pool.run('a')",
                        " const Piscina = require('piscina');"
                        " const pool = new Piscina({ filename: './work.js' });")
                    self.assertLess(blocked["score"], before["score"])
                    self.assertGreaterEqual(pooled["score"], before["score"])
                    self.assertEqual(before["presence"], blocked["presence"])
                    first = blocked["evidence"][0]
                    text = (self.folder / "blocked/server.js").read_text().splitlines()
                    self.assertEqual(first["path"], "server.js")
                    self.assertIn(blocking, text[first["line"] - 1])

    def test_the_same_call_at_start_costs_nothing(self):
        for style in STYLES:
            calm = self.cpu("calm", style, "zlib", "'a'")
            start = self.cpu("start", style, "zlib", "'a'", " const page = zlib.gzipSync('a');")
            self.assertEqual(calm["score"], start["score"], style)
