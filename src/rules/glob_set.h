#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace stackfit {

/// Path globs matched all at once, in time linear in the path: `*` and `?` stay within a component,
/// `**` crosses them, `{a,b}` are alternatives. A glob with a slash is matched against
/// the whole path, one without against the base name.
class GlobSet {
 public:
  explicit GlobSet(const std::vector<std::string>& globs);
  ~GlobSet();
  GlobSet(GlobSet&&) noexcept;
  GlobSet& operator=(GlobSet&&) noexcept;

  /// Indices of the globs that match, ascending.
  std::vector<int> match(std::string_view path) const;

 private:
  struct Sets;
  std::unique_ptr<Sets> sets_;
};

/// The regular expression (RE2 syntax, to be matched whole) that means the same as a glob.
std::string regex_of_glob(std::string_view glob);

}  // namespace stackfit
