#pragma once
#include "facts/javascript/consumer.h"
#include "facts/javascript/same_file.h"
#include "facts/javascript/script.h"

namespace stackfit {

/// A function, the call that takes it, and what the tests of the kind table may look at.
struct CallbackSite {
  const SyntaxTree& tree;
  const CallbackKinds& kinds;
  SameFile& same_file;
  NodeId function = kNoNode;
  Consumer consumer;
  Parameters parameters;
};

/// Names that `test` and `unless` of the kind table may have.
std::vector<std::string> callback_test_names();
bool is_callback_test(std::string_view name);

/// What an argument's place in its list is; counting stops at 16.
unsigned argument_index(const SyntaxTree& tree, NodeId argument);

/// The row of the kind table that a callback falls under. `site.consumer` has a role.
std::size_t classify(const CallbackSite& site);

/// How a chain shows the link: `fs.readFile`, `findOne().exec`, `new Promise`, `{key}`, `onClick`.
std::string link_label(const SyntaxTree& tree, const Consumer& consumer);

}  // namespace stackfit
