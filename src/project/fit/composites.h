#pragma once
#include <vector>

#include "project/fit/technologies.h"

namespace stackfit {

/// Adds the technologies that are made of others: a MEAN kit (database, server framework, interface
/// framework and Node manifest in one repository; the variant is named after its interface
/// framework) and a model served from a web process. `uses` stays sorted by id.
void add_composites(std::vector<TechnologyUse>& uses);

}  // namespace stackfit
