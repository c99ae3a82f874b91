// The least a tool like this can cost on a tree, to hold the whole program against:
//
//   bench_floor read|parse PATH [JOBS]
//
// `read` lists the tree and reads every source file; `parse` also parses each and walks its tree
// with one cursor. Built with the program's own flags; generated files and those over a megabyte
// are left out, as the program does. Threads, no isolation, no report.
#include <tree_sitter/api.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "facts/generated.h"
#include "rules/excludes.h"
#include "syntax/language.h"
#include "tree/tree.h"

using namespace stackfit;

namespace {

// How many nodes a tree has, by one cursor; no recursion, for trees nest deep.
std::size_t count_nodes(TSTree* tree) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  std::size_t nodes = 0;
  for (bool going = true; going;) {
    ++nodes;
    if (ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor))
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        going = false;
        break;
      }
  }
  ts_tree_cursor_delete(&cursor);
  return nodes;
}

struct Work {
  const Tree& tree;
  std::vector<Entry> files;  // largest first
  bool parse;
  std::uint64_t limit;
  std::atomic<std::size_t> next = 0, bytes = 0, nodes = 0;
};

void run(Work& work) {
  TSParser* parser = ts_parser_new();
  for (std::size_t at = work.next++; at < work.files.size(); at = work.next++) {
    const Entry& entry = work.files[at];
    auto text = work.tree.read(entry.path, work.limit);
    if (!text) continue;
    work.bytes += text->size();
    if (!work.parse || generated_reason(entry.path, *text)) continue;
    ts_parser_set_language(parser, language_of_path(entry.path)->grammar);
    TSTree* tree = ts_parser_parse_string(parser, nullptr, text->data(),
                                          static_cast<std::uint32_t>(text->size()));
    if (tree == nullptr) continue;
    work.nodes += count_nodes(tree);
    ts_tree_delete(tree);
  }
  ts_parser_delete(parser);
}

}  // namespace

int main(int argc, char** argv) {
  bool known = argc >= 3 && (!std::strcmp(argv[1], "read") || !std::strcmp(argv[1], "parse"));
  if (!known) return std::fprintf(stderr, "usage: bench_floor read|parse PATH [JOBS]\n"), 2;
  Options options;
  options.root = argv[2];
  auto tree = open_tree(options, load_excludes());
  auto listing = tree ? (*tree)->list() : Result<Listing>(tree.error());
  if (!listing) return std::fprintf(stderr, "%s\n", listing.error().message.c_str()), 2;
  Work work{**tree, {}, !std::strcmp(argv[1], "parse"), options.limits.source_bytes};
  for (auto& entry : listing->entries)
    if (language_of_path(entry.path) != nullptr) work.files.push_back(std::move(entry));
  std::stable_sort(work.files.begin(), work.files.end(),
                   [](const Entry& a, const Entry& b) { return a.size > b.size; });
  std::vector<std::thread> threads;
  for (int jobs = argc > 3 ? std::atoi(argv[3]) : 2; jobs > 0; --jobs)
    threads.emplace_back([&] { run(work); });
  for (auto& thread : threads) thread.join();
  std::printf("%zu files, %zu bytes, %zu nodes\n", work.files.size(), work.bytes.load(),
              work.nodes.load());
}
