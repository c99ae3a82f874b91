#include "facts/python/python_text.h"

namespace stackfit {

std::string python_string(const SyntaxTree& tree, NodeId string) {
  std::string text;
  for (NodeId part : tree.named_children(string)) {
    if (tree.kind(part) == Kind::kInterpolation) return {};
    if (tree.kind(part) == Kind::kStringContent) text += tree.text(part);
  }
  bool raw = tree.text(string).substr(0, 2).find_first_of("rR") != std::string_view::npos;
  if (raw || text.find('\\') == std::string::npos) return text;
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool escape = text[at] == '\\' && at + 1 < text.size();
    if (escape) ++at;
    if (escape && text[at] == '\n') continue;
    result += escape && text[at] == 'n' ? '\n' : escape && text[at] == 't' ? '\t' : text[at];
  }
  return result;
}

}  // namespace stackfit
