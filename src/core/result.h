#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace stackfit {

enum class ErrorKind { kUsage, kConfig, kInput, kIo, kUnsupported, kInternal };

/// Why stackfit could not do its work. Never describes the scanned code: that is a `Skipped`.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;  ///< one lower-case sentence
  std::string where;    ///< `path:line`, or empty
  std::string hint;     ///< what to try, or empty
};

/// A value, or the Error that stands in its way. Return early by hand:
/// `if (!tree) return tree.error();`
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  using Base = tl::expected<T, Error>;

 public:
  using Base::Base;
  Result() = default;
  Result(Error error) : Base(tl::unexpect, std::move(error)) {}
};

}  // namespace stackfit
