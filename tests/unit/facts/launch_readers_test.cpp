#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

TEST_CASE("of a .env file only PYTHONPATH is kept") {
  auto facts =
      manifest_of("app/.env", "SECRET=abc\nexport PYTHONPATH=\"lib:src\"\n#PYTHONPATH=x\n");
  CHECK(facts.format == "env-file");
  CHECK(shown(facts.settings) == Lines{"2 env.PYTHONPATH=lib:src"});
  CHECK_FALSE(facts_of(".env", "SECRET=abc\n").manifest);
}

TEST_CASE("launch configurations become commands from the workspace") {
  auto facts = manifest_of(".vscode/launch.json", R"({
  // comment
  "configurations": [
    {"type": "debugpy", "name": "a", "program": "${workspaceFolder}/jobs/a.py", "args": ["x y"]},
    {"type": "python", "name": "b", "module": "app.main", "cwd": "${workspaceFolder}/back",
     "env": {"PYTHONPATH": "lib"}},
    {"type": "python", "name": "c", "program": "${file}"},
    {"type": "node", "name": "d", "program": "d.js"},
  ]
})");
  CHECK(shown(facts.commands) == Lines{"4 a [] python jobs/a.py 'x y'",
                                       "5 b [] cd back && PYTHONPATH=lib python -m app.main"});
}

TEST_CASE("a unit of systemd shows its commands and where the repository lies") {
  auto facts = manifest_of("bot.service",
                           "[Unit]\nDescription=x\n[Service]\nWorkingDirectory=/opt/bot\n"
                           "Environment=\"PYTHONPATH=/opt/bot/lib\"\n"
                           "ExecStart=-/usr/bin/python3 /opt/bot/bot.py\n");
  CHECK(shown(facts.settings) == Lines{"1 docker.copy=. /opt/bot"});
  CHECK(shown(facts.commands) ==
        Lines{"6 execstart [] cd /opt/bot && PYTHONPATH=/opt/bot/lib /usr/bin/python3 "
              "/opt/bot/bot.py"});
  CHECK_FALSE(facts_of("a.service", "[Unit]\nDescription=x\n").manifest);
}

TEST_CASE("tables of functions name a folder and a handler") {
  auto sam = manifest_of("template.yaml",
                         "Globals:\n  Function:\n    CodeUri: all\nResources:\n  A:\n"
                         "    Type: AWS::Serverless::Function\n    Properties:\n"
                         "      Handler: a.run\n  B:\n    Type: AWS::Serverless::Function\n"
                         "    Properties:\n      CodeUri: b/\n      Handler: b.run\n"
                         "  C:\n    Type: AWS::S3::Bucket\n");
  CHECK(shown(sam.settings) ==
        Lines{"8 function.handler=all|a.run", "13 function.handler=b/|b.run"});
  auto serverless = manifest_of("serverless.yml", "functions:\n  a:\n    handler: src/a.main\n");
  CHECK(shown(serverless.settings) == Lines{"3 function.handler=|src/a.main"});
  CHECK_FALSE(facts_of("template.yaml", "title: {{ x }}\n").manifest);
}

TEST_CASE("containers of Kubernetes start what their command and arguments say") {
  auto facts = manifest_of("k8s/job.yaml",
                           "apiVersion: v1\nkind: Service\n---\napiVersion: batch/v1\nkind: Job\n"
                           "spec:\n  template:\n    spec:\n      containers:\n"
                           "        - name: a\n          command: [python]\n"
                           "          args: [jobs/a.py, --fast]\n          env:\n"
                           "            - {name: PYTHONPATH, value: lib}\n"
                           "        - name: b\n          image: b\n");
  CHECK(shown(facts.commands) == Lines{"11 a [] PYTHONPATH=lib python jobs/a.py --fast"});
  CHECK_FALSE(facts_of("k8s/a.yaml", "command: [python, a.py]\n").manifest);
  CHECK_FALSE(facts_of("other/job.yaml", "apiVersion: v1\n").manifest);
}

TEST_CASE("nox sessions run what is written out, and .gitignore names folders") {
  auto nox = manifest_of("noxfile.py",
                         "def a(session):\n    session.run('python', 'a b.py', *args)\n"
                         "    session.run(*args)\n");
  CHECK(shown(nox.commands) == Lines{"2 session.run [] python 'a b.py'"});
  auto ignored = manifest_of(".gitignore", "*.log\n/wandb/\n!keep\nruns/**\na/b/\n# c\nmlruns\n");
  CHECK(shown(ignored.settings) == Lines{"2 ignored=wandb", "4 ignored=runs", "7 ignored=mlruns"});
}
