// Functions of libraries that Debian has no archives of. They are referred to by parts of other
// libraries that this program never calls: Kerberos log-ins of libgit2's HTTP transport (stackfit
// talks to no git remote). Calling one ends the program.
#include <stdlib.h>

#define NEVER_CALLED(name) \
  void name(void);         \
  void name(void) { abort(); }

NEVER_CALLED(gss_delete_sec_context)
NEVER_CALLED(gss_display_status)
NEVER_CALLED(gss_import_name)
NEVER_CALLED(gss_indicate_mechs)
NEVER_CALLED(gss_init_sec_context)
NEVER_CALLED(gss_release_buffer)
NEVER_CALLED(gss_release_name)
NEVER_CALLED(gss_release_oid_set)
NEVER_CALLED(gss_test_oid_set_member)
NEVER_CALLED(gss_inquire_context)
NEVER_CALLED(gss_wrap)
NEVER_CALLED(gss_unwrap)

void* GSS_C_NT_HOSTBASED_SERVICE = 0;
