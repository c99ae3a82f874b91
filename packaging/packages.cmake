# What is installed besides the program, and the packages: a tarball and a .deb (cpack). The manual
# page and the completions are written by the program itself.
include(GNUInstallDirs)
set(STACKFIT_CONTACT "The stackfit authors <stackfit@users.noreply.github.com>" CACHE STRING
    "Maintainer whom the .deb names: Name <address>. Set it before you publish one")
set(share "${CMAKE_CURRENT_BINARY_DIR}/share")
set(debian "${PROJECT_SOURCE_DIR}/packaging/debian")
configure_file("${debian}/changelog.in" "${share}/changelog" @ONLY)
add_custom_command(
  OUTPUT "${share}/stackfit.1.gz" "${share}/stackfit.bash" "${share}/_stackfit" "${share}/stackfit.fish"
         "${share}/changelog.gz"
  COMMAND "${CMAKE_COMMAND}" -E make_directory "${share}"
  COMMAND stackfit man > "${share}/stackfit.1"
  COMMAND stackfit completion bash > "${share}/stackfit.bash"
  COMMAND stackfit completion zsh > "${share}/_stackfit"
  COMMAND stackfit completion fish > "${share}/stackfit.fish"
  COMMAND gzip -9nf "${share}/stackfit.1"
  COMMAND gzip -9nkf "${share}/changelog"
  DEPENDS stackfit "${share}/changelog" VERBATIM)
add_custom_target(package_files ALL DEPENDS "${share}/stackfit.1.gz")
install(FILES "${share}/stackfit.1.gz" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${share}/stackfit.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
        RENAME stackfit)
install(FILES "${share}/_stackfit" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${share}/stackfit.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${debian}/copyright" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/stackfit")
install(FILES "${share}/changelog.gz" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/stackfit")
if(STACKFIT_STATIC)
  install(FILES "${debian}/lintian-overrides" DESTINATION "${CMAKE_INSTALL_DATADIR}/lintian/overrides"
          RENAME stackfit)
endif()

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME stackfit)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
string(TOLOWER "${CMAKE_SYSTEM_NAME}" system)
set(CPACK_PACKAGE_FILE_NAME "stackfit-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "health and stack fit of JavaScript and Python repositories")
set(CPACK_PACKAGE_CONTACT "${STACKFIT_CONTACT}")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
file(READ "${debian}/description" CPACK_DEBIAN_PACKAGE_DESCRIPTION)
string(STRIP "${CPACK_DEBIAN_PACKAGE_DESCRIPTION}" CPACK_DEBIAN_PACKAGE_DESCRIPTION)
if(NOT STACKFIT_STATIC)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
include(CPack)
