# Which npm registry `--online` asks when neither the command line nor the user's own settings name
# one: the registry of the npm that is here while building, asked once, in a folder that holds no
# settings of a project. Empty, and then `--registry` has to name one, when there is no npm.
set(STACKFIT_REGISTRY "unknown" CACHE STRING "npm registry asked by --online unless another is named")
if(STACKFIT_REGISTRY STREQUAL "unknown")
  find_program(npm_program npm)
  mark_as_advanced(npm_program)
  set(answer "")
  if(npm_program)
    file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/nowhere")
    execute_process(COMMAND "${npm_program}" config get registry --global
                    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/nowhere"
                    OUTPUT_VARIABLE answer ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE TIMEOUT 30)
  endif()
  if(NOT answer MATCHES "^https://[^@ \"]+$")
    set(answer "")
  endif()
  set_property(CACHE STACKFIT_REGISTRY PROPERTY VALUE "${answer}")
endif()
file(CONFIGURE OUTPUT "${generated}/registry.inc" CONTENT
     "// Generated: cache variable STACKFIT_REGISTRY.\n\"@STACKFIT_REGISTRY@\"\n" @ONLY)
