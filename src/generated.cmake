# Files of the build folder that the library is made of besides its sources.
# What `stackfit version` names: the grammars of package.json and the libraries found here.
set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
file(READ "${PROJECT_SOURCE_DIR}/grammars/package.json" manifest)
string(JSON count LENGTH "${manifest}" dependencies)
math(EXPR last "${count} - 1")
set(grammar_rows "")
foreach(index RANGE ${last})
  string(JSON package MEMBER "${manifest}" dependencies ${index})
  string(JSON version GET "${manifest}" dependencies ${package})
  string(APPEND grammar_rows "    {\"${package}\", \"${version}\"},\n")
endforeach()
set(library_rows "")
foreach(library libgit2 libcmark tomlplusplus yaml-0.1 libxxhash libcurl)
  string(APPEND library_rows "    {\"${library}\", \"${deps_${library}_VERSION}\"},\n")
endforeach()
foreach(library nlohmann_json CLI11 tl-expected)
  string(APPEND library_rows "    {\"${library}\", \"${${library}_VERSION}\"},\n")
endforeach()
file(CONFIGURE OUTPUT "${generated}/build_parts.inc" CONTENT "\
// Generated: npm packages of the grammars, and libraries.\n\
const std::vector<Part> kGrammars = {\n@grammar_rows@};\n\
const std::vector<Part> kLibraries = {\n@library_rows@};\n" @ONLY)

# The JSON Schema is part of the program.
set(schema "${CMAKE_CURRENT_SOURCE_DIR}/report/schema/stackfit-report-1.schema.json")
file(CONFIGURE OUTPUT "${generated}/embedded_schema.S" CONTENT "\
.section .rodata\n\
.global stackfit_report_schema\n.global stackfit_report_schema_end\n\
stackfit_report_schema:\n.incbin \"@schema@\"\nstackfit_report_schema_end:\n.byte 0\n\
.section .note.GNU-stack,\"\",%progbits\n" @ONLY)
set_source_files_properties("${generated}/embedded_schema.S" PROPERTIES OBJECT_DEPENDS "${schema}")

# So are the templates that `stackfit init` writes.
set(templates stackfit.toml github/workflows/stackfit.yml gitlab/gitlab-ci.yml
    pre-commit/pre-commit-config.yaml)
set(assembly ".section .rodata\n")
set(declarations "")
set(rows "")
set(inputs "")
set(number 0)
foreach(template IN LISTS templates)
  set(symbol "stackfit_template_${number}")
  set(input "${PROJECT_SOURCE_DIR}/ci-templates/${template}")
  string(APPEND assembly
    ".global ${symbol}\n.global ${symbol}_end\n${symbol}:\n.incbin \"${input}\"\n${symbol}_end:\n"
    ".byte 0\n")
  string(APPEND declarations "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
  string(APPEND rows "    {\"${template}\", ${symbol}, ${symbol}_end},\n")
  list(APPEND inputs "${input}")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
file(CONFIGURE OUTPUT "${generated}/embedded_templates.S" CONTENT "@assembly@" @ONLY)
file(CONFIGURE OUTPUT "${generated}/embedded_templates.inc" CONTENT "\
// Generated: path below ci-templates/, first byte, end.\n@declarations@\
struct EmbeddedTemplate {\n  std::string_view path;\n  const char* first;\n  const char* end;\n};\n\
const EmbeddedTemplate kTemplates[] = {\n@rows@};\n" @ONLY)
set_source_files_properties("${generated}/embedded_templates.S" PROPERTIES
  OBJECT_DEPENDS "${inputs}")

# And the page of the HTML report: its frame, its style, and its script, whose files run in the order
# of their numbers as one. The page's policy names style and script by their hashes.
set(page "${CMAKE_CURRENT_SOURCE_DIR}/report/page")
file(GLOB scripts CONFIGURE_DEPENDS "${page}/*.js")
list(SORT scripts COMPARE NATURAL)
file(WRITE "${generated}/page.js.new" "(() => {\n\"use strict\";\n")
foreach(part IN LISTS scripts)
  file(READ "${part}" text)
  file(APPEND "${generated}/page.js.new" "${text}")
endforeach()
file(APPEND "${generated}/page.js.new" "})();\n")
file(COPY_FILE "${generated}/page.js.new" "${generated}/page.js" ONLY_IF_DIFFERENT)
file(SHA256 "${generated}/page.js" script_hash)
file(SHA256 "${page}/page.css" style_hash)
file(CONFIGURE OUTPUT "${generated}/embedded_page.S" CONTENT "\
.section .rodata\n\
.global stackfit_page\n.global stackfit_page_end\n\
stackfit_page:\n.incbin \"@page@/page.html\"\nstackfit_page_end:\n.byte 0\n\
.global stackfit_page_style\n.global stackfit_page_style_end\n\
stackfit_page_style:\n.incbin \"@page@/page.css\"\nstackfit_page_style_end:\n.byte 0\n\
.global stackfit_page_script\n.global stackfit_page_script_end\n\
stackfit_page_script:\n.incbin \"@generated@/page.js\"\nstackfit_page_script_end:\n.byte 0\n\
.section .note.GNU-stack,\"\",%progbits\n" @ONLY)
file(CONFIGURE OUTPUT "${generated}/page_hashes.inc" CONTENT "\
// Generated: SHA-256 of the style and the script of the page, in hexadecimal.\n\
constexpr std::string_view kStyleHash = \"@style_hash@\";\n\
constexpr std::string_view kScriptHash = \"@script_hash@\";\n" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scripts} "${page}/page.css")
set_source_files_properties("${generated}/embedded_page.S" PROPERTIES
  OBJECT_DEPENDS "${page}/page.html;${page}/page.css;${generated}/page.js")
