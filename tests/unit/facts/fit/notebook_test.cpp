#include "facts/analyse.h"
#include "support/catch.h"

using namespace stackfit;

TEST_CASE("a notebook's Python cells are read as one module, with the notebook's own lines") {
  constexpr std::string_view kNotebook =
      "{\n \"cells\": [\n"
      "  {\"cell_type\": \"markdown\", \"source\": [\"import os\"]},\n"
      "  {\"cell_type\": \"code\", \"source\": [\n"
      "   \"%matplotlib inline\\n\",\n"
      "   \"import numpy as np\\n\",\n"
      "   \"x = np.dot(a, b)\"\n"
      "  ]},\n"
      "  {\"cell_type\": \"code\", \"source\": \"from sklearn import svm\\n!ls\"}\n"
      " ],\n \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}\n}\n";
  AnalysisContext context;
  auto facts = analyse_file(context, {"a/b.ipynb", kNotebook.size(), false, true}, kNotebook);
  REQUIRE(facts.source);
  REQUIRE(facts.source->imports.size() == 2);
  CHECK(facts.source->imports[0].module == "numpy");
  CHECK(facts.source->imports[0].line == 6);
  CHECK(facts.source->imports[1].module == "sklearn");
  CHECK(facts.source->imports[1].line == 9);
  CHECK(facts.source->metrics.code_lines == 3);
  REQUIRE(facts.source->signals.size() == 1);
  CHECK(facts.source->signals[0].signal == "py_np");
  CHECK(facts.source->signals[0].line == 7);
}

TEST_CASE("a notebook in another language, or no notebook at all, holds no Python") {
  AnalysisContext context;
  auto facts = analyse_file(context, {"a.ipynb", 1, false, true},
                            "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"x <- 1\"}],"
                            "\"metadata\": {\"kernelspec\": {\"language\": \"R\"}}}");
  CHECK_FALSE(facts.source);
  facts = analyse_file(context, {"a.ipynb", 1, false, true}, "<html>");
  CHECK_FALSE(facts.source);
  CHECK_FALSE(facts.partial.empty());
}
