"""Who decides where a request goes, and with which secret."""
import json
import unittest

from support import Case, notes, packument

SECRET = "a-secret-that-must-not-leave"


class Trust(Case):
    def setUp(self):
        super().setUp()
        self.project({"one": "1.0.0"}, {"one": "1.0.0"})

    def registry(self):
        stub = self.stub()
        stub.give(packument("one", {"1.0.0": {}}))
        return stub

    def test_settings_in_the_tree_send_nothing_anywhere(self):
        recorder, real = self.registry(), self.registry()
        address = recorder.url.removeprefix("http:")
        hostile = (f"registry={recorder.url}\n@scope:registry={recorder.url}\n"
                   f"{address}:_authToken=${{SECRET}}\nproxy={recorder.url}\n"
                   f"https-proxy={recorder.url}\nuserconfig=./.npmrc\nprefix=.\n"
                   f"cafile=./ca.pem\nstrict-ssl=false\n")
        (self.tree / ".npmrc").write_text(hostile)
        (self.tree / ".yarnrc.yml").write_text(
            f"npmRegistryServer: '{recorder.url}'\nnpmAuthToken: '${{SECRET}}'\n")
        (self.tree / "bunfig.toml").write_text(f"[install]\nregistry = '{recorder.url}'\n")
        (self.tree / "pnpm-workspace.yaml").write_text(f"registry: {recorder.url}\n")
        manifest = json.loads((self.tree / "package.json").read_text())
        manifest["publishConfig"] = {"registry": recorder.url}
        manifest["stackfit"] = {"exclude": []}
        (self.tree / "package.json").write_text(json.dumps(manifest))
        lock = json.loads((self.tree / "package-lock.json").read_text())
        lock["packages"]["node_modules/one"]["resolved"] = f"{recorder.url}one/-/one-1.0.0.tgz"
        (self.tree / "package-lock.json").write_text(json.dumps(lock))
        self.stackfit(env={"SECRET": SECRET})
        self.ask(real, env={"SECRET": SECRET})
        self.stackfit("--online", "--registry", real.url, env={"SECRET": SECRET, "HOME": str(self.tree)})
        self.assertEqual(recorder.seen, [])
        self.assertEqual(len(real.seen), 2)
        self.assertNotIn(SECRET, repr(real.seen))

    def test_a_home_that_is_the_scanned_tree_gives_no_settings(self):
        recorder = self.registry()
        address = recorder.url.removeprefix("http:")
        (self.tree / ".npmrc").write_text(f"{address}:_authToken={SECRET}\n")
        self.stackfit("--online", "--registry", recorder.url, env={"HOME": str(self.tree)})
        self.assertNotIn(SECRET, repr(recorder.seen))

    def test_only_the_command_line_may_name_this_machine_or_plain_http(self):
        recorder = self.registry()
        for env, settings in (({"npm_config_registry": recorder.url}, ""),
                              ({"NPM_CONFIG_REGISTRY": recorder.url}, ""),
                              ({}, f"registry={recorder.url}\n"),
                              ({}, "registry=https://localhost:9/\n"),
                              ({}, "registry=http://registry.example/\n")):
            (self.home / ".npmrc").write_text(settings)
            self.stackfit("--online", env=env, status=2)
            self.assertIn("name it with --registry", self.error)
        self.assertEqual(recorder.seen, [])

    def test_below_an_npm_script_variables_of_npm_do_not_count(self):
        # npm puts the project's own .npmrc into the environment of its scripts: were the address
        # read there, it would be refused as none, whatever the user's settings say.
        stub = self.registry()
        inside = {"npm_lifecycle_event": "lint", "npm_config_registry": "ftp://tree.example/"}
        (self.home / ".npmrc").write_text(f"registry={stub.url}\n")
        self.stackfit("--online", env=inside, status=2)
        self.assertIn("your npm settings", self.error)
        self.assertEqual(stub.seen, [])

    def test_the_users_token_goes_to_its_own_address_only(self):
        first, second = self.registry(), self.registry()
        address = first.url.removeprefix("http:")
        (self.home / ".npmrc").write_text(
            f"; mine\n{address}:_authToken=${{TOKEN}}\n_authToken=unbound\n//other.example/:_authToken=x\n")
        self.ask(first, env={"TOKEN": SECRET})
        self.ask(second, env={"TOKEN": SECRET})
        self.assertEqual(first.seen[0][1].get("Authorization"), "Bearer " + SECRET)
        self.assertNotIn("Authorization", second.seen[0][1])

    def test_user_and_password_are_sent_as_npm_does(self):
        stub = self.registry()
        address = stub.url.removeprefix("http:")
        (self.home / ".npmrc").write_text(
            f"{address}:username=jane\n{address}:_password=c2VjcmV0\n")
        self.ask(stub)
        self.assertEqual(stub.seen[0][1].get("Authorization"), "Basic amFuZTpzZWNyZXQ=")

    def test_a_token_from_the_environment_is_taken_by_the_name_of_its_variable(self):
        stub = self.registry()
        self.ask(stub, "--registry-token-env", "MY_TOKEN", env={"MY_TOKEN": SECRET})
        self.assertEqual(stub.seen[0][1].get("Authorization"), "Bearer " + SECRET)
        self.ask(stub, "--registry-token-env", "MISSING", status=2)
        self.assertIn("MISSING", self.error)
        self.ask(stub, "--registry-token-env", "BROKEN", env={"BROKEN": "a\r\nX-Evil: 1"}, status=2)
        self.assertEqual(len(stub.seen), 1)

    def test_a_redirect_elsewhere_loses_the_token_and_needs_https(self):
        first, second = self.registry(), self.registry()
        first.answers["one"] = lambda r: (302, {"Location": second.url + "one"}, b"")
        report = self.ask(first, "--registry-token-env", "T", env={"T": SECRET})
        self.assertEqual(second.seen, [])
        self.assertIn("302", notes(report)[0])

    def test_a_redirect_within_the_registry_keeps_the_token(self):
        stub = self.registry()
        answer = stub.answers["one"]
        stub.answers["one"] = lambda r: (307, {"Location": "/moved/one"}, b"")
        stub.answers["moved/one"] = answer
        report = self.ask(stub, "--registry-token-env", "T", env={"T": SECRET})
        self.assertEqual(report["dependencies"]["online"]["answered"], 1)
        self.assertEqual(stub.seen[1][1].get("Authorization"), "Bearer " + SECRET)

    def test_redirects_have_an_end(self):
        stub = self.registry()
        stub.answers["one"] = lambda r: (302, {"Location": "/one"}, b"")
        self.ask(stub)
        self.assertEqual(len(stub.seen), 4)

    def test_an_address_with_a_password_is_refused(self):
        self.stackfit("--online", "--registry", "https://me:secret@registry.example/", status=2)
        self.assertIn("holds a user or a password", self.error)
        self.assertNotIn("secret@", self.error)

    def test_the_token_is_in_no_report(self):
        stub = self.registry()
        for form in ("text", "json", "sarif", "github", "markdown"):
            report = self.home / "report"
            self.ask(stub, "--output", f"{form}={report}", "--registry-token-env", "T",
                     env={"T": SECRET})
            self.assertNotIn(SECRET, report.read_text())


if __name__ == "__main__":
    unittest.main()
