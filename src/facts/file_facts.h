#pragma once
#include <optional>
#include <string>
#include <vector>

#include "facts/manifest_facts.h"
#include "facts/source_facts.h"
#include "facts/suppressions.h"

namespace stackfit {

/// All that is learnt from one file. Crosses the border of the worker process, and the cache, in
/// the encoding of facts/encoding.h. A file can be both source and manifest (setup.py).
struct FileFacts {
  std::optional<SourceFacts> source;
  std::optional<ManifestFacts> manifest;
  std::vector<Suppression> suppressions;  ///< in its comments, in source order
  std::vector<SignalHit> texts;  ///< texts some file test looks for; `signal` is the text itself
  /// Packages of npm its text may mean (facts/mentions.h): hashes, sorted.
  std::vector<std::uint64_t> mentions;
  bool configures = false;  ///< settings of a tool, where a name may be an alias as well
  std::string partial;      ///< why only part of it was understood; empty: all of it
  std::string skipped;      ///< why nothing was analysed (binary, minified …); empty: analysed
  std::string lost;         ///< why it should have been analysed and was not (time, unreadable …)
  std::string blob;         ///< git's id of the bytes that were read; empty: nobody asked for it
  std::uint64_t bytes = 0;  ///< how many these were
};
template <class Archive>
void describe(Archive& archive, FileFacts& f) {
  archive(f.source, f.manifest, f.suppressions, f.texts, f.mentions, f.configures, f.partial,
          f.skipped, f.lost, f.blob, f.bytes);
}

}  // namespace stackfit
