// The legend, the list of chosen seats, and the colours that the canvas takes from the page.

import { el, icon } from "./look.js";
import { LOOKS, shape } from "./stamps.js";

const CROSS = "M5.5 5.5l9 9M14.5 5.5l-9 9";

/** A price's shape as a picture. @param {number} price */
function swatch(price) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.entries({ width: "16", height: "16", viewBox: "0 0 16 16", "aria-hidden": "true" })
    .forEach(([name, value]) => svg.setAttribute(name, value));
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const pen = new Outline();
  shape(/** @type {any} */ (pen), price, 8, 8, 6.5);
  path.setAttribute("d", pen.path);
  path.style.fill = `var(--_price-${price % LOOKS + 1})`;
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
 * @param {HTMLElement} list
 * @param {import("./chart.js").Chart} chart
 * @param {import("./texts.js").Say} say
 * @param {(price: import("./chart.js").Money | null) => string} money
 * @param {number} only
 * @param {(only: number) => void} choose
 */
export function legend(list, chart, say, money, only, choose) {
  const entries = chart.prices.map((each, at) => {
    // A list of all sections would be too long to read.
    const name = each.names.length <= 2 ? el("small", {}, each.names.join(", ")) : "";
    const content = [swatch(at), money(each.price), name];
    return el("li", {}, chart.prices.length < 2 ? el("span", { class: "one" }, ...content)
      : el("button", {
        type: "button", "aria-pressed": String(at === only), title: say("onlyPrice"),
        onclick: () => choose(at === only ? -1 : at),
      }, ...content));
  });
  const focused = /** @type {ShadowRoot} */ (list.getRootNode()).activeElement;
  const at = focused ? [...list.querySelectorAll("button")].indexOf(
    /** @type {HTMLButtonElement} */ (focused)) : -1;
  list.replaceChildren(...entries,
    el("li", {}, dot("held"), say("legendHeld")), el("li", {}, dot("taken"), say("legendTaken")));
  if (at >= 0) {
    list.querySelectorAll("button")[at]?.focus();
  }
}

/**
 * @param {HTMLElement} place
 * @param {import("./chart.js").Chart} chart
 * @param {import("./texts.js").Say} say
 * @param {(price: import("./chart.js").Money | null) => string} money
 * @param {import("./selection.js").Selection} selection
 */
export function basket(place, chart, say, money, selection) {
  const seats = [...selection.seats];
  if (seats.length === 0) {
    const left = chart.sections.some((section) => section.open && section.free > 0);
    place.replaceChildren(el("p", { class: "none" }, say(left ? "notChosen" : "allGone")));
    return;
  }
  const chips = seats.map((seat) => el("li", {}, el("button", {
    type: "button", class: "chip", part: "chip",
    onclick: () => selection.toggle(seat),
  }, el("b", {}, chart.name(seat)), el("small", {}, money(chart.money(seat))),
  el("span", { class: "unseen" }, say("takeOut")), icon(CROSS))));
  const total = selection.total();
  place.replaceChildren(el("ul", { "aria-label": say("chosen") }, ...chips),
    el("div", { class: "sum", part: "total" },
      el("span", {}, seats.length === 1 ? say("one") : say("many", { count: seats.length })),
      total ? el("b", {}, money(total)) : ""));
}

/**
 * The message in place of the seats when they could not be loaded.
 * @param {HTMLElement} place @param {import("./texts.js").Say} say
 * @param {string} why @param {() => void} again
 */
export function sorry(place, say, why, again) {
  place.replaceChildren(el("p", { role: "alert" }, say("failed")),
    why ? el("p", { class: "why" }, why) : "",
    el("button", { type: "button", onclick: again }, say("again")));
  place.hidden = false;
  place.closest(".frame")?.toggleAttribute("data-failed", true);
}

const PROBED = ["--_ink", "--_paper", "--_muted", "--_line", "--_ground", "--_taken", "--_accent",
  ...Array.from({ length: LOOKS }, (_, at) => `--_price-${at + 1}`)];

/**
 * Colours as the browser computes them. Each probe has a transition of no visible length, whose end
 * shows that a colour has changed.
 * @param {() => void} changed
 */
export function palette(changed) {
  const element = el("div", { hidden: false, class: "unseen", "aria-hidden": "true" });
  const probes = PROBED.map((name) => {
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
    /** @returns {import("./stamps.js").Colors} */
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
