// The shared styles of all elements: one type scale, one spacing scale, one accent. A website can
// change them by custom properties; `light-dark` follows the page's color-scheme.

export const BASE = `
:host {
  --_accent: var(--holdfast-accent, light-dark(#3d4fb5, #a3b0ff));
  --_on-accent: var(--holdfast-on-accent, light-dark(#fff, #12152b));
  --_ink: var(--holdfast-ink, light-dark(#1b1e26, #eceef3));
  --_muted: var(--holdfast-muted, light-dark(#5a6070, #a5abba));
  --_paper: var(--holdfast-paper, light-dark(#fff, #15171c));
  --_ground: var(--holdfast-ground, light-dark(#f4f5f8, #1d2027));
  --_line: var(--holdfast-line, light-dark(#dfe2e9, #333843));
  --_edge: var(--holdfast-edge, light-dark(#868c9b, #7b8191));
  --_warn: var(--holdfast-warn, light-dark(#8a4b00, #f3bd72));
  --_warn-ground: var(--holdfast-warn-ground, light-dark(#fff5e5, #33270f));
  --_radius: var(--holdfast-radius, 12px);
  --_small-radius: calc(var(--_radius) * 0.66);
  display: block;
  color: var(--_ink);
  font: 400 1rem/1.45 var(--holdfast-font, system-ui, sans-serif);
  text-align: start;
  container-type: inline-size;
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
h2 { font-family: var(--holdfast-title-font, inherit); }
button, select, input { font: inherit; color: inherit; }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px;
  min-height: 44px; padding: 8px 16px;
  border: 1px solid var(--_edge); border-radius: var(--_small-radius);
  background: var(--_paper); color: var(--_ink);
  cursor: pointer; text-decoration: none; touch-action: manipulation;
}
button:hover, .button:hover { border-color: var(--_ink); }
button.main, .button.main {
  background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent);
  font-weight: 600;
}
button.main:hover, .button.main:hover {
  background: color-mix(in oklab, var(--_accent) 88%, var(--_ink));
}
button:disabled { opacity: 0.55; cursor: default; }
button:focus-visible, .button:focus-visible, select:focus-visible, input:focus-visible {
  outline: 3px solid var(--_accent); outline-offset: 2px;
}
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.notice {
  padding: 14px 16px; border-radius: var(--_small-radius);
  border: 1px solid color-mix(in oklab, var(--_warn) 40%, transparent);
  background: var(--_warn-ground); color: var(--_ink);
}
.notice p { margin: 0; }
.notice .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
.notice button { background: var(--_paper); }
[hidden] { display: none !important; }
@media (prefers-reduced-motion: no-preference) {
  button, .button { transition: background 120ms, border-color 120ms; }
}
`;

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** @param {ShadowRoot} root @param {string[]} styles */
export function adoptStyles(root, styles) {
  root.adoptedStyleSheets = styles.map((css) => {
    let sheet = sheets.get(css);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      sheets.set(css, sheet);
    }
    return sheet;
  });
}

/** @typedef {string | number | boolean | null | undefined | ((event: never) => unknown)} Attribute */

/**
 * Makes an element with its attributes and content. Text is never parsed as HTML.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, Attribute>} [attributes] functions are listeners, as in "onclick"
 * @param {...(Node | string | null | undefined | false)} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...content.filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

/**
 * An icon of strokes.
 * @param {string} path
 */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 20 20", width: "20", height: "20", fill: "none", stroke: "currentColor",
    "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round",
    "aria-hidden": "true",
  };
  Object.entries(attributes).forEach(([name, value]) => svg.setAttribute(name, value));
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * Hides the fallback content of an element and disables its controls, so that they are not sent
 * twice; or shows it again when the element could not load.
 * @param {HTMLElement} element @param {boolean} [again]
 */
export function hideFallback(element, again = false) {
  // Action buttons stay, in the element's action slot.
  for (const action of element.querySelectorAll("[data-action]")) {
    action.slot = again ? "" : "action";
  }
  for (const control of element.querySelectorAll("input, select, button, textarea")) {
    const one = /** @type {HTMLInputElement} */ (control);
    if (one.closest("[data-action]")) {
      continue;
    }
    if (!again && !one.disabled) {
      one.disabled = true;
      one.dataset.fallback = "";
    } else if (again && "fallback" in one.dataset) {
      one.disabled = false;
      delete one.dataset.fallback;
    }
  }
  element.shadowRoot?.querySelector("slot:not([name])")?.toggleAttribute("hidden", !again);
}
