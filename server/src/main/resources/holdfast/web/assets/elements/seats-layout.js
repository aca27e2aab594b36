// The seat map's own styles and the colours computed from them, and its elements.

import { el, icon } from "./dom.js";
import { PRICE_LOOKS } from "./seat-sprites.js";

export const SEATS = `
:host {
  --_price-1: var(--holdfast-price-1, light-dark(#4a58b8, #9eaaff));
  --_price-2: var(--holdfast-price-2, light-dark(#0d7d72, #5ccfbe));
  --_price-3: var(--holdfast-price-3, light-dark(#a85f0a, #f0b066));
  --_price-4: var(--holdfast-price-4, light-dark(#a83b74, #f296c3));
  --_price-5: var(--holdfast-price-5, light-dark(#4d7a24, #a4d36c));
  --_price-6: var(--holdfast-price-6, light-dark(#1a74a8, #7cc3f2));
  --_price-7: var(--holdfast-price-7, light-dark(#7b4bb0, #c8a6f7));
  --_price-8: var(--holdfast-price-8, light-dark(#5c6473, #b3bac8));
  --_taken: light-dark(#c6cad3, #4a505c);
}
.frame { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_paper);
  overflow: clip; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; padding: 12px;
  border-bottom: 1px solid var(--_line); }
.bar .space { flex: 1 1 0; }
.count { display: inline-flex; align-items: center; border: 1px solid var(--_edge);
  border-radius: var(--_small-radius); }
.count button { border: 0; min-width: 44px; padding: 8px; background: none; }
.count output { min-width: 2ch; text-align: center; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.bar select { min-height: 44px; padding: 8px 12px; border: 1px solid var(--_edge);
  border-radius: var(--_small-radius); background: var(--_paper); max-width: 14em; }
.bar .tick { display: inline-flex; align-items: center; gap: 8px; min-height: 44px; }
.bar .tick input { width: 20px; height: 20px; accent-color: var(--_accent); }
.views { display: inline-flex; border: 1px solid var(--_edge); border-radius: var(--_small-radius);
  overflow: clip; }
.views button { border: 0; border-radius: 0; background: none; }
.views button[aria-pressed="true"] { background: var(--_ink); color: var(--_paper); }
.views button:focus-visible { outline-offset: -4px; }
.views button[aria-pressed="true"]:focus-visible { outline-color: var(--_paper); }
.plan { display: flex; flex-direction: row-reverse; align-items: stretch; }
.areas { flex: 1; margin: 0; padding: 8px; list-style: none; display: grid; gap: 4px; min-width: 0;
  align-content: start; max-height: var(--holdfast-height, clamp(320px, 62vh, 620px)); overflow: auto;
  border-inline-start: 1px solid var(--_line); }
.areas:empty, .areas:has(> :only-child) { display: none; }
.areas button { width: 100%; flex-direction: column; align-items: start; gap: 0; text-align: start;
  border-color: transparent; background: none; line-height: 1.3; }
.areas button:hover { border-color: var(--_line); }
.areas button[aria-pressed="true"] { border-color: var(--_ink); background: var(--_ground); }
.areas small { color: var(--_muted); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.areas [data-none] b { text-decoration: line-through; font-weight: 400; }
.board { position: relative; flex: 0 0 auto; width: 100%;
  height: var(--holdfast-height, clamp(320px, 62vh, 620px)); background: var(--_paper); overflow: clip; }
.floor { position: absolute; inset: 0; width: 100%; height: 100%; touch-action: none;
  cursor: grab; user-select: none; -webkit-user-select: none; }
.floor[data-whole] { touch-action: pan-y; }
.floor[data-over] { cursor: pointer; }
.tools { position: absolute; inset-block-start: 12px; inset-inline-end: 12px; display: grid; gap: 8px; }
.tools button { width: 44px; height: 44px; padding: 0;
  box-shadow: 0 1px 3px rgb(0 0 0 / 0.14); }
.tip { position: absolute; inset-block-start: 0; left: 0; pointer-events: none;
  padding: 8px 12px; border-radius: 8px; background: var(--_ink); color: var(--_paper);
  font-size: 0.875rem; line-height: 1.35; white-space: nowrap; max-width: 90%; overflow: hidden;
  text-overflow: ellipsis; }
.tip b { display: block; }
.overview { position: absolute; inset-block-start: 12px; inset-inline-start: 12px; touch-action: none;
  border: 1px solid var(--_edge); border-radius: var(--_small-radius); cursor: pointer;
  background: color-mix(in oklab, var(--_paper) 90%, transparent); box-sizing: content-box; }
.hint { position: absolute; inset-inline: 0; inset-block-start: 12px; margin-inline: auto;
  width: fit-content; padding: 6px 14px; border-radius: 99px; background: var(--_ink);
  color: var(--_paper); font-size: 0.875rem; pointer-events: none; opacity: 0; }
.hint[data-on] { opacity: 1; }
.state { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center;
  gap: 12px; text-align: center; padding: 24px; color: var(--_muted); background: var(--_paper); }
.offline { padding: 8px 14px; background: var(--_warn-ground); font-size: 0.875rem;
  border-bottom: 1px solid var(--_line); }
.messages { position: absolute; inset-block-start: 12px; inset-inline: 12px; z-index: 2;
  max-height: 80%; overflow: auto; border-radius: var(--_small-radius);
  box-shadow: 0 6px 24px rgb(0 0 0 / 0.16); }
.notice { position: relative; padding-inline-end: 56px; }
.notice .close { position: absolute; inset-block-start: 4px; inset-inline-end: 4px; width: 44px;
  padding: 0; border-color: transparent; background: none; }
.notice .choices small { color: var(--_muted); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 8px; margin: 0; padding: 8px 12px; list-style: none;
  min-height: 53px; border-top: 1px solid var(--_line); font-size: 0.875rem; color: var(--_muted); }
.legend li { display: inline-flex; align-items: center; gap: 6px; min-height: 36px;
  padding-inline: 4px; }
.legend button { min-height: 36px; padding: 4px 10px 4px 8px; border-color: transparent;
  background: none; gap: 6px; color: var(--_ink); font-variant-numeric: tabular-nums; }
.legend button:hover { border-color: var(--_line); }
.legend button[aria-pressed="true"] { border-color: var(--_ink); }
.legend small { color: var(--_muted); font-size: inherit; }
.legend svg { flex: none; }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 20px; padding: 12px;
  border-top: 1px solid var(--_line); background: var(--_ground); min-height: 69px; }
.foot[data-some] { position: sticky; inset-block-end: 0; z-index: 3; }
@media (max-height: 30rem) { .foot[data-some] { position: static; } }
/* It does not stand in front of what there is to be said. */
.frame:has(.messages:not([hidden])) .foot { position: static; }
.basket { display: flex; flex: 1 1 18rem; min-width: 0; align-items: center; gap: 8px 16px; }
.basket ul { display: flex; flex-wrap: wrap; gap: 8px; margin: 0; padding: 0; list-style: none;
  flex: 1; min-width: 0; }
.lone { flex: 1 1 100%; margin: 0; color: var(--_warn); font-size: 0.875rem; }
.lone:empty { display: none; }
.free { display: flex; align-items: center; gap: 8px; min-height: 44px; padding-inline: 16px;
  border-bottom: 1px solid var(--_line); }
.free input { width: 20px; height: 20px; accent-color: var(--_accent); }
.basket .none { color: var(--_muted); margin: 0; flex: 1; }
.chip { min-height: 44px; padding: 6px 10px 6px 14px; border-radius: 99px; border-color: var(--_line);
  gap: 6px; }
.chip small { color: var(--_muted); font-size: 0.8125rem; }
.sum { margin-inline-start: auto; text-align: end; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.sum b { font-size: 1.25rem; line-height: 1.2; display: block; }
.sum span { color: var(--_muted); font-size: 0.8125rem; }
.frame[data-failed] :is(.areas, .bar, .legend, .foot) { display: none; }
.frame[data-failed] .board { height: 160px; }
.frame[data-failed] { margin-bottom: 24px; }
@container (max-width: 860px) {
  .plan { display: block; }
  .areas, .areas:empty, .areas:has(> :only-child) { display: flex; overflow: auto hidden; height: 61px; max-height: none; padding: 4px 8px;
    border: 0; border-bottom: 1px solid var(--_line); scrollbar-width: thin; }
  .areas li { flex: none; }
  .areas button { padding: 4px 12px; }
}
@container (max-width: 560px) {
  .chip small { display: none; }
  .bar { gap: 8px; }
  .bar .main { flex: 1 1 40%; order: 1; }
  .bar select { flex: 1 1 40%; order: 2; }
  .views { flex: 1 1 40%; order: 3; }
  .views button { flex: 1; }
  .bar .tick { order: 4; flex: 1 1 100%; }
  .bar .space { display: none; }
  .legend { display: grid; grid-template-columns: 1fr 1fr; gap: 0; padding: 4px; }
  .legend small { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .legend button { min-width: 0; max-width: 100%; }
  .legend li { min-width: 0; padding-inline: 9px; }
  .legend li:has(button) { padding: 0; }
  .foot { padding: 8px; gap: 8px; }
  .basket { flex-basis: 100%; }
  .basket ul { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; padding: 3px; margin: -3px; }
  .basket li { flex: none; }
  ::slotted([slot="action"]) { flex: 1 1 100%; }
  .tools { inset-block-start: 8px; inset-inline-end: 8px; }
  .overview { inset-block-start: 8px; inset-inline-start: 8px; }
  .board { height: var(--holdfast-height, clamp(300px, 56vh, 480px)); }
}
/* On a phone held sideways, several lines of chosen seats would cover the map. */
@media (max-height: 34rem) {
  .foot { padding: 8px; }
  .basket ul { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; padding: 3px; margin: -3px; }
  .basket li { flex: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .hint { transition: opacity 160ms; }
}
@media (forced-colors: active) {
  :host { --_ink: CanvasText; --_paper: Canvas; --_ground: Canvas; --_muted: CanvasText;
    --_line: color-mix(in srgb, CanvasText 20%, Canvas); --_accent: Highlight;
    --_price-1: LinkText; --_price-2: CanvasText; --_price-3: VisitedText; --_price-4: ButtonText;
    --_price-5: LinkText; --_price-6: CanvasText; --_price-7: VisitedText; --_price-8: ButtonText;
    --_taken: color-mix(in srgb, CanvasText 45%, Canvas); }
  .cell[aria-selected="true"], .views button[aria-pressed="true"],
  .legend button[aria-pressed="true"], .areas button[aria-pressed="true"] { forced-color-adjust: none; background: Highlight;
    color: HighlightText; }
}
@media print {
  .bar, .tools, .legend { display: none; }
}
`;

/** @typedef {import("./texts.js").Text} Text */
/**
 * What the toolbar's buttons do.
 * @typedef {object} Actions
 * @property {() => void} closer
 * @property {() => void} further
 * @property {() => void} whole
 * @property {() => void} fewer
 * @property {() => void} more
 * @property {() => void} best
 * @property {() => void} map
 * @property {() => void} list
 */
/** @typedef {ReturnType<typeof layout>} Parts */

/** @param {Text} text @param {Actions} actions @param {number} party how many seats together */
export function layout(text, actions, party) {
  const button = (/** @type {string} */ label, /** @type {string} */ path, /** @type {() => void} */ onclick) =>
    el("button", { type: "button", "aria-label": label, title: label, onclick }, icon(path));
  const parts = {
    party: el("output", { "aria-label": text("bestFor") }, String(party)),
    // Most venues have several areas and wheelchair spaces; rendering the filters from the start
    // avoids a layout shift.
    where: el("select", { "aria-label": text("where") }, el("option", { value: "" }, text("anywhere"))),
    wheelchair: el("input", { type: "checkbox" }),
    canvas: el("canvas", { class: "floor", "aria-hidden": "true" }),
    overview: el("canvas", { class: "overview", hidden: true, "aria-hidden": "true" }),
    tip: el("div", { class: "tip", hidden: true, "aria-hidden": "true", part: "tip" }),
    hint: el("div", { class: "hint", "aria-hidden": "true" }, text("hint")),
    state: el("div", { class: "state" }, el("p", {}, text("loading"))),
    offline: el("div", { class: "offline", hidden: true, role: "status" }, text("offline")),
    notice: el("div", { class: "notice", hidden: true, part: "notice" }),
    messages: el("div", { role: "alert", class: "messages", hidden: true }),
    areas: el("ul", { class: "areas", part: "areas" }),
    lone: el("p", { class: "lone", role: "status" }),
    onlyFree: el("input", { type: "checkbox" }),
    /** @type {HTMLElement} */ free: el("label", { class: "free", hidden: true }),
    spoken: el("div", { class: "unseen", role: "status" }),
    legend: el("ul", { class: "legend", part: "legend" }),
    basket: el("div", { class: "basket", part: "selection" }),
    asMap: el("button", { type: "button", "aria-pressed": "true", onclick: actions.map }, text("map")),
    asList: el("button", { type: "button", "aria-pressed": "false", onclick: actions.list }, text("list")),
    /** @type {HTMLElement} */ tick: el("label", { class: "tick" }),
  };
  parts.tick.append(parts.wheelchair, text("wheelchair"));
  parts.free.append(parts.onlyFree, text("onlyFree"));
  parts.messages.append(parts.notice);
  const tools = el("div", { class: "tools", hidden: true },
    button(text("zoomIn"), "M10 4v12M4 10h12", actions.closer),
    button(text("zoomOut"), "M4 10h12", actions.further),
    button(text("zoomAll"), "M3 7V3h4M17 7V3h-4M3 13v4h4M17 13v4h-4", actions.whole));
  const bar = el("div", { class: "bar", part: "toolbar" },
    el("div", { class: "count", role: "group", "aria-label": text("bestFor") },
      button(text("fewer"), "M5 10h10", actions.fewer), parts.party,
      button(text("more"), "M10 5v10M5 10h10", actions.more)),
    parts.where, parts.tick,
    el("button", { type: "button", class: "main", part: "best", onclick: actions.best }, text("best")),
    el("span", { class: "space" }),
    el("div", { class: "views", role: "group", "aria-label": text("view") },
      parts.asMap, parts.asList));
  const board = el("div", { class: "board", part: "map" },
    parts.canvas, parts.overview, parts.tip, parts.hint, tools, parts.messages, parts.state);
  const foot = el("div", { class: "foot", part: "foot" },
    parts.lone, parts.basket, el("slot", { name: "action" }));
  const plan = el("div", { class: "plan" }, parts.areas, board);
  const frame = el("div", { class: "frame", part: "frame" },
    bar, parts.offline, parts.free, plan, parts.legend, foot, parts.spoken);
  return { ...parts, tools, bar, board, foot, frame };
}

const COLOR_PROPERTIES = ["--_ink", "--_paper", "--_muted", "--_line", "--_ground", "--_taken", "--_accent",
  ...Array.from({ length: PRICE_LOOKS }, (_, at) => `--_price-${at + 1}`)];

/**
 * The colours that the canvas takes from the page, as the browser computes them. Each probe has a
 * transition of no visible length, whose end shows that a colour has changed.
 * @param {() => void} changed
 */
export function themeColors(changed) {
  const element = el("div", { hidden: false, class: "unseen", "aria-hidden": "true" });
  const probes = COLOR_PROPERTIES.map((name) => {
    const probe = el("span");
    probe.style.color = `var(${name})`;
    // Forced colours would make all of them the text's, and the map one black shape.
    probe.style.setProperty("forced-color-adjust", "none");
    probe.style.transition = "color 1ms step-start";
    element.append(probe);
    return probe;
  });
  let waiting = 0;
  element.addEventListener("transitionend", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(changed, 20);
  });
  return {
    element,
    font: () => getComputedStyle(element).fontFamily,
    /** @returns {import("./seat-sprites.js").Colors} */
    read: () => {
      const [ink, paper, muted, line, section, taken, focus, ...prices] =
        probes.map((probe) => getComputedStyle(probe).color);
      return {
        ink, paper, muted, line, section, taken, focus, prices,
        chosen: ink, onChosen: paper, onPrice: paper,
      };
    },
  };
}
