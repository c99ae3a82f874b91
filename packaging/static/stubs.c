// Functions of libraries that Debian has no archives of, or that nothing here can lead to. Other
// libraries refer to them where this program never goes: Kerberos log-ins (libgit2, libcurl: no
// password is ever sent), LDAP and RTMP addresses (only https is asked for), smart cards (GnuTLS).
// Calling one ends the program. Where a real library is linked, it counts: these are weak.
#include <stdlib.h>

#define NEVER(name)                        \
  __attribute__((weak)) void name(void);   \
  void name(void) { abort(); }

__attribute__((weak)) void* GSS_C_NT_HOSTBASED_SERVICE = 0;
NEVER(gss_delete_sec_context) NEVER(gss_display_name) NEVER(gss_display_status)
NEVER(gss_import_name) NEVER(gss_indicate_mechs) NEVER(gss_init_sec_context)
NEVER(gss_inquire_context) NEVER(gss_release_buffer) NEVER(gss_release_name)
NEVER(gss_release_oid_set) NEVER(gss_test_oid_set_member) NEVER(gss_unwrap) NEVER(gss_wrap)

NEVER(ldap_abandon_ext) NEVER(ldap_err2string) NEVER(ldap_free_urldesc)
NEVER(ldap_get_attribute_ber) NEVER(ldap_get_dn_ber) NEVER(ldap_get_option) NEVER(ldap_init_fd)
NEVER(ldap_memfree) NEVER(ldap_msgfree) NEVER(ldap_msgtype) NEVER(ldap_parse_result)
NEVER(ldap_parse_sasl_bind_result) NEVER(ldap_pvt_url_scheme2proto) NEVER(ldap_result)
NEVER(ldap_sasl_bind) NEVER(ldap_search_ext) NEVER(ldap_set_option) NEVER(ldap_start_tls)
NEVER(ldap_unbind_ext) NEVER(ldap_url_parse) NEVER(ber_bvfree) NEVER(ber_free)
NEVER(ber_memfree) NEVER(ber_memvfree) NEVER(ber_sockbuf_add_io)

NEVER(RTMP_Alloc) NEVER(RTMP_Close) NEVER(RTMP_Connect1) NEVER(RTMP_ConnectStream)
NEVER(RTMP_Free) NEVER(RTMP_Init) NEVER(RTMP_Read) NEVER(RTMP_SetBufferMS) NEVER(RTMP_SetupURL)
NEVER(RTMP_Write)

NEVER(p11_kit_config_option) NEVER(p11_kit_message) NEVER(p11_kit_module_finalize)
NEVER(p11_kit_module_get_flags) NEVER(p11_kit_module_get_name) NEVER(p11_kit_module_load)
NEVER(p11_kit_module_release) NEVER(p11_kit_modules_load) NEVER(p11_kit_pin_file_callback)
NEVER(p11_kit_pin_get_length) NEVER(p11_kit_pin_get_value) NEVER(p11_kit_pin_new_for_string)
NEVER(p11_kit_pin_register_callback) NEVER(p11_kit_pin_request) NEVER(p11_kit_pin_unref)
NEVER(p11_kit_pin_unregister_callback) NEVER(p11_kit_space_strdup) NEVER(p11_kit_space_strlen)
NEVER(p11_kit_strerror) NEVER(p11_kit_uri_format) NEVER(p11_kit_uri_free)
NEVER(p11_kit_uri_get_attribute) NEVER(p11_kit_uri_get_attributes)
NEVER(p11_kit_uri_get_module_info) NEVER(p11_kit_uri_get_pin_source)
NEVER(p11_kit_uri_get_pin_value) NEVER(p11_kit_uri_get_token_info)
NEVER(p11_kit_uri_match_module_info) NEVER(p11_kit_uri_match_token_info) NEVER(p11_kit_uri_new)
NEVER(p11_kit_uri_parse) NEVER(p11_kit_uri_set_attribute)

// libgit2 never connects anywhere: what would make it ready to is left out (see libraries.cmake).
int __wrap_git_mbedtls_stream_global_init(void) { return 0; }
int __wrap_git_transport_ssh_global_init(void) { return 0; }
