#pragma once
#include <cstdint>

// The node kinds and fields that stackfit's own walks mention, for all grammars at once. A tree
// stores these small numbers instead of grammar symbols, so a walk compares enumerators, never
// strings. To use one more kind, add its row; a test checks that some grammar knows each name.

// X(enumerator, name in the grammar). Named nodes.
#define STACKFIT_NAMED_KINDS(X)                                                   \
  X(kError, "ERROR")                                                              \
  X(kProgram, "program")                                                          \
  X(kModule, "module")                                                            \
  X(kComment, "comment")                                                          \
  X(kIdentifier, "identifier")                                                    \
  X(kString, "string")                                                            \
  X(kStringFragment, "string_fragment")                                           \
  X(kStringContent, "string_content")                                             \
  X(kTemplateString, "template_string")                                           \
  X(kNumber, "number")                                                            \
  X(kRegex, "regex")                                                              \
  X(kNull, "null")                                                                \
  X(kArray, "array")                                                              \
  X(kObject, "object")                                                            \
  X(kPair, "pair")                                                                \
  X(kNestedTypeIdentifier, "nested_type_identifier")                              \
  X(kTypeQuery, "type_query")                                                     \
  X(kSpreadElement, "spread_element")                                             \
  X(kPropertyIdentifier, "property_identifier")                                   \
  X(kPrivatePropertyIdentifier, "private_property_identifier")                    \
  X(kShorthandPropertyIdentifier, "shorthand_property_identifier")                \
  X(kComputedPropertyName, "computed_property_name")                              \
  X(kThis, "this")                                                                \
  X(kSuper, "super")                                                              \
  X(kImport, "import")                                                            \
  X(kFunctionExpression, "function_expression")                                   \
  X(kGeneratorFunction, "generator_function")                                     \
  X(kArrowFunction, "arrow_function")                                             \
  X(kMethodDefinition, "method_definition")                                       \
  X(kFunctionDeclaration, "function_declaration")                                 \
  X(kGeneratorFunctionDeclaration, "generator_function_declaration")              \
  X(kFormalParameters, "formal_parameters")                                       \
  X(kRequiredParameter, "required_parameter")                                     \
  X(kOptionalParameter, "optional_parameter")                                     \
  X(kAssignmentPattern, "assignment_pattern")                                     \
  X(kRestPattern, "rest_pattern")                                                 \
  X(kObjectPattern, "object_pattern")                                             \
  X(kArrayPattern, "array_pattern")                                               \
  X(kPairPattern, "pair_pattern")                                                 \
  X(kShorthandPropertyIdentifierPattern, "shorthand_property_identifier_pattern") \
  X(kTypeParameters, "type_parameters")                                           \
  X(kCallExpression, "call_expression")                                           \
  X(kNewExpression, "new_expression")                                             \
  X(kArguments, "arguments")                                                      \
  X(kMemberExpression, "member_expression")                                       \
  X(kSubscriptExpression, "subscript_expression")                                 \
  X(kAwaitExpression, "await_expression")                                         \
  X(kYieldExpression, "yield_expression")                                         \
  X(kUnaryExpression, "unary_expression")                                         \
  X(kBinaryExpression, "binary_expression")                                       \
  X(kTernaryExpression, "ternary_expression")                                     \
  X(kAssignmentExpression, "assignment_expression")                               \
  X(kSequenceExpression, "sequence_expression")                                   \
  X(kParenthesizedExpression, "parenthesized_expression")                         \
  X(kAsExpression, "as_expression")                                               \
  X(kSatisfiesExpression, "satisfies_expression")                                 \
  X(kNonNullExpression, "non_null_expression")                                    \
  X(kTypeAssertion, "type_assertion")                                             \
  X(kExpressionStatement, "expression_statement")                                 \
  X(kStatementBlock, "statement_block")                                           \
  X(kReturnStatement, "return_statement")                                         \
  X(kIfStatement, "if_statement")                                                 \
  X(kForStatement, "for_statement")                                               \
  X(kForInStatement, "for_in_statement")                                          \
  X(kWhileStatement, "while_statement")                                           \
  X(kDoStatement, "do_statement")                                                 \
  X(kTryStatement, "try_statement")                                               \
  X(kCatchClause, "catch_clause")                                                 \
  X(kThrowStatement, "throw_statement")                                           \
  X(kSwitchStatement, "switch_statement")                                         \
  X(kSwitchBody, "switch_body")                                                   \
  X(kSwitchCase, "switch_case")                                                   \
  X(kSwitchDefault, "switch_default")                                             \
  X(kLabeledStatement, "labeled_statement")                                       \
  X(kAbstractClassDeclaration, "abstract_class_declaration")                      \
  X(kInternalModule, "internal_module")                                           \
  X(kStringStart, "string_start")                                                 \
  X(kStringEnd, "string_end")                                                     \
  X(kRegexPattern, "regex_pattern")                                               \
  X(kUndefined, "undefined")                                                      \
  X(kUpdateExpression, "update_expression")                                       \
  X(kAugmentedAssignmentExpression, "augmented_assignment_expression")            \
  X(kBreakStatement, "break_statement")                                           \
  X(kContinueStatement, "continue_statement")                                     \
  X(kLexicalDeclaration, "lexical_declaration")                                   \
  X(kVariableDeclaration, "variable_declaration")                                 \
  X(kVariableDeclarator, "variable_declarator")                                   \
  X(kImportStatement, "import_statement")                                         \
  X(kImportClause, "import_clause")                                               \
  X(kImportSpecifier, "import_specifier")                                         \
  X(kNamedImports, "named_imports")                                               \
  X(kNamespaceImport, "namespace_import")                                         \
  X(kImportRequireClause, "import_require_clause")                                \
  X(kExportStatement, "export_statement")                                         \
  X(kExportClause, "export_clause")                                               \
  X(kExportSpecifier, "export_specifier")                                         \
  X(kClassDeclaration, "class_declaration")                                       \
  X(kClass, "class")                                                              \
  X(kClassBody, "class_body")                                                     \
  X(kFieldDefinition, "field_definition")                                         \
  X(kPublicFieldDefinition, "public_field_definition")                            \
  X(kDecorator, "decorator")                                                      \
  X(kJsxAttribute, "jsx_attribute")                                               \
  X(kJsxExpression, "jsx_expression")                                             \
  X(kHashBangLine, "hash_bang_line")                                              \
  X(kImportFromStatement, "import_from_statement")                                \
  X(kFutureImportStatement, "future_import_statement")                            \
  X(kDottedName, "dotted_name")                                                   \
  X(kAliasedImport, "aliased_import")                                             \
  X(kRelativeImport, "relative_import")                                           \
  X(kImportPrefix, "import_prefix")                                               \
  X(kWildcardImport, "wildcard_import")                                           \
  X(kFunctionDefinition, "function_definition")                                   \
  X(kClassDefinition, "class_definition")                                         \
  X(kDecoratedDefinition, "decorated_definition")                                 \
  X(kLambda, "lambda")                                                            \
  X(kBlock, "block")                                                              \
  X(kCall, "call")                                                                \
  X(kArgumentList, "argument_list")                                               \
  X(kKeywordArgument, "keyword_argument")                                         \
  X(kAttribute, "attribute")                                                      \
  X(kSubscript, "subscript")                                                      \
  X(kAssignment, "assignment")                                                    \
  X(kAugmentedAssignment, "augmented_assignment")                                 \
  X(kNamedExpression, "named_expression")                                         \
  X(kComparisonOperator, "comparison_operator")                                   \
  X(kPatternList, "pattern_list")                                                 \
  X(kTuplePattern, "tuple_pattern")                                               \
  X(kListPattern, "list_pattern")                                                 \
  X(kExceptClause, "except_clause")                                               \
  X(kElseClause, "else_clause")                                                   \
  X(kElifClause, "elif_clause")                                                   \
  X(kFinallyClause, "finally_clause")                                             \
  X(kWithStatement, "with_statement")                                             \
  X(kDeleteStatement, "delete_statement")                                         \
  X(kGlobalStatement, "global_statement")                                         \
  X(kList, "list")                                                                \
  X(kTuple, "tuple")                                                              \
  X(kDictionary, "dictionary")                                                    \
  X(kInteger, "integer")                                                          \
  X(kAwait, "await")                                                              \
  X(kInterpolation, "interpolation")                                              \
  X(kConcatenatedString, "concatenated_string")                                   \
  X(kAsPattern, "as_pattern")                                                     \
  X(kAsPatternTarget, "as_pattern_target")                                        \
  X(kForInClause, "for_in_clause")                                                \
  X(kListComprehension, "list_comprehension")                                     \
  X(kSetComprehension, "set_comprehension")                                       \
  X(kDictionaryComprehension, "dictionary_comprehension")                         \
  X(kGeneratorExpression, "generator_expression")                                 \
  X(kConditionalExpression, "conditional_expression")                             \
  X(kLambdaParameters, "lambda_parameters")                                       \
  X(kParameters, "parameters")                                                    \
  X(kCaseClause, "case_clause")                                                   \
  X(kSlice, "slice")                                                              \
  X(kDefaultParameter, "default_parameter")                                       \
  X(kTypedParameter, "typed_parameter")                                           \
  X(kTypedDefaultParameter, "typed_default_parameter")                            \
  X(kListSplatPattern, "list_splat_pattern")                                      \
  X(kDictionarySplatPattern, "dictionary_splat_pattern")                          \
  X(kBinaryOperator, "binary_operator")                                           \
  X(kPrintStatement, "print_statement")                                           \
  X(kExecStatement, "exec_statement")                                             \
  X(kNotOperator, "not_operator")                                                 \
  X(kNonlocalStatement, "nonlocal_statement")                                     \
  X(kFloat, "float")                                                              \
  X(kNone, "none")                                                                \
  X(kSet, "set")                                                                  \
  X(kTypeAnnotation, "type")                                                      \
  X(kIfClause, "if_clause")                                                       \
  X(kBooleanOperator, "boolean_operator")                                         \
  X(kExpressionList, "expression_list")                                           \
  X(kRaiseStatement, "raise_statement")                                           \
  X(kAssertStatement, "assert_statement")                                         \
  X(kYield, "yield")

// Anonymous tokens.
#define STACKFIT_TOKEN_KINDS(X) \
  X(kTokenAsync, "async")       \
  X(kTokenArrow, "=>")          \
  X(kTokenFunction, "function") \
  X(kTokenNew, "new")           \
  X(kTokenType, "type")         \
  X(kTokenDefault, "default")   \
  X(kTokenTypeof, "typeof")     \
  X(kTokenComma, ",")           \
  X(kTokenOrOr, "||")           \
  X(kTokenAndAnd, "&&")         \
  X(kTokenNullish, "??")        \
  X(kTokenVoid, "void")         \
  X(kTokenOf, "of")             \
  X(kTokenNot, "!")             \
  X(kTokenAwait, "await")

#define STACKFIT_FIELDS(X)              \
  X(kName, "name")                      \
  X(kBody, "body")                      \
  X(kFunction, "function")              \
  X(kConstructor, "constructor")        \
  X(kArguments, "arguments")            \
  X(kParameter, "parameter")            \
  X(kParameters, "parameters")          \
  X(kTypeParameters, "type_parameters") \
  X(kObject, "object")                  \
  X(kProperty, "property")              \
  X(kKey, "key")                        \
  X(kValue, "value")                    \
  X(kLeft, "left")                      \
  X(kRight, "right")                    \
  X(kOperator, "operator")              \
  X(kSource, "source")                  \
  X(kAlias, "alias")                    \
  X(kModuleName, "module_name")         \
  X(kCondition, "condition")            \
  X(kConsequence, "consequence")        \
  X(kAlternative, "alternative")        \
  X(kAttribute, "attribute")            \
  X(kIndex, "index")                    \
  X(kPattern, "pattern")                \
  X(kArgument, "argument")              \
  X(kHandler, "handler")                \
  X(kInitializer, "initializer")

namespace stackfit {

enum class Kind : std::uint16_t {
  kOther,
#define X(enumerator, name) enumerator,
  STACKFIT_NAMED_KINDS(X) STACKFIT_TOKEN_KINDS(X)
#undef X
};

enum class Field : std::uint8_t {
  kNone,
#define X(enumerator, name) enumerator,
  STACKFIT_FIELDS(X)
#undef X
};

}  // namespace stackfit
