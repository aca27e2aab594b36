import js from "@eslint/js";
import globals from "globals";

/** Types are TypeScript's part; it takes `any` as an answer to every question, so none is written. */
const noAny = {
  meta: { type: "problem", schema: [], messages: { any: "Say which type this is, not `any`." } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (comment.type === "Block" && /\{[^}]*(\bany\b|\*)[^}]*\}/.test(comment.value)) {
          context.report({ loc: comment.loc, messageId: "any" });
        }
      }
    },
  }),
};

export default [
  js.configs.recommended,
  {
    plugins: { holdfast: { rules: { "no-any": noAny } } },
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "holdfast/no-any": "error",
      "consistent-return": "error",
      eqeqeq: "error",
      "no-implicit-coercion": ["error", { boolean: false }],
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
