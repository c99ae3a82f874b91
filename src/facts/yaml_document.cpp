// YAML by libyaml's event stream: no tree of its own, so nothing grows but our flat document. An
// alias becomes a leaf instead of a copy, which takes the sting out of "billion laughs" files.
#include <fmt/format.h>
#include <yaml.h>

#include "facts/document.h"

namespace stackfit {
namespace {

class EventStream {
 public:
  explicit EventStream(std::string_view bytes) {
    if (yaml_parser_initialize(&parser_) == 0) return;
    ready_ = true;
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()),
                                 bytes.size());
  }
  ~EventStream() {
    if (has_event_) yaml_event_delete(&event_);
    if (ready_) yaml_parser_delete(&parser_);
  }
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  /// The next event, or null on bad syntax.
  const yaml_event_t* next() {
    if (has_event_) yaml_event_delete(&event_);
    has_event_ = ready_ && yaml_parser_parse(&parser_, &event_) != 0;
    return has_event_ ? &event_ : nullptr;
  }
  Error error() const {
    std::string problem = parser_.problem == nullptr ? "bad syntax" : parser_.problem;
    return {ErrorKind::kInput, "not YAML: " + problem,
            fmt::format("{}", parser_.problem_mark.line + 1), ""};
  }

 private:
  yaml_parser_t parser_ = {};
  yaml_event_t event_ = {};
  bool ready_ = false, has_event_ = false;
};

std::string text_of(const yaml_event_t& event) {
  return {reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length};
}

std::uint32_t line_of(const yaml_event_t& event) {
  auto line = static_cast<std::uint32_t>(event.start_mark.line + 1);
  bool block =
      event.type == YAML_SCALAR_EVENT && (event.data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                                          event.data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
  return block ? line + 1 : line;
}

// Turns events into nodes. In a map, keys and values alternate; a key that is itself a collection
// is kept under an empty name.
class Assembler {
 public:
  explicit Assembler(std::size_t max_nodes) : builder_(max_nodes) {}
  /// False when the limits of a document are reached.
  bool take(const yaml_event_t& event) {
    using Kind = DocumentNode::Kind;
    switch (event.type) {
      case YAML_MAPPING_START_EVENT:
        return open(Kind::kMap, event);
      case YAML_SEQUENCE_START_EVENT:
        return open(Kind::kList, event);
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        close();
        return true;
      case YAML_SCALAR_EVENT:
        return leaf(text_of(event), line_of(event), Kind::kScalar);
      case YAML_ALIAS_EVENT:
        return leaf("", line_of(event), Kind::kAlias);
      default:
        return true;
    }
  }
  Document document() { return builder_.take(); }

 private:
  bool expects_key() const {
    return !open_is_key_.empty() && builder_.open_kind() == DocumentNode::Kind::kMap && !has_key_;
  }
  void after_value() {
    has_key_ = false;
    key_line_ = 0;
    key_.clear();
  }
  bool open(DocumentNode::Kind kind, const yaml_event_t& event) {
    // The document's own root map stands for node 0.
    bool is_root = open_is_key_.empty() && kind == DocumentNode::Kind::kMap;
    open_is_key_.push_back(expects_key());
    bool fits = is_root || builder_.open(kind, std::move(key_), line_of(event), key_line_);
    after_value();
    return fits;
  }
  void close() {
    if (open_is_key_.empty()) return;
    bool was_key = open_is_key_.back();
    open_is_key_.pop_back();
    if (!open_is_key_.empty()) builder_.close();
    after_value();
    has_key_ = was_key;
  }
  bool leaf(std::string text, std::uint32_t line, DocumentNode::Kind kind) {
    if (expects_key()) {
      key_ = std::move(text);
      key_line_ = line;
      has_key_ = true;
      return true;
    }
    bool fits = builder_.scalar(std::move(key_), std::move(text), line, kind);
    after_value();
    return fits;
  }

  DocumentBuilder builder_;
  std::string key_;
  std::uint32_t key_line_ = 0;
  bool has_key_ = false;
  std::vector<bool> open_is_key_;  // of every open collection: it stands where a key should
};

enum class Step { kDocument, kEnd };

// Reads up to the end of the next document, or of the stream.
Result<Step> read_next(EventStream& events, Assembler& assembler) {
  for (;;) {
    const yaml_event_t* event = events.next();
    if (event == nullptr) return events.error();
    if (event->type == YAML_DOCUMENT_END_EVENT) return Step::kDocument;
    if (event->type == YAML_STREAM_END_EVENT) return Step::kEnd;
    if (!assembler.take(*event))
      return Error{ErrorKind::kInput, "too large or too deeply nested",
                   fmt::format("{}", line_of(*event)), ""};
  }
}

}  // namespace

Result<Document> read_yaml(std::string_view bytes) {
  EventStream events(bytes);
  Assembler assembler(kMaxDocumentNodes);
  auto step = read_next(events, assembler);
  if (!step) return step.error();
  return assembler.document();
}

Result<std::vector<Document>> read_yaml_stream(std::string_view bytes, std::size_t max_nodes) {
  constexpr std::size_t kMostDocuments = 16;
  EventStream events(bytes);
  std::vector<Document> documents;
  for (;;) {
    Assembler assembler(max_nodes);
    auto step = read_next(events, assembler);
    if (!step) return step.error();
    if (*step == Step::kEnd || documents.size() == kMostDocuments) return documents;
    documents.push_back(assembler.document());
  }
}

}  // namespace stackfit
