// Asks ESLint's own max-nested-callbacks about one file: the current rule or the classic one.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const typescript = require("@typescript-eslint/parser");
const current = new (require("eslint").Linter)({ configType: "flat" });
const classic = new (require("eslint-classic").Linter)();
classic.defineParser("typescript", typescript);

const typescriptFile = /\.[cm]?tsx?$/i;

function verifyCurrent(text, name, sourceType, max, constructors) {
  const option = constructors ? { max, checkConstructorCallCallbacks: true } : max;
  const languageOptions = {
    ecmaVersion: "latest",
    sourceType,
    parserOptions: { ecmaFeatures: { jsx: !/\.[cm]?ts$/i.test(name), globalReturn: sourceType === "commonjs" } },
  };
  if (typescriptFile.test(name)) languageOptions.parser = typescript;
  const config = [{
    // A pattern that ends in a bare `*` would not make ESLint look at .ts or .jsx.
    files: ["**/*.*"],
    languageOptions,
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
    rules: { "max-nested-callbacks": ["error", option] },
  }];
  return current.verify(text, config, { filename: name, allowInlineConfig: false });
}

function verifyClassic(text, name, sourceType, max) {
  const config = {
    parserOptions: {
      ecmaVersion: "latest",
      sourceType,
      ecmaFeatures: { jsx: !/\.[cm]?ts$/i.test(name), globalReturn: sourceType === "commonjs" },
    },
    rules: { "max-nested-callbacks": ["error", max] },
  };
  if (typescriptFile.test(name)) config.parser = "typescript";
  return classic.verify(text, config, { filename: name, allowInlineConfig: false });
}

/// The callbacks ESLint reports at `max`, as {line, column, depth} with columns in UTF-16 units from
/// 1; null when ESLint cannot parse the file as module, script or CommonJS.
export function eslintCallbacks(text, path, { max, mode, constructors }) {
  const name = "file" + (path.match(/\.[^./]+$/)?.[0] ?? ".js").toLowerCase();
  const verify = mode === "eslint-classic" ? verifyClassic : verifyCurrent;
  for (const sourceType of ["module", "script", "commonjs"]) {
    const messages = verify(text, name, sourceType, max, constructors);
    if (messages.some((message) => message.fatal)) continue;
    const other = messages.find((message) => message.ruleId !== "max-nested-callbacks");
    if (other) throw new Error(`ESLint on ${path}: ${other.message}`);
    return messages
      .map(({ line, column, message }) => ({ line, column, depth: Number(message.match(/\((\d+)\)/)[1]) }));
  }
  return null;
}
