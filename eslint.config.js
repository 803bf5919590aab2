import js from "@eslint/js";

const SCRIPT = "geomap/renderers/web/script/**/*.js";
const browser = [
  "document", "window", "location", "history", "parent", "addEventListener", "matchMedia", "setTimeout", "CSS",
  "Blob", "URL", "URLSearchParams", "ResizeObserver", "getComputedStyle", "requestAnimationFrame", "L", "geomapTiles",
  "geomapDots", "ImageData", "TextDecoder", "atob",
  "Image", "XMLSerializer", "innerWidth", "Element", "TextEncoder", "navigator", "ClipboardItem",
];

export default [
  {
    files: [SCRIPT],
    ...js.configs.recommended,
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: "module",
      globals: Object.fromEntries(browser.map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
    rules: {
      ...js.configs.recommended.rules,
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "max-len": ["error", { code: 140 }],
      "max-lines-per-function": ["error", { max: 48, skipComments: true }],
      complexity: ["error", 14],
    },
  },
];
