// The library half of toml++, of which Debian has no archive.
#include <toml++/toml.h>
