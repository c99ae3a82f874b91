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
foreach(library libgit2 libcmark tomlplusplus yaml-0.1 libxxhash)
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
