#pragma once
#include "project/graph/call_graph.h"
#include "project/javascript/resolver.h"
#include "project/python/load_graph.h"

namespace stackfit {

/// Follows names of both languages through their imports. Refers to both arguments.
NameResolver name_resolver(const ModuleResolver& scripts, const LoadGraph& modules);

}  // namespace stackfit
