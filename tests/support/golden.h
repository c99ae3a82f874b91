#pragma once
#include <string>

/// Compares with tests/golden/report/NAME. With STACKFIT_UPDATE=1 in the environment the file is
/// rewritten instead.
void check_golden(const std::string& name, const std::string& text);
