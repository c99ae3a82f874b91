// The `manifest` rows of fit-tests.tsv: one small function each, named in the table at the end.
#include <algorithm>

#include "core/text.h"
#include "project/fit/names.h"
#include "project/fit/signals.h"
#include "project/zones.h"

namespace stackfit {
namespace {

// A hit of a manifest row: the line, what stands there, and how much it counts.
struct ManifestHit {
  std::uint32_t line = 0;
  std::string what;
  double factor = 1;
};
using ManifestHits = std::vector<ManifestHit>;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

template <std::size_t N>
bool contains_any(std::string_view text, const std::string_view (&parts)[N]) {
  return std::any_of(std::begin(parts), std::end(parts),
                     [&](std::string_view part) { return contains(text, part); });
}

template <std::size_t N>
bool runs_any(std::string_view command, const std::string_view (&names)[N]) {
  for (const auto& program : programs_in(command))
    if (std::find(std::begin(names), std::end(names), program) != std::end(names)) return true;
  return false;
}

bool starts_container(const ManifestFacts& m, const Command& c) {
  if (m.format == "dockerfile") return c.name == "CMD" || c.name == "ENTRYPOINT";
  return m.format == "procfile" || m.format == "compose";
}

// `nodemon examples/server.js` starts no product.
bool starts_example(std::string_view command) {
  auto words = split(command, ' ');
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    auto zone = zone_of(word.starts_with("./") ? word.substr(2) : word);
    return word.find('/') != std::string_view::npos && zone != Zone::kProduct &&
           zone != Zone::kGenerated;
  });
}

template <class Test>
ManifestHits commands_where(const ManifestFacts& m, Test test) {
  ManifestHits hits;
  for (const auto& command : m.commands)
    if (test(command)) hits.push_back({command.line, command.text, 1});
  return hits;
}

template <class Test>
ManifestHits settings_where(const ManifestFacts& m, Test test) {
  ManifestHits hits;
  for (const auto& setting : m.settings)
    if (test(setting)) hits.push_back({setting.line, setting.key + " " + setting.value, 1});
  return hits;
}

ManifestHits start_server(const ManifestFacts& m) {
  constexpr std::string_view kPrograms[] = {"node", "ts-node",     "nest", "nodemon", "tsx",
                                            "pm2",  "pm2-runtime", "bun",  "deno"};
  if (m.format != "package-json") return {};
  return commands_where(m, [&](const Command& c) {
    return c.name.starts_with("start") && runs_any(c.text, kPrograms) && !starts_example(c.text);
  });
}

ManifestHits gunicorn(const ManifestFacts& m) {
  constexpr std::string_view kServers[] = {"gunicorn", "uvicorn", "hypercorn",
                                           "daphne",   "uwsgi",   "granian"};
  return commands_where(m, [&](const Command& c) {
    return starts_container(m, c) && contains_any(c.text, kServers);
  });
}

ManifestHits node_command(const ManifestFacts& m) {
  constexpr std::string_view kStarts[] = {"npm start", "npm run start", "yarn start", "pnpm start",
                                          "pm2-runtime"};
  constexpr std::string_view kNode[] = {"node", "nodejs"};
  if (m.format != "dockerfile") return {};
  return commands_where(m, [&](const Command& c) {
    return starts_container(m, c) && (runs_any(c.text, kNode) || contains_any(c.text, kStarts));
  });
}

ManifestHits media_tools(const ManifestFacts& m) {
  constexpr std::string_view kTools[] = {"ffmpeg",   "imagemagick", "ghostscript",  "tesseract-ocr",
                                         "chromium", "libreoffice", "poppler-utils"};
  if (m.format != "dockerfile") return {};
  return commands_where(m, [&](const Command& c) {
    bool installs = contains(c.text, "install") || contains(c.text, "apk add");
    return installs && contains_any(c.text, kTools);
  });
}

ManifestHits thread_pool_size(const ManifestFacts& m) {
  auto hits =
      commands_where(m, [](const Command& c) { return contains(c.text, "UV_THREADPOOL_SIZE"); });
  auto set = settings_where(m, [](const Setting& s) { return s.key == "env.UV_THREADPOOL_SIZE"; });
  hits.insert(hits.end(), set.begin(), set.end());
  return hits;
}

ManifestHits cuda_base(const ManifestFacts& m) {
  return settings_where(m, [](const Setting& s) {
    if (s.key != "docker.from") return false;
    auto name = image_name(s.value);
    bool gpu = name == "tensorflow/tensorflow" && contains(s.value, "gpu");
    return gpu || name.starts_with("nvidia/") || name == "pytorch/pytorch";
  });
}

ManifestHits workspaces(const ManifestFacts& m) {
  if (m.workspaces.empty()) return {};
  return {{1, "workspaces " + join(m.workspaces, " "), 1}};
}

ManifestHits bin(const ManifestFacts& m) {
  if (m.format != "package-json") return {};
  return settings_where(
      m, [](const Setting& s) { return s.key == "bin" || s.key.starts_with("bin."); });
}

ManifestHits console_scripts(const ManifestFacts& m) {
  return settings_where(m, [](const Setting& s) { return s.key == "entry-point"; });
}

ManifestHits electron_main(const ManifestFacts& m) {
  bool electron = std::any_of(m.dependencies.begin(), m.dependencies.end(),
                              [](const Declared& d) { return d.name == "electron"; });
  if (m.format != "package-json" || !electron) return {};
  return settings_where(m, [](const Setting& s) { return s.key == "main"; });
}

// In what starts the product, a raised heap limit says that memory is short. In tests and CI it may
// be about the tools.
ManifestHits heap_limit(const ManifestFacts& m) {
  constexpr std::string_view kFlag = "max-old-space-size";
  constexpr double kTools = 0.25;
  ManifestHits hits;
  for (const auto& c : m.commands) {
    bool starts = starts_container(m, c) || c.name.starts_with("start");
    if (contains(c.text, kFlag)) hits.push_back({c.line, c.text, starts ? 1 : kTools});
  }
  for (const auto& s : m.settings)
    if (contains(s.value, kFlag))
      hits.push_back({s.line, s.key + "=" + s.value, m.format == "ci" ? kTools : 1});
  return hits;
}

ManifestHits allocator(const ManifestFacts& m) {
  constexpr std::string_view kNames[] = {"env.PYTHONMALLOC", "env.MALLOC_ARENA_MAX",
                                         "env.MALLOC_TRIM_THRESHOLD_"};
  return settings_where(m, [&](const Setting& s) {
    bool preload = s.key == "env.LD_PRELOAD" &&
                   (contains(s.value, "jemalloc") || contains(s.value, "tcmalloc"));
    return preload || std::find(std::begin(kNames), std::end(kNames), s.key) != std::end(kNames);
  });
}

ManifestHits worker_recycling(const ManifestFacts& m) {
  constexpr std::string_view kFlags[] = {"--max-requests", "--max-tasks-per-child",
                                         "--max-memory-per-child"};
  return commands_where(m, [&](const Command& c) { return contains_any(c.text, kFlags); });
}

struct ManifestTest {
  std::string_view id;
  ManifestHits (*find)(const ManifestFacts&);
  std::string_view runtime;
};
constexpr ManifestTest kTests[] = {
    {"m_start_server", start_server, "node"},
    {"m_gunicorn_cmd", gunicorn, "python"},
    {"m_node_cmd", node_command, "node"},
    {"m_ffmpeg_apt", media_tools, ""},
    {"m_threadpool", thread_pool_size, "node"},
    {"m_cuda_base", cuda_base, "python"},
    {"f_workspaces", workspaces, ""},
    {"m_bin", bin, "node"},
    {"m_console_scripts", console_scripts, "python"},
    {"m_electron_main", electron_main, "node"},
    {"m_max_old_space", heap_limit, "node"},
    {"m_java_like_gc", allocator, ""},
    {"m_gunicorn_recycle", worker_recycling, "python"},
};

}  // namespace

void add_manifests(const FitInput& input, EvidenceByDimension& evidence) {
  constexpr std::size_t kTextShown = 100;
  for (const auto& test : kTests) {
    const FitTest* row = find_fit_test(test.id);
    std::uint32_t count = 0;
    for (const auto& file : input.files) {
      if (!row || !file.record->facts.manifest || zone_weight(file.zone) == 0) continue;
      for (auto& hit : test.find(*file.record->facts.manifest)) {
        if (row->cap > 0 && ++count > row->cap) break;
        Evidence place{file.record->entry.path, hit.line, hit.what.substr(0, kTextShown)};
        add_test(*row, place, hit.factor * zone_weight(file.zone), test.runtime, evidence);
      }
    }
  }
}

}  // namespace stackfit
