#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

TEST_CASE("a Dockerfile's commands run in folders of the repository where COPY shows them") {
  auto facts = manifest_of("Dockerfile", R"(FROM --platform=linux/amd64 python:3.11-slim AS base
ENV PYTHONPATH=/app/lib MODE="x"
ENV OTHER some words
WORKDIR /app
COPY requirements.txt ./
COPY . .
RUN --mount=type=cache,target=/x \
    # a comment
    pip install -r requirements.txt && \
    python setup.py
RUN <<EOF
python a.py
EOF
EXPOSE 80 443/tcp
WORKDIR jobs
CMD ["python", "-u", "night job.py"]
)");
  CHECK(shown(facts.commands) ==
        Lines{"7 RUN [] pip install -r requirements.txt && python setup.py",
              "12 RUN [] python a.py", "16 CMD [jobs] python -u 'night job.py'"});
  CHECK(shown(facts.settings) ==
        Lines{"1 docker.from=python:3.11-slim", "2 env.PYTHONPATH=/app/lib", "2 env.MODE=x",
              "3 env.OTHER=some words", "4 docker.workdir=/app",
              "5 docker.copy=requirements.txt /app/requirements.txt", "6 docker.copy= /app",
              "14 docker.expose=80", "14 docker.expose=443/tcp", "15 docker.workdir=/app/jobs"});
  auto unknown = manifest_of("Dockerfile", "FROM x\nWORKDIR /srv\nCMD python a.py\n");
  CHECK(shown(unknown.commands) == Lines{"3 CMD [/srv] python a.py"});
}

TEST_CASE("compose services have commands, folders and environment") {
  auto facts = manifest_of("docker-compose.yml", R"(services:
  web:
    build: ./web
    command: python main.py
    environment:
      - PYTHONPATH=lib
    ports: ["8000:8000"]
  job:
    image: python:3.12
    volumes: ["./jobs:/srv"]
    working_dir: /srv/night
    command: [python, run.py]
    environment: {A: b}
)");
  CHECK(shown(facts.commands) ==
        Lines{"4 web [web] python main.py", "12 job [jobs/night] python run.py"});
  CHECK(shown(facts.settings) == Lines{"6 env.PYTHONPATH=lib", "7 docker.expose=8000:8000",
                                       "13 env.A=b", "9 docker.from=python:3.12"});
}

TEST_CASE("CI steps are commands with the nearest working folder") {
  auto facts = manifest_of(".github/workflows/test.yml", R"(on: push
defaults: {run: {working-directory: app}}
jobs:
  test:
    strategy: {matrix: {python-version: ["3.9", "3.12"]}}
    env: {PYTHONPATH: lib}
    steps:
      - run: pytest
      - name: Night
        working-directory: jobs
        run: |
          cd x
          python run.py
)");
  CHECK(shown(facts.commands) ==
        Lines{"8 test [app] pytest", "12 Night [jobs] cd x\npython run.py\n"});
  CHECK(shown(facts.settings) ==
        Lines{"5 python.version=3.9", "5 python.version=3.12", "6 env.PYTHONPATH=lib"});
  auto gitlab =
      manifest_of(".gitlab-ci.yml", "test:\n  image: python:3.8\n  script:\n    - make\n");
  CHECK(shown(gitlab.commands) == Lines{"4 test [] make"});
  CHECK(shown(gitlab.settings) == Lines{"2 docker.from=python:3.8"});
}

TEST_CASE("Makefile recipes are named after targets and have variables filled in") {
  auto facts =
      manifest_of("Makefile",
                  "PY ?= python3\nexport PYTHONPATH = src\nall: x y\n"
                  "\t@$(PY) a.py \\\n\t  --flag\n\t# note\nx:\n\t-cd jobs && ${PY} b.py\n");
  CHECK(shown(facts.commands) ==
        Lines{"4 all [] python3 a.py  --flag", "8 x [] cd jobs && python3 b.py"});
  CHECK(shown(facts.settings) == Lines{"2 env.PYTHONPATH=src"});
}

TEST_CASE("Procfile lines and shell scripts are commands") {
  CHECK(shown(manifest_of("Procfile", "web: gunicorn app:app\n# x\nworker: python w.py\n")
                  .commands) == Lines{"1 web [] gunicorn app:app", "3 worker [] python w.py"});
  CHECK(shown(manifest_of("run.sh", "#!/bin/sh\npython x.py\n").commands) ==
        Lines{"1 script [] #!/bin/sh\npython x.py\n"});
}

TEST_CASE("a README's code blocks hold commands, its prose does not") {
  auto facts = manifest_of("README.md",
                           "# X\npython is fun\n```bash\n$ cd src\n$ python a.py\n```\n"
                           "```python\nprint('python b.py')\n```\n    python c.py\n");
  CHECK(shown(facts.commands) ==
        Lines{"4 README [] cd src\npython a.py", "10 README [] python c.py"});
}
