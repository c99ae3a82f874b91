#include "support/catch.h"
#include "support/facts.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

TEST_CASE("requirements are read with extras, markers, URLs and continuations") {
  auto facts = manifest_of("requirements.txt",
                           "# top\n"
                           "Django>=4.2,<5  # web\n"
                           "requests[socks] == 2.31 ; python_version > '3.8'\n"
                           "-r other.txt\n"
                           "--requirement=more.txt\n"
                           "-e git+https://example.org/x.git@v1#egg=thing\n"
                           "-e .\n"
                           "pip @ https://example.org/pip.zip\n"
                           "long \\\n  >=1\n"
                           "--hash=sha256:00\n"
                           "./local/folder\n"
                           "zope.interface\n");
  CHECK(facts.format == "requirements");
  CHECK(shown(facts.dependencies) ==
        Lines{"Django >=4.2,<5 runtime 2", "requests == 2.31 runtime 3",
              "thing git+https://example.org/x.git@v1#egg=thing runtime 6",
              "pip @ https://example.org/pip.zip runtime 8", "long >=1 runtime 9",
              "zope.interface  runtime 13"});
  CHECK(shown(facts.settings) ==
        Lines{"4 requirements.include=other.txt", "5 requirements.include=more.txt",
              "6 requirements.editable=git+https://example.org/x.git@v1#egg=thing",
              "7 requirements.editable=."});
  CHECK(shown(manifest_of("requirements/dev.txt", "pytest\n").dependencies) ==
        Lines{"pytest  dev 1"});
  for (std::string path :
       {"optional-requirements.txt", "requirements/extras.txt", "requirements-all.txt"})
    CHECK(shown(manifest_of(path, "duckdb\n").dependencies) == Lines{"duckdb  optional 1"});
  CHECK(shown(manifest_of("install-requirements.txt", "duckdb\n").dependencies) ==
        Lines{"duckdb  runtime 1"});
  CHECK(manifest_of("notes.txt", "pytest\n").format.empty());
}

TEST_CASE("pyproject.toml gives project, groups, packaging and pytest settings") {
  auto facts = manifest_of("pyproject.toml", R"([project]
name = "demo"
version = "1.2"
requires-python = ">=3.9"
dependencies = [
  "flask>=2",
  "PyYAML",
]
classifiers = ["Programming Language :: Python :: 3.11"]
[project.optional-dependencies]
fast = ["orjson"]
dev = ["pytest"]
[project.scripts]
demo = "demo.cli:main"
[dependency-groups]
lint = ["ruff", {include-group = "x"}]
[tool.setuptools]
package-dir = {"" = "lib"}
[tool.setuptools.packages.find]
where = ["src"]
[tool.pytest.ini_options]
pythonpath = "src"
addopts = "--import-mode=importlib"
[tool.poe.tasks]
go = "python jobs/go.py"
)");
  CHECK(facts.package == "demo");
  CHECK(facts.package_version == "1.2");
  CHECK(shown(facts.dependencies) == Lines{"flask >=2 runtime 6", "PyYAML  runtime 7",
                                           "orjson  optional 11", "pytest  dev 12",
                                           "ruff  dev 16"});
  CHECK(shown(facts.settings) ==
        Lines{"4 requires-python=>=3.9", "20 packages.where=src", "22 pytest.pythonpath=src",
              "23 pytest.addopts=--import-mode=importlib", "21 pytest.config=pyproject.toml",
              "19 packages.find=find", "9 classifier.python=3.11",
              "14 entry-point=demo=demo.cli:main", "18 package-dir==lib"});
  CHECK(shown(facts.commands) == Lines{"25 go [] python jobs/go.py"});
}

TEST_CASE("Poetry's tables are dependencies too") {
  auto facts = manifest_of("pyproject.toml", R"([tool.poetry]
name = "p"
packages = [{include = "p", from = "src"}]
[tool.poetry.dependencies]
python = "^3.8"
requests = {version = "^2", optional = true}
numpy = [{version = "1", python = "<3.9"}, {version = "2"}]
[tool.poetry.group.test.dependencies]
pytest = "*"
)");
  CHECK(facts.package == "p");
  CHECK(shown(facts.dependencies) ==
        Lines{"requests ^2 optional 6", "numpy 1 runtime 7", "pytest * dev 9"});
  CHECK(shown(facts.settings) ==
        Lines{"5 requires-python=^3.8", "3 packages.list=p", "3 packages.where=src"});
}

TEST_CASE("a broken or hostile manifest is a problem with its line, not a crash") {
  auto facts = facts_of("pyproject.toml", "[project]\nname = \n");
  REQUIRE(facts.manifest);
  CHECK(facts.manifest->problem_line == 2);
  CHECK(facts.manifest->problem.rfind("not TOML: ", 0) == 0);
  CHECK(!facts.partial.empty());
  std::string deep = "[a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  CHECK(manifest_of("pyproject.toml", deep + "]\n").problem == "too deeply nested");
  CHECK(!manifest_of("compose.yaml", std::string(100'000, '[')).problem.empty());
  CHECK(!manifest_of("compose.yaml", "a: &a [x, x]\nb: [*a, *a\n").problem.empty());
}

TEST_CASE("setup.cfg and tox.ini are read as configparser reads them") {
  auto facts = manifest_of("setup.cfg", R"([metadata]
name = demo
[options]
packages = find:
package_dir =
    = src
python_requires = >=3.8
install_requires =
    # a comment
    requests>=2
    PyYAML; python_version < "4"
[options.extras_require]
test = pytest
[options.packages.find]
where = src
[tool:pytest]
testpaths = tests more
)");
  CHECK(facts.package == "demo");
  CHECK(shown(facts.dependencies) ==
        Lines{"requests >=2 runtime 10", "PyYAML  runtime 11", "pytest  dev 13"});
  CHECK(shown(facts.settings) == Lines{"7 requires-python=>=3.8", "6 package-dir== src",
                                       "15 packages.where=src", "17 pytest.testpaths=tests more",
                                       "16 pytest.config=setup.cfg", "4 packages.find=find:"});
  auto tox = manifest_of("tox.ini", R"([tox]
envlist = py39, py310
[testenv]
changedir = tests
setenv =
    PYTHONPATH = {toxinidir}/lib
deps =
    pytest
    py39: mock>=1
commands =
    - python run.py
    pytest
)");
  CHECK(shown(tox.commands) ==
        Lines{"11 testenv [tests] python run.py", "12 testenv [tests] pytest"});
  CHECK(shown(tox.settings) ==
        Lines{"2 tox.envlist=py39", "2 tox.envlist=py310", "6 env.PYTHONPATH={toxinidir}/lib"});
  CHECK(shown(tox.dependencies) == Lines{"pytest  dev 8", "mock >=1 dev 9"});
}

TEST_CASE("setup.py is read where it is literal") {
  auto facts = manifest_of("setup.py", R"(from setuptools import setup, find_packages
REQUIRED = ["requests>=2", "six"]
setup(
    name="demo", python_requires=">=3.6",
    packages=find_packages("src", exclude=["tests", "tests.*"]),
    package_dir={"": "src"},
    install_requires=REQUIRED,
    extras_require={"dev": ["pytest"], "fast": ["orjson"]},
    scripts=["bin/demo.py"],
    entry_points={"console_scripts": ["demo = demo:main"]},
    version=read_version(),
)
)");
  CHECK(facts.package == "demo");
  CHECK(facts.package_version.empty());
  CHECK(shown(facts.dependencies) ==
        Lines{"requests >=2 runtime 2", "six  runtime 2", "pytest  dev 8", "orjson  optional 8"});
  CHECK(shown(facts.settings) == Lines{"4 requires-python=>=3.6", "5 packages.find=find_packages",
                                       "5 packages.where=src", "5 packages.exclude=tests",
                                       "5 packages.exclude=tests.*", "6 package-dir==src",
                                       "9 scripts=bin/demo.py", "10 entry-point=demo = demo:main"});
}

TEST_CASE("Pipfile, environment.yml and .python-version declare as well") {
  auto pipfile =
      manifest_of("Pipfile",
                  "[packages]\nflask = \"*\"\nx = {version = \">1\", extras = [\"a\"]}\n"
                  "[dev-packages]\npytest = \"*\"\n[requires]\npython_version = \"3.9\"\n");
  CHECK(shown(pipfile.dependencies) ==
        Lines{"flask * runtime 2", "x >1 runtime 3", "pytest * dev 5"});
  CHECK(shown(pipfile.settings) == Lines{"7 python.version=3.9"});
  auto conda = manifest_of("environment.yml",
                           "name: x\ndependencies:\n  - python=3.10\n  - conda-forge::numpy>=1\n"
                           "  - pip:\n    - requests==2\n");
  CHECK(shown(conda.dependencies) == Lines{"numpy >=1 runtime 4", "requests ==2 runtime 6"});
  CHECK(shown(conda.settings) == Lines{"3 python.version==3.10"});
  CHECK(shown(manifest_of(".python-version", "3.11.4\n").settings) ==
        Lines{"1 python.version=3.11.4"});
}

TEST_CASE("requirements: hashes, options and constraints are no part of a range") {
  auto facts = manifest_of("requirements.txt",
                           "-c constraints.txt\n--constraint other.txt\n"
                           "flask==2.0.3 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n"
                           "six==1.16.0 ; python_version >= '3' --hash=sha256:00\n"
                           "-i https://index.example/simple\n--no-binary :all:\n");
  CHECK(shown(facts.dependencies) == Lines{"flask ==2.0.3 runtime 3", "six ==1.16.0 runtime 6"});
  CHECK(shown(facts.settings) ==
        Lines{"1 requirements.constraint=constraints.txt", "2 requirements.constraint=other.txt"});
}

TEST_CASE("a constraints file installs nothing, it pins") {
  auto facts = manifest_of("constraints.txt", "Flask==2.0.3\nsix>=1\nfork @ git+https://x/f\n");
  CHECK(facts.format == "constraints");
  CHECK(facts.dependencies.empty());
  REQUIRE(facts.packages.size() == 1);
  CHECK(facts.packages[0].name == "flask");
  CHECK(facts.packages[0].version == "2.0.3");
  CHECK(facts.packages[0].line == 1);
}

TEST_CASE("requirements in UTF-16, as PowerShell writes them, and behind a byte order mark") {
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (char c : std::string("flask==1\r\nsix\r\n")) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  for (const auto& text : {little, big,
                           std::string("\xEF\xBB\xBF"
                                       "flask==1\nsix\n")})
    CHECK(shown(manifest_of("requirements.txt", text).dependencies) ==
          Lines{"flask ==1 runtime 1", "six  runtime 2"});
}

TEST_CASE("requirement files are known by several names") {
  for (std::string path : {"requirements.txt", "requirements-dev.txt", "dev-requirements.txt",
                           "requirements/base.txt", "requirements.in", "reqs.txt", "reqs/web.txt"})
    CHECK(manifest_of(path, "flask\n").format == "requirements");
  for (std::string path : {"notes.txt", "docs/index.txt", "robots.txt"})
    CHECK(manifest_of(path, "flask\n").format.empty());
}

TEST_CASE("pyproject's dialects: flit, hatch, pdm and uv beside PEP 621 and Poetry") {
  auto flit = manifest_of("pyproject.toml", R"([tool.flit.metadata]
module = "demo"
dist-name = "demo-dist"
requires = ["requests>=2"]
dev-requires = ["pytest"]
[tool.flit.metadata.requires-extra]
fast = ["orjson"]
)");
  CHECK(flit.package == "demo-dist");
  CHECK(shown(flit.dependencies) ==
        Lines{"requests >=2 runtime 4", "pytest  dev 5", "orjson  optional 7"});
  auto hatch = manifest_of("pyproject.toml", R"([project]
name = "demo"
dependencies = ["six"]
[tool.hatch.envs.default]
dependencies = ["pytest"]
[tool.hatch.envs.docs]
extra-dependencies = ["mkdocs"]
)");
  CHECK(shown(hatch.dependencies) == Lines{"six  runtime 3", "pytest  dev 5", "mkdocs  dev 7"});
  auto pdm = manifest_of("pyproject.toml", R"([project]
name = "demo"
dynamic = ["dependencies"]
[tool.setuptools.dynamic]
dependencies = {file = ["requirements.in"]}
[tool.pdm.dev-dependencies]
test = ["pytest"]
)");
  CHECK(shown(pdm.dependencies) == Lines{"pytest  dev 7"});
  CHECK(shown(pdm.settings) == Lines{"5 requirements.include=requirements.in"});
  auto uv = manifest_of("pyproject.toml", R"([project]
name = "demo"
dependencies = ["Nose", "member", "six>=1"]
[tool.uv]
dev-dependencies = ["pytest"]
[tool.uv.sources]
nose = {git = "https://example.org/nose", branch = "main"}
member = {workspace = true}
six = {index = "inner"}
)");
  CHECK(shown(uv.dependencies) == Lines{"Nose git+https://example.org/nose@main runtime 3",
                                        "member file: runtime 3", "six >=1 runtime 3",
                                        "pytest  dev 5"});
}

TEST_CASE("what Poetry and Pipfile take from elsewhere keeps its place") {
  auto poetry = manifest_of("pyproject.toml", R"([tool.poetry.dependencies]
a = {git = "https://example.org/a.git", tag = "v1"}
b = {path = "../b", develop = true}
c = {url = "https://example.org/c-1.0.whl"}
)");
  CHECK(shown(poetry.dependencies) == Lines{"a git+https://example.org/a.git@v1 runtime 2",
                                            "b file:../b runtime 3",
                                            "c https://example.org/c-1.0.whl runtime 4"});
  auto pipfile =
      manifest_of("Pipfile", "[packages]\na = {git = \"https://x/a\", ref = \"0123\"}\n");
  CHECK(shown(pipfile.dependencies) == Lines{"a git+https://x/a@0123 runtime 2"});
}

TEST_CASE("setup.py: lists added up and settings in a dictionary are literal as well") {
  auto sum = manifest_of("setup.py", R"(from setuptools import setup
BASE = ["six"]
setup(name="demo", install_requires=BASE + ["requests"] + read(), tests_require=BASE)
)");
  CHECK(shown(sum.dependencies) == Lines{"six  runtime 2", "requests  runtime 3", "six  dev 2"});
  for (std::string settings : {"dict(name=\"demo\", install_requires=[\"six\"])",
                               "{\"name\": \"demo\", \"install_requires\": [\"six\"]}"}) {
    auto facts = manifest_of("setup.py", "settings = " + settings + "\nsetup(**settings)\n");
    CHECK(facts.package == "demo");
    CHECK(shown(facts.dependencies) == Lines{"six  runtime 1"});
  }
}

TEST_CASE("setup.cfg may take its requirements from a file") {
  auto facts = manifest_of("setup.cfg", "[options]\ninstall_requires = file: requirements.txt\n");
  CHECK(facts.dependencies.empty());
  CHECK(shown(facts.settings) == Lines{"2 requirements.include=requirements.txt"});
}

TEST_CASE("a compiled requirements file says who asks for what") {
  auto facts = manifest_of("requirements.txt", R"(#
# This file is autogenerated by pip-compile
#
click==8.0.0 \
    --hash=sha256:00
    # via
    #   -c constraints.txt
    #   Flask
flask==2.0.3
    # via -r requirements.in
itsdangerous==2.0.1       # via flask, other
six==1.16.0
    # via
    #   app (pyproject.toml)
    #   click
nose==1.3.7
# not a word: via nobody
)");
  CHECK(facts.dependencies.size() == 5);
  REQUIRE(facts.packages.size() == 6);
  auto edges = [&](std::size_t row) {
    Lines names;
    for (const Declared& edge : facts.packages[row].dependencies)
      names.push_back(facts.packages.at(edge.locked - 1).key);
    return names;
  };
  CHECK(edges(0) == Lines{"six==1.16.0"});
  CHECK(edges(1) == Lines{"click==8.0.0", "itsdangerous==2.0.1"});
  CHECK(facts.packages[5].importer);
  CHECK(edges(5) == Lines{"flask==2.0.3", "itsdangerous==2.0.1", "six==1.16.0", "nose==1.3.7"});
  CHECK(manifest_of("requirements.txt", "flask==1\n# via the web\n").packages.size() == 2);
  CHECK(manifest_of("requirements.txt", "# via x\nflask==1\n").packages.empty());
}
