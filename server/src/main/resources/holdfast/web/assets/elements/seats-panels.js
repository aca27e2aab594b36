// What stands around the map: the legend, the chosen seats, notices and failures.

import { el, icon } from "./dom.js";
import { PRICE_LOOKS, shape } from "./seat-sprites.js";
import { listIn } from "./texts.js";

const CROSS = "M5.5 5.5l9 9M14.5 5.5l-9 9";

/** A price's shape as a picture. @param {number} price */
function swatch(price) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.entries({ width: "16", height: "16", viewBox: "0 0 16 16", "aria-hidden": "true" })
    .forEach(([name, value]) => svg.setAttribute(name, value));
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const pen = new Outline();
  shape(pen, price, 8, 8, 6.5);
  path.setAttribute("d", pen.path);
  path.style.fill = `var(--_price-${price % PRICE_LOOKS + 1})`;
  svg.append(path);
  return svg;
}

/** Has the methods of a canvas context but makes an SVG path: legend and map look the same. */
class Outline {
  path = "";

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += `M${x} ${y}`;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += `L${x} ${y}`;
  }

  closePath() {
    this.path += "Z";
  }

  /** @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    this.path += `M${x - r} ${y}a${r} ${r} 0 1 0 ${r * 2} 0a${r} ${r} 0 1 0 ${-r * 2} 0Z`;
  }

  /** @param {number} x @param {number} y @param {number} w @param {number} h @param {number} r */
  roundRect(x, y, w, h, r) {
    const turn = (/** @type {number} */ dx, /** @type {number} */ dy) =>
      `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    this.path += `M${x + r} ${y}h${w - 2 * r}${turn(r, r)}v${h - 2 * r}${turn(-r, r)}`
      + `h${2 * r - w}${turn(-r, -r)}v${2 * r - h}${turn(r, -r)}Z`;
  }
}

/** @param {"held" | "taken"} kind */
function dot(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.entries({ width: "16", height: "16", viewBox: "0 0 16 16", "aria-hidden": "true" })
    .forEach(([name, value]) => svg.setAttribute(name, value));
  const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  Object.entries({ cx: "8", cy: "8", r: kind === "held" ? "4" : "3" })
    .forEach(([name, value]) => circle.setAttribute(name, value));
  circle.style.fill = kind === "held" ? "none" : "var(--_taken)";
  circle.style.stroke = kind === "held" ? "var(--_taken)" : "none";
  circle.style.strokeWidth = "1.6";
  svg.append(circle);
  return svg;
}

/**
 * @param {import("./seats.js").SeatsView} view
 * @param {import("./chart.js").Chart} chart
 * @param {number} only the one price that is looked at, or -1
 * @param {(only: number) => void} choose
 */
export function showLegend({ money, parts, text }, chart, only, choose) {
  const list = parts.legend;
  const left = chart.leftByPrice();
  const entries = chart.prices.map((each, at) => {
    // A list of all sections would be too long to read.
    const name = each.names.length <= 2 ? el("small", {}, each.names.join(", ")) : "";
    const price = left[at] > 0 ? money(each.price) : el("s", {}, money(each.price));
    const content = [swatch(at), price, left[at] > 0 ? name : el("small", {}, text("none"))];
    return el("li", {}, chart.prices.length < 2 ? el("span", { class: "one" }, ...content)
      : el("button", {
        type: "button", "aria-pressed": String(at === only), title: text("onlyPrice"),
        onclick: () => choose(at === only ? -1 : at),
      }, ...content));
  });
  const focused = /** @type {ShadowRoot} */ (list.getRootNode()).activeElement;
  const at = focused ? [...list.querySelectorAll("button")].indexOf(
    /** @type {HTMLButtonElement} */ (focused)) : -1;
  list.replaceChildren(...entries,
    el("li", {}, dot("held"), text("legendHeld")), el("li", {}, dot("taken"), text("legendTaken")));
  if (at >= 0) {
    list.querySelectorAll("button")[at]?.focus();
  }
}

/**
 * The areas, with their lowest price and what is left. A press shows one.
 * @param {import("./seats.js").SeatsView} view
 * @param {import("./chart.js").Chart} chart
 * @param {import("./seat-labels.js").SeatLabels} labels
 * @param {(id: string) => void} choose
 */
export function showAreas({ language, parts }, chart, labels, choose) {
  const list = parts.areas;
  if (list.children.length !== chart.sections.length) {
    list.replaceChildren(...chart.sections.map(({ id, name }) => el("li", {}, el("button", {
      type: "button", "aria-pressed": "false", onclick: () => choose(id),
    }, el("b", {}, name), el("small")))));
  }
  chart.sections.forEach((section, at) => {
    const button = /** @type {HTMLElement} */ (list.children[at].firstElementChild);
    const small = /** @type {HTMLElement} */ (button.lastElementChild);
    const words = labels.section(section, language);
    if (small.textContent !== words) small.textContent = words;
    button.setAttribute("aria-pressed", String(parts.where.value === section.id));
    button.toggleAttribute("data-none", section.free === 0);
  });
}

/**
 * @param {import("./seats.js").SeatsView} view
 * @param {import("./chart.js").Chart} chart
 * @param {import("./selection.js").Selection} selection
 */
export function showSelection({ language, money, parts, text }, chart, selection) {
  const seats = [...selection.seats].sort((one, other) => one - other);
  const lone = seats.length > 0 ? chart.lone() : [];
  parts.lone.textContent = lone.length === 0 ? "" : text(lone.length > 1 ? "loneMany" : "lone",
    { seats: listIn(language, lone.map((seat) => chart.name(seat))) });
  if (seats.length === 0) {
    const left = chart.sections.some((section) => section.open && section.free > 0);
    parts.basket.replaceChildren(el("p", { class: "none" }, text(left ? "notChosen" : "allGone")));
    return;
  }
  const chips = seats.map((seat) => el("li", {}, el("button", {
    type: "button", class: "chip", part: "chip",
    onclick: () => selection.toggle(seat),
  }, el("b", {}, chart.name(seat)), el("small", {}, money(chart.money(seat))),
  el("span", { class: "unseen" }, text("takeOut")), icon(CROSS))));
  const total = selection.total();
  parts.basket.replaceChildren(el("ul", { "aria-label": text("chosen") }, ...chips),
    el("div", { class: "sum", part: "total" },
      el("span", {}, seats.length === 1 ? text("one") : text("many", { count: seats.length })),
      total ? el("b", {}, money(total)) : ""));
}

/**
 * Shows a notice over the map, or hides it.
 * @param {import("./seats-layout.js").Parts} parts
 * @param {import("./texts.js").Text} text
 * @param {string | null} message
 * @param {HTMLElement[]} [buttons]
 * @param {() => void} [close]
 */
export function showNotice({ messages, notice }, text, message, buttons = [], close = () => {}) {
  notice.hidden = message === null;
  messages.hidden = message === null;
  notice.replaceChildren(...message === null ? [] : [el("p", {}, message),
    buttons.length > 0 ? el("div", { class: "choices" }, ...buttons) : "",
    el("button", {
      type: "button", class: "close", "aria-label": text("close"), onclick: close,
    }, icon(CROSS))]);
}

/**
 * The message in place of the seats when they could not be loaded.
 * @param {HTMLElement} place @param {import("./texts.js").Text} text
 * @param {string} why @param {() => void} again
 */
export function showFailure(place, text, why, again) {
  place.replaceChildren(el("p", { role: "alert" }, text("failed")),
    why ? el("p", { class: "why" }, why) : "",
    el("button", { type: "button", onclick: again }, text("again")));
  place.hidden = false;
  place.closest(".frame")?.toggleAttribute("data-failed", true);
}
