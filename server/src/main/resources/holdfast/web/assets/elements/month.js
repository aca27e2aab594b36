// A month as a grid of days. A day is a string as in 2026-12-01, without time and zone.

import { el, icon } from "./dom.js";

/** @param {string} day */
function utc(day) {
  return new Date(`${day}T00:00:00Z`);
}

/** @param {string} day @param {number} count */
export function plusDays(day, count) {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The same day of another month, or its last. @param {string} day @param {number} count */
export function plusMonths(day, count) {
  const date = utc(`${day.slice(0, 7)}-01`);
  date.setUTCMonth(date.getUTCMonth() + count);
  const first = date.toISOString().slice(0, 10);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return plusDays(first, Math.min(Number(day.slice(8)), length) - 1);
}

/** @param {string} day */
export function firstOf(day) {
  return `${day.slice(0, 7)}-01`;
}

/** @param {string} day @param {string} language @param {Intl.DateTimeFormatOptions} form */
export function formatDay(day, language, form) {
  return new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(utc(day));
}

/** 1 is Monday, 7 is Sunday. @param {string} language */
function weekBegins(language) {
  /** @typedef {{ firstDay: number }} WeekInfo */
  /** @type {Intl.Locale & { getWeekInfo?: () => WeekInfo, weekInfo?: WeekInfo }} */
  const locale = new Intl.Locale(language);
  return locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1;
}

export const MONTH = `
.month { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_paper);
  padding: 16px; }
.month header { display: flex; align-items: center; gap: 8px; margin-bottom: 8px; }
.month h2 { flex: 1; margin: 0; font-size: 1.0625rem; font-weight: 650; text-align: center; }
.month header button { width: 44px; padding: 0; border-color: transparent; background: none; }
.month header button:hover:not(:disabled) { border-color: var(--_line); }
.days { width: 100%; border-collapse: separate; border-spacing: 2px; table-layout: fixed; }
.days th { font-size: 0.8125rem; font-weight: 500; color: var(--_muted); padding: 6px 0; }
.days td { padding: 0; height: 44px; text-align: center; border-radius: var(--_small-radius);
  color: var(--_muted); font-variant-numeric: tabular-nums; position: relative; cursor: default; }
.days td[data-free] { color: var(--_ink); font-weight: 650; cursor: pointer;
  background: color-mix(in oklab, var(--_accent) 11%, var(--_paper)); }
.days td[data-free]:not([aria-selected="true"]):hover { background: color-mix(in oklab, var(--_accent) 22%, var(--_paper)); }
.days td[data-free]::after { content: ""; position: absolute; inset-block-end: 5px;
  inset-inline: 0; margin-inline: auto; width: 5px; height: 5px; border-radius: 50%;
  background: currentColor; }
.days td[aria-selected="true"] { background: var(--_accent); color: var(--_on-accent); }
.days td[data-today] { text-decoration: underline; text-underline-offset: 4px; }
.days td:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.month:dir(rtl) header svg { transform: scaleX(-1); }
.month[aria-busy="true"] .days { opacity: 0.5; }
@media (forced-colors: active) {
  .days td[data-free]::after { background: CanvasText; }
  .days td[aria-selected="true"] { forced-color-adjust: none; background: Highlight;
    color: HighlightText; }
  .days td[aria-selected="true"]::after { background: currentColor; }
}
`;

export class Month {
  /**
   * @param {string} language
   * @param {import("./texts.js").Text} text
   * @param {(day: string) => void} chosen
   * @param {(month: string) => void} turned
   */
  constructor(language, text, chosen, turned) {
    this.language = language;
    this.text = text;
    this.chosen = chosen;
    this.turned = turned;
    this.day = "2000-01-01";
    this.selected = "";
    this.least = "";
    this.most = "9999-12-31";
    this.today = "";
    /** @type {Set<string>} */
    this.free = new Set();
    const id = "holdfast-month";
    this.title = el("h2", { id, "aria-live": "polite" });
    this.back = this.#turn("before", "M12.5 4.5L7 10l5.5 5.5", -1);
    this.on = this.#turn("after", "M7.5 4.5L13 10l-5.5 5.5", 1);
    this.body = el("tbody");
    const begins = weekBegins(language);
    // 2024-01-01 was a Monday.
    const names = Array.from({ length: 7 }, (_, at) => plusDays("2024-01-01", begins - 1 + at));
    this.begins = begins;
    this.table = el("table", {
      role: "grid", class: "days", "aria-labelledby": id,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      onclick: (/** @type {Event} */ event) => this.#click(event),
    }, el("thead", {}, el("tr", {}, ...names.map((day) => el("th", {
      scope: "col", abbr: formatDay(day, language, { weekday: "long" }),
    }, formatDay(day, language, { weekday: "short" }))))), this.body);
    this.element = el("section", { class: "month", part: "month", "aria-busy": "true" },
      el("header", {}, this.back, this.title, this.on), this.table);
  }

  /** @param {string} label @param {string} path @param {number} by */
  #turn(label, path, by) {
    return el("button", {
      type: "button", "aria-label": this.text(label), onclick: () => this.go(firstOf(plusMonths(this.day, by))),
    }, icon(path));
  }

  /** Shows a day's month. @param {string} day @param {boolean} [focus] */
  go(day, focus = false) {
    const within = day < this.least ? this.least : day > this.most ? this.most : day;
    const turned = within.slice(0, 7) !== this.day.slice(0, 7);
    this.day = within;
    if (turned) {
      this.free = new Set();
      this.element.setAttribute("aria-busy", "true");
      this.turned(firstOf(within));
    }
    this.show();
    if (focus) {
      /** @type {HTMLElement | null} */ (this.body.querySelector('[tabindex="0"]'))?.focus();
    }
  }

  /** @param {Iterable<string>} days */
  fill(days) {
    this.free = new Set(days);
    this.element.setAttribute("aria-busy", "false");
    this.show();
  }

  show() {
    const { language } = this;
    const first = firstOf(this.day);
    this.title.textContent = formatDay(first, language, { month: "long", year: "numeric" });
    this.back.disabled = first <= firstOf(this.least);
    this.on.disabled = first >= firstOf(this.most);
    const weekday = (utc(first).getUTCDay() + 6) % 7 + 1;
    const from = plusDays(first, -((weekday - this.begins + 7) % 7));
    const focused = /** @type {ShadowRoot} */ (this.body.getRootNode()).activeElement?.tagName;
    const weeks = [];
    for (let day = from; day < plusMonths(first, 1) && weeks.length < 6; day = plusDays(day, 7)) {
      weeks.push(el("tr", {}, ...Array.from({ length: 7 }, (_, at) => {
        const each = plusDays(day, at);
        return each.slice(0, 7) === first.slice(0, 7) ? this.#cell(each) : el("td");
      })));
    }
    // Always six weeks, so that the layout does not shift.
    while (weeks.length < 6) {
      weeks.push(el("tr", { "aria-hidden": "true" }, ...Array.from({ length: 7 }, () => el("td"))));
    }
    this.body.replaceChildren(...weeks);
    if (focused === "TD") {
      /** @type {HTMLElement | null} */ (this.body.querySelector('[tabindex="0"]'))?.focus();
    }
  }

  /** @param {string} day */
  #cell(day) {
    const free = this.free.has(day);
    const name = formatDay(day, this.language,
      { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    return el("td", {
      role: "gridcell", "data-day": day, "data-free": free, "data-today": day === this.today,
      "aria-label": this.text(free ? "dayFree" : "dayNone", { day: name }),
      "aria-selected": String(day === this.selected), "aria-disabled": String(!free),
      "aria-current": day === this.today ? "date" : null,
      tabindex: day === this.day ? 0 : -1,
    }, String(Number(day.slice(8))));
  }

  /** @param {string} day */
  select(day) {
    this.selected = day;
    this.day = day;
    this.show();
  }

  /** @param {Event} event */
  #click(event) {
    const day = /** @type {HTMLElement} */ (event.target).closest("[data-day]")
      ?.getAttribute("data-day");
    if (day) {
      this.#choose(day);
    }
  }

  /** @param {string} day */
  #choose(day) {
    this.day = day;
    if (this.free.has(day)) {
      this.selected = day;
      this.chosen(day);
    }
    this.show();
    /** @type {HTMLElement | null} */ (this.body.querySelector('[tabindex="0"]'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const rtl = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    const week = ((utc(this.day).getUTCDay() + 6) % 7 + 8 - this.begins) % 7;
    /** @type {Record<string, () => string>} */
    const leads = {
      ArrowLeft: () => plusDays(this.day, -rtl), ArrowRight: () => plusDays(this.day, rtl),
      ArrowUp: () => plusDays(this.day, -7), ArrowDown: () => plusDays(this.day, 7),
      Home: () => plusDays(this.day, -week), End: () => plusDays(this.day, 6 - week),
      PageUp: () => plusMonths(this.day, event.shiftKey ? -12 : -1),
      PageDown: () => plusMonths(this.day, event.shiftKey ? 12 : 1),
    };
    if (event.key in leads) {
      event.preventDefault();
      this.go(leads[event.key](), true);
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#choose(this.day);
    }
  }
}
