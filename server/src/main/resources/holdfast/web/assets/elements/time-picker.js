// The free times of a service. It exists only once the service is loaded.

import { el } from "./dom.js";
import { firstOf, plusDays, plusMonths } from "./month.js";
import { loadStaff, showStaffChoice } from "./staff-choice.js";
import { TimeFormat, firstFree, horizon, minutesOf } from "./time-slots.js";

/** @typedef {import("./api.js").Start} Start */

export class TimePicker {
  /** @type {Start | null} */
  #chosen = null;
  /** Whether this visitor holds the chosen time. */
  #settled = false;
  #asked = 0;
  #day = "";
  /** The free times of the day; null until some were loaded. @type {Start[] | null} */
  #starts = null;
  /** @type {Map<string, string>} */
  #names = new Map();

  /**
   * @param {import("./times.js").TimesView} view
   * @param {import("./api.js").Service} service
   * @param {import("./api.js").FreeDays} first
   * @param {string} who a calendar, or empty for any
   */
  constructor(view, service, first, who) {
    this.view = view;
    this.service = service;
    this.today = first.today;
    this.who = who;
    this.format = new TimeFormat(
      view.language, first.timeZone, view.text, minutesOf(service.duration));
  }

  get chosen() {
    return this.#chosen;
  }

  get loaded() {
    return this.#starts !== null;
  }

  /** @returns {import("./api.js").TimeItem[]} */
  items() {
    return this.#chosen ? [{
      kind: "time", service: this.view.element.getAttribute("service"),
      start: this.#chosen.start, with: this.who ? [this.who] : [],
    }] : [];
  }

  /** @param {boolean} held */
  settle(held) {
    this.#settled = held;
  }

  /** Shows the first times. @param {string} day empty for today @param {string} wanted a start to choose */
  async begin(day, wanted) {
    const { month } = this.view;
    month.today = this.today;
    month.least = this.today;
    month.most = horizon(this.today, this.service.horizon);
    const first = (wanted ? wanted.slice(0, 10) : day) || this.today;
    month.day = first < month.least ? month.least : first > month.most ? month.most : first;
    await Promise.all([this.#staff(), this.turn(firstOf(month.day), wanted)]);
    if (!day && !wanted && this.loaded && !month.selected) {
      await this.#showNextFree(plusMonths(firstOf(month.day), 1), false);
    }
  }

  /** @param {string | null} from @param {string | null} to */
  #query(from, to) {
    const query = new URLSearchParams();
    if (from && to) {
      query.set("from", from);
      query.set("to", to);
    }
    if (this.who) {
      query.set("with", this.who);
    }
    return query;
  }

  async #staff() {
    const { api, element, parts, text } = this.view;
    if (element.hasAttribute("with")) {
      parts.who.hidden = true;
      return;
    }
    const staff = await loadStaff(api, this.service, this.view.language);
    this.#names = new Map(staff.map((each) => [each.id, each.name]));
    showStaffChoice(parts.who, staff, this.who, text, (id) => void this.#choosePerson(id),
      (id) => element.querySelector(`[data-person="${CSS.escape(id)}"] img`));
  }

  /** @param {string} who */
  async #choosePerson(who) {
    this.who = who;
    this.choose(null);
    await this.turn(firstOf(this.view.month.day));
  }

  /** Shows a month. @param {string} first its first day @param {string} [wanted] a start to choose */
  async turn(first, wanted = "") {
    const { api, failed, month, service, signal } = this.view;
    const asked = ++this.#asked;
    try {
      const from = first < month.today ? month.today : first;
      const to = plusMonths(first, 1);
      const { days } = await api.freeDays(service, this.#query(from, to), signal);
      if (asked !== this.#asked) {
        return;
      }
      month.fill([...days, ...this.#moved().map((start) => start.start.slice(0, 10))]);
      const day = month.free.has(month.day) ? month.day
        : [...month.free].filter((each) => each >= from && each < to).sort()[0];
      if (day) {
        month.select(day);
        await this.show(day, wanted);
      } else {
        this.#showNothingFree(to);
      }
    } catch (failure) {
      if (asked === this.#asked) {
        failed(failure, () => void this.turn(first));
      }
    }
  }

  /** @param {string} after */
  #showNothingFree(after) {
    const { month, parts, text } = this.view;
    month.selected = "";
    month.show();
    this.#day = "";
    this.#starts = [];
    parts.times.replaceChildren(
      el("div", { class: "head" }), el("p", { class: "none" }, text("noMonth")),
      el("button", { type: "button", onclick: () => void this.#showNextFree(after) },
        text("nextFree")));
  }

  /** Searches the next day with free times. @param {string} after @param {boolean} [focus] */
  async #showNextFree(after, focus = true) {
    const { api, month, parts, service, signal, text } = this.view;
    const day = await firstFree(after, month.most, async (from, to) =>
      (await api.freeDays(service, this.#query(from, to), signal)).days);
    if (day) {
      month.go(day, focus);
      return;
    }
    parts.times.replaceChildren(el("div", { class: "head" }),
      el("p", { class: "none", role: "status" }, text("noneAhead")));
  }

  /** Shows a day's times. @param {string} day @param {string} [wanted] a start to choose */
  async show(day, wanted = "") {
    const { api, failed, service, signal } = this.view;
    const asked = ++this.#asked;
    try {
      const { starts } = await api.freeTimes(service, this.#query(day, plusDays(day, 1)), signal);
      if (asked === this.#asked) {
        this.#addMoved(starts, day);
        this.#day = day;
        this.#starts = starts;
        const found = starts.find((start) => start.start === wanted);
        if (found) {
          this.choose(found);
        }
        this.#list(starts);
      }
    } catch (failure) {
      if (asked === this.#asked) {
        failed(failure, () => void this.show(day));
      }
    }
  }

  /** The times around the visit that this one replaces. @returns {Start[]} */
  #moved() {
    const all = this.view.element.getAttribute("moved")?.split(" ") ?? [];
    return all.map((each) => each.split("@")).filter(([who]) => who === this.who)
      .map(([who, start]) => ({ start, with: who ? [who] : [] }));
  }

  /** @param {Start[]} starts @param {string} day */
  #addMoved(starts, day) {
    const moment = (/** @type {Start} */ each) => Date.parse(each.start);
    const known = new Set(starts.map(moment));
    starts.push(...this.#moved().filter((each) =>
      each.start.slice(0, 10) === day && !known.has(moment(each))));
    starts.sort((one, other) => moment(one) - moment(other));
  }

  /** Shows the times of a day that the visitor chose, and where they are on a small screen. @param {string} day */
  async look(day) {
    const { month, parts } = this.view;
    await this.show(day);
    const { bottom } = month.element.getBoundingClientRect();
    if (parts.times.getBoundingClientRect().top >= bottom) {
      parts.times.scrollIntoView({ block: "start" });
    }
  }

  /** @param {Start[]} starts */
  #list(starts) {
    const { parts, text } = this.view;
    parts.times.replaceChildren(...this.format.day(
      this.#day, starts, (start) => this.#button(start), () => this.#list(this.#starts ?? [])));
    if (starts.length === 0) {
      parts.times.append(el("button", {
        type: "button", onclick: () => void this.#showNextFree(plusDays(this.#day, 1)),
      }, text("nextFree")));
    }
    this.#markChosen();
  }

  /** @param {Start} start */
  #button(start) {
    const [time, end] = this.format.slot(start);
    return el("button", {
      type: "button", role: "radio", "aria-checked": String(start.start === this.#chosen?.start),
      "data-start": start.start, part: "time",
      onclick: () => {
        this.choose(start);
        this.#markChosen();
      },
    }, time, end ? el("small", {}, end) : "");
  }

  #markChosen() {
    const chosen = this.#chosen?.start ?? "";
    /** @type {NodeListOf<HTMLElement>} */
    const found = this.view.parts.times.querySelectorAll("[data-start]");
    const all = [...found];
    // One tab stop: the chosen time, or else the first.
    const stop = all.find((time) => time.dataset.start === chosen) ?? all[0];
    for (const time of all) {
      time.setAttribute("aria-checked", String(time.dataset.start === chosen));
      time.tabIndex = time === stop ? 0 : -1;
    }
  }

  /** @param {Start | null} start */
  choose(start) {
    const { element, money, parts } = this.view;
    this.#chosen = start;
    this.#settled = false;
    parts.notice.hidden = true;
    setFormValue(this.view, start, this.who);
    parts.bar.hidden = !start;
    if (start) {
      parts.chosen.replaceChildren(...this.format.chosen(start,
        this.#names.get(this.who), money(this.service.price ?? null)));
    }
    const detail = { start: start?.start ?? "", items: this.items() };
    element.dispatchEvent(
      new CustomEvent("holdfast-select", { bubbles: true, composed: true, detail }));
  }

  /** Reads the day again, and checks whether the chosen time is still free. */
  async poll() {
    const { api, service, signal } = this.view;
    if (!this.#day || signal.aborted) {
      return;
    }
    const before = this.#asked;
    const day = this.#day;
    const answer = await api.freeTimes(service, this.#query(day, plusDays(day, 1)), signal)
      .catch(() => null);
    if (!answer || before !== this.#asked) {
      return;
    }
    const { starts } = answer;
    this.#addMoved(starts, day);
    if (JSON.stringify(starts) !== JSON.stringify(this.#starts)) {
      this.#starts = starts;
      this.#list(starts);
    }
    const start = this.#chosen;
    if (start && !this.#settled && start.start.slice(0, 10) === day
        && !starts.some((each) => each.start === start.start)) {
      await this.lost();
    }
  }

  /**
   * Shows that the chosen time is taken, with alternatives.
   * @param {import("./api.js").ProblemDetails} [problem]
   */
  async lost(problem) {
    const { api, parts, text } = this.view;
    const start = this.#chosen;
    if (!start) {
      return;
    }
    const items = this.items();
    this.choose(null);
    // The server answers an item of time with items of time.
    const found = /** @type {Start[]} */ (problem?.alternatives
      ?? await api.alternatives(items).catch(() => []));
    const same = (/** @type {Start} */ each) => each.start === start.start
      && (!this.who || each.with.includes(this.who));
    const buttons = found.filter((each) => !same(each)).map((each) => el("button", {
      type: "button", part: "alternative", onclick: () => void this.#take(each),
    }, this.format.whole(each, this.#names)));
    parts.notice.replaceChildren(
      el("p", {}, text(buttons.length > 0 ? "timeGone" : "timeGoneNone",
        { time: this.format.whole(start) })),
      el("div", { class: "choices" }, ...buttons));
    parts.notice.hidden = false;
    this.#markChosen();
  }

  /** Chooses an alternative. @param {Start} start */
  async #take(start) {
    const { month, parts } = this.view;
    const day = start.start.slice(0, 10);
    if (this.who && !start.with.includes(this.who)) {
      this.who = "";
      /** @type {HTMLInputElement | null} */
      const anyone = parts.who.querySelector('input[value=""]');
      if (anyone) {
        anyone.checked = true;
      }
    }
    this.choose(start);
    if (day.slice(0, 7) !== month.day.slice(0, 7)) {
      month.day = day;
      await this.turn(firstOf(day), start.start);
    }
    month.select(day);
    await this.show(day, start.start);
  }
}

/**
 * @param {import("./times.js").TimesView} view
 * @param {Start | null} start
 * @param {string} who a calendar, or empty for any
 */
export function setFormValue({ element, internals, parts, text }, start, who) {
  const form = new FormData();
  if (start) {
    form.append(element.getAttribute("name") ?? "start", start.start);
    if (who) {
      form.append(element.getAttribute("with-name") ?? "with", who);
    }
  }
  internals.setFormValue(start ? form : null, start ? `${start.start} ${who}` : "");
  // The fallback sends its own time until the element has loaded.
  const missing = element.hasAttribute("required") && !start && !parts.frame.hidden;
  internals.setValidity(missing ? { valueMissing: true } : {},
    missing ? text("timeRequired") : "", missing ? parts.times : undefined);
}
