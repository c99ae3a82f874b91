# One static program. Every library is taken as an archive; what Debian has no archive of is left out
# and answered for by stubs.c (code that is linked and never runs) and toml.cpp. Include directories
# and definitions stay those of the shared build, so that a compiler cache serves both.
#
# glibc resolves host names with libraries of its own version when it runs; in an empty root it falls
# back to the hosts file and DNS, which is all that a registry needs.
enable_language(C)
set(static_libraries "")
# The second list: what libssh2, GnuTLS, libidn2 and brotli want without saying so.
foreach(name IN LISTS deps_STATIC_LIBRARIES
        ITEMS ssl crypto unistring hogweed gmp tasn1 brotlicommon)
  find_library(archive_${name} "lib${name}.a")
  if(archive_${name})
    list(APPEND static_libraries "${archive_${name}}")
  elseif(NOT name MATCHES "^(m|c|rt|dl|pthread|tomlplusplus)$")
    message(STATUS "No archive of ${name}: its functions are stubs")
  endif()
endforeach()
list(REMOVE_DUPLICATES static_libraries)
add_library(static_stubs STATIC "${PROJECT_SOURCE_DIR}/packaging/static/stubs.c"
            "${PROJECT_SOURCE_DIR}/packaging/static/toml.cpp")
target_compile_definitions(static_stubs PRIVATE TOML_HEADER_ONLY=0 TOML_IMPLEMENTATION)
# At its start libgit2 makes ready to connect, which costs more than a small repository's report and
# which nothing here asks of it: it reads all trusted certificates and starts libssh2.
set_target_properties(PkgConfig::deps PROPERTIES INTERFACE_LINK_LIBRARIES
  "-static;-Wl,--wrap=git_mbedtls_stream_global_init,--wrap=git_transport_ssh_global_init;-Wl,--start-group;${static_libraries};static_stubs;-Wl,--end-group")
