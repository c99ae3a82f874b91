#include "facts/encoding.h"
#include "support/catch.h"
#include "support/facts.h"
#include "support/read_manifest.h"

using namespace stackfit;
using Lines = std::vector<std::string>;

namespace {

// `name range scope line -> key`
Lines edges_of(const ManifestFacts& lock, std::string_view key) {
  Lines lines;
  auto package = package_at(lock, key);
  auto texts = shown(package.dependencies);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto to = package.dependencies[i].locked;
    lines.push_back(texts[i] + " -> " + (to == 0 ? "-" : lock.packages.at(to - 1).key));
  }
  return lines;
}

}  // namespace

TEST_CASE("poetry.lock: names as PEP 503 has them, ranges, extras, several solutions, sources") {
  auto lock = read_manifest("poetry.lock", R"toml([[package]]
name = "Flask"
version = "2.0.3"
category = "main"
optional = false
python-versions = ">=3.6"

[package.dependencies]
asgiref = {version = ">=3.2", optional = true, markers = "extra == \"async\""}
importlib_metadata = {version = "*", markers = "python_version < \"3.10\""}
numpy = [
    {version = ">=1.20", markers = "python_version < \"3.10\""},
    {version = ">=1.22", markers = "python_version >= \"3.10\""},
]
"zope.interface" = ">=5"

[package.extras]
async = ["asgiref (>=3.2)"]

[[package]]
name = "numpy"
version = "1.20.0"
groups = ["main", "dev"]

[[package]]
name = "numpy"
version = "1.22.0"
groups = ["main", "dev"]

[[package]]
name = "zope-interface"
version = "5.0"
groups = ["dev"]

[[package]]
name = "forked"
version = "1.0"

[package.source]
type = "git"
url = "https://example.org/forked.git"
reference = "main"
resolved_reference = "0123"

[[package]]
name = "inner"
version = "1.0"
[package.source]
type = "legacy"
url = "https://index.example/simple"
reference = "inner"

[metadata]
lock-version = "2.0"
python-versions = "^3.8"
content-hash = "0123"
)toml");
  CHECK(lock.format == "poetry-lock");
  CHECK(lock.version == "2.0");
  CHECK(lock.dependencies.empty());
  CHECK(package_at(lock, "flask==2.0.3").line == 2);
  CHECK(edges_of(lock, "flask==2.0.3") ==
        Lines{"asgiref >=3.2 optional 9 -> -", "importlib-metadata * runtime 10 -> -",
              "numpy >=1.20 runtime 11 -> numpy==1.20.0",
              "numpy >=1.20 runtime 11 -> numpy==1.22.0",
              "zope-interface >=5 runtime 15 -> zope-interface==5.0"});
  CHECK_FALSE(package_at(lock, "numpy==1.20.0").dev);
  CHECK(package_at(lock, "zope-interface==5.0").dev);
  CHECK_FALSE(package_at(lock, "forked==1.0").from_registry);
  CHECK(package_at(lock, "inner==1.0").from_registry);
}

TEST_CASE("uv.lock: members are importers, extras are followed where somebody asks for them") {
  auto lock = read_manifest("uv.lock", R"toml(version = 1
revision = 2
requires-python = ">=3.9"

[manifest]
members = ["app", "web"]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "requests", extra = ["socks"] },
    { name = "web" },
    { name = "numpy", version = "2.0.2", source = { registry = "https://pypi.example/simple" }, marker = "python_full_version < '3.10'" },
    { name = "numpy", version = "2.3.0", source = { registry = "https://pypi.example/simple" }, marker = "python_full_version >= '3.10'" },
]

[package.optional-dependencies]
docs = [{ name = "sphinx" }]
fast = [{ name = "orjson" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.metadata]
requires-dist = [{ name = "requests", extras = ["socks"], specifier = ">=2" }]

[[package]]
name = "numpy"
version = "2.0.2"
source = { registry = "https://pypi.example/simple" }

[[package]]
name = "numpy"
version = "2.3.0"
source = { registry = "https://pypi.example/simple" }

[[package]]
name = "pysocks"
version = "1.7.1"
source = { registry = "https://pypi.example/simple" }

[[package]]
name = "requests"
version = "2.31.0"
source = { registry = "https://pypi.example/simple" }
dependencies = [{ name = "idna" }]

[package.optional-dependencies]
socks = [{ name = "pysocks" }]
security = [{ name = "pyopenssl" }]

[[package]]
name = "thing"
version = "1.0"
source = { git = "https://example.org/thing?rev=1#0123" }

[[package]]
name = "web"
version = "0.2.0"
source = { editable = "packages/web" }

[[package]]
name = "beside"
version = "0.2.0"
source = { directory = "../beside" }
)toml");
  CHECK(lock.version == "1");
  CHECK(package_at(lock, "").importer);
  CHECK(package_at(lock, "packages/web").importer);
  CHECK(edges_of(lock, "") ==
        Lines{"requests  runtime 13 -> requests==2.31.0", "web  runtime 14 -> packages/web",
              "numpy ==2.0.2 runtime 15 -> numpy==2.0.2",
              "numpy ==2.3.0 runtime 16 -> numpy==2.3.0", "sphinx  dev 20 -> -",
              "orjson  optional 21 -> -", "pytest  dev 24 -> -"});
  CHECK(edges_of(lock, "requests==2.31.0") ==
        Lines{"idna  runtime 48 -> -", "pysocks  optional 51 -> pysocks==1.7.1"});
  CHECK(package_at(lock, "requests==2.31.0").from_registry);
  CHECK_FALSE(package_at(lock, "thing==1.0").from_registry);
  CHECK_FALSE(package_at(lock, "beside==0.2.0").importer);
  CHECK_FALSE(package_at(lock, "beside==0.2.0").from_registry);
}

TEST_CASE("pdm.lock: the rows of a package with and without extras are one") {
  auto lock = read_manifest("pdm.lock", R"toml([metadata]
groups = ["default", "dev"]
lock_version = "4.5.0"

[[package]]
name = "Requests"
version = "2.31.0"
groups = ["default"]
dependencies = [
    "urllib3<3,>=1.21.1",
    "chardet<6,>=3.0.2; python_version < \"3\"",
]

[[package]]
name = "requests"
version = "2.31.0"
extras = ["socks"]
groups = ["default"]
dependencies = ["PySocks!=1.5.7,>=1.5.6", "requests==2.31.0"]

[[package]]
name = "PySocks"
version = "1.7.1"
groups = ["dev"]

[[package]]
name = "mine"
version = "1.0"
path = "./mine"
editable = true
)toml");
  CHECK(lock.version == "4.5.0");
  CHECK(lock.packages.size() == 3);
  CHECK(edges_of(lock, "requests==2.31.0") ==
        Lines{"urllib3 <3,>=1.21.1 runtime 10 -> -", "chardet <6,>=3.0.2 optional 11 -> -",
              "pysocks !=1.5.7,>=1.5.6 runtime 19 -> pysocks==1.7.1"});
  CHECK(package_at(lock, "pysocks==1.7.1").dev);
  CHECK_FALSE(package_at(lock, "mine==1.0").from_registry);
}

TEST_CASE("Pipfile.lock: versions by group, and nobody says who requires what") {
  auto lock = read_manifest("Pipfile.lock", R"toml({
  "_meta": {"hash": {"sha256": "0"}, "pipfile-spec": 6, "sources": [{"name": "pypi"}]},
  "default": {
    "Flask": {"hashes": ["sha256:0"], "index": "pypi", "version": "==2.0.3"},
    "fork": {"git": "https://example.org/fork.git", "ref": "0123"},
    "here": {"editable": true, "path": "."}
  },
  "develop": {
    "flask": {"version": "==2.0.3"},
    "nose": {"version": "==1.3.7", "markers": "python_version < '3.10'"}
  }
})toml");
  CHECK(lock.version == "6");
  CHECK(lock.packages.size() == 5);
  CHECK(package_at(lock, "flask==2.0.3").line == 4);
  CHECK_FALSE(package_at(lock, "flask==2.0.3").dev);
  CHECK(package_at(lock, "nose==1.3.7").dev);
  CHECK_FALSE(package_at(lock, "fork").from_registry);
  CHECK_FALSE(package_at(lock, "here").from_registry);
  CHECK(edges_of(lock, "") == Lines{"flask  runtime 4 -> flask==2.0.3", "fork  runtime 5 -> fork",
                                    "here  runtime 6 -> here", "nose  dev 10 -> nose==1.3.7"});
}

TEST_CASE("Python lockfiles: conflicts are named, odd shapes are refused or harmless") {
  CHECK(read_file("uv.lock", "version = 1\n<<<<<<< HEAD\n=======\n>>>>>>> x\n").skipped ==
        "holds the markers of an unresolved merge conflict (line 2)");
  CHECK(read_file("poetry.lock", "[[package]\n").skipped.find("not TOML: ") == 0);
  CHECK(read_file("Pipfile.lock", "[]").skipped == "is not a JSON object (line 1)");
  for (std::string_view odd :
       {"", "package = 1\n", "package = [1, [2]]\n", "[[package]]\n", "[[package]]\nname = 1\n",
        "[[package]]\nname = \"a\"\ndependencies = \"a\"\ngroups = 3\nsource = []\n",
        "[[package]]\nname = \"a\"\ndependencies = [[\"a\"], {name = {}}]\n",
        "[[package]]\nname = \"a\"\n[package.dependencies]\na = []\nb = {}\nc = [[]]\n",
        "[[package]]\nname = \"a\"\nsource = {editable = \"/etc\"}\n",
        "[package]\nname = \"a\"\n[package.dependencies]\n", "[metadata]\nlock-version = {}\n"})
    for (std::string path : {"poetry.lock", "uv.lock", "pdm.lock"}) {
      INFO(path << ": " << odd);
      CHECK(decode(encode(read_file(path, odd))));
    }
  for (std::string_view odd : {"{}", "{\"default\": []}", "{\"default\": {\"a\": 1, \"\": {}}}"})
    CHECK(decode(encode(read_file("Pipfile.lock", odd))));
}

TEST_CASE("a thousand solutions of one package do not multiply its edges") {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += "[[package]]\nname = \"a\"\nversion = \"" + std::to_string(i) +
            "\"\n[package.dependencies]\na = \"*\"\n";
  auto lock = read_manifest("poetry.lock", text);
  std::size_t edges = 0;
  for (const auto& package : lock.packages) edges += package.dependencies.size();
  CHECK(lock.packages.size() == 1000);
  CHECK(edges == 8000);
}
