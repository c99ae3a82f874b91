#include "core/text.h"
#include "facts/document.h"

namespace stackfit {
namespace {

struct IniEntry {
  std::string key, value;
  std::uint32_t line = 0;
  bool open = false;
};

void flush(DocumentBuilder& builder, IniEntry& entry) {
  if (entry.open) builder.scalar(std::move(entry.key), std::move(entry.value), entry.line);
  entry = {};
}

// ` ;` and ` #` start a comment in most tools' files, but also stand in commands: leave them.
bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with(';');
}

}  // namespace

Document read_ini(std::string_view bytes) {
  DocumentBuilder builder;
  IniEntry entry;
  bool in_section = false;
  std::uint32_t number = 0;
  for (auto raw : split(bytes, '\n')) {
    ++number;
    auto line = trim(raw);
    bool indented = !raw.empty() && (raw.front() == ' ' || raw.front() == '\t');
    if (is_comment(line)) line = {};
    if (indented && entry.open) {
      entry.value += '\n';
      entry.value += line;
    } else if (line.starts_with('[') && line.ends_with(']')) {
      flush(builder, entry);
      if (in_section) builder.close();
      in_section = builder.open(DocumentNode::Kind::kMap,
                                std::string(line.substr(1, line.size() - 2)), number);
    } else if (auto mark = line.find_first_of("=:"); mark != std::string_view::npos && in_section) {
      flush(builder, entry);
      entry = {lower(trim(line.substr(0, mark))), std::string(trim(line.substr(mark + 1))), number,
               true};
    } else if (entry.open) {
      entry.value += '\n';  // keeps later lines of the value at their distance
    }
  }
  flush(builder, entry);
  return builder.take();
}

}  // namespace stackfit
