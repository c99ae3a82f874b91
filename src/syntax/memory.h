#pragma once

namespace stackfit {

/// Exit status of a process that ran out of memory after exit_when_memory_runs_out().
inline constexpr int kOutOfMemoryStatus = 86;

/// From now on the parser's memory comes from lists of free blocks, which is faster. For a process
/// that has not parsed anything yet, and will parse in one thread only.
void use_parser_pool();

/// From now on a failing allocation, of C++ or of the parser (which would abort), ends the process
/// at once with kOutOfMemoryStatus, so that whoever waits for it knows why. For disposable
/// processes.
void exit_when_memory_runs_out();

}  // namespace stackfit
