// <holdfast-times>: chooses a time of a service, by month, day and time.

import { Api, Refused } from "./api.js";
import { BASE, dress, el, quiet } from "./look.js";
import { MONTH, Month, firstOf, plusDays, plusMonths, told } from "./month.js";
import { languageOf, moneyIn, speak } from "./texts.js";
import { choices, people } from "./who.js";
import { Clock, TIMES, fields, firstFree, horizon, whileSeen } from "./times-parts.js";

/** @typedef {import("./times-parts.js").Start} Start */

export class HoldfastTimes extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["service", "key", "base"];

  #internals = this.attachInternals();
  #stop = new AbortController();
  /** @type {Start | null} */
  #chosen = null;
  #with = "";
  #zone = "UTC";
  #clock = new Clock("en", "UTC", speak("en"));
  #settled = false;
  #asked = 0;
  #day = "";
  #notice = el("div", { class: "notice", role: "alert", hidden: true, part: "notice" });
  #who = el("fieldset", { class: "who", hidden: true, part: "who" });
  #times = el("div", { class: "day", part: "times" });
  #told = el("div", { class: "told", role: "status" });
  #bar = el("div", { class: "chosen", hidden: true, part: "selection" },
    this.#told, el("slot", { name: "action" }));

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    this.#open();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  attributeChangedCallback() {
    if (this.isConnected && this.month) {
      this.#stop.abort();
      this.#open();
    }
  }

  /** The chosen start, as in 2026-12-03T10:00:00+01:00, or nothing. */
  get value() {
    return this.#chosen?.start ?? "";
  }

  get items() {
    return this.#chosen ? [{
      kind: "time", service: this.getAttribute("service"), start: this.#chosen.start,
      with: this.#with ? [this.#with] : [],
    }] : [];
  }

  /** Whether this visitor holds the chosen time: then it is not lost. @param {boolean} [held] */
  settle(held = true) {
    this.#settled = held;
  }

  formResetCallback() {
    this.choose(null);
  }

  /** @param {string} state a start, and with whom */
  formStateRestoreCallback(state) {
    const [start, who] = state.split(" ");
    this.restore = start;
    this.#with = who || this.#with;
  }

  #open() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.language = languageOf(this);
    this.say = speak(this.language);
    this.money = moneyIn(this.language);
    this.api = new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? "");
    this.path = `v1/services/${encodeURIComponent(this.getAttribute("service") ?? "")}`;
    this.#with = this.getAttribute("with") || this.#with || (this.getAttribute("first-with") ?? "");
    this.month = new Month(this.language, this.say, (day) => void this.#show(day),
      (month) => void this.#turn(month));
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    dress(root, [BASE, MONTH, TIMES]);
    // The page's fallback stays until the element has content.
    const meanwhile = this.childElementCount > 0;
    this.frame = el("div", { class: "frame", part: "frame", hidden: meanwhile },
      this.#who, this.#notice, this.month.element, this.#times, this.#bar);
    root.replaceChildren(this.frame, el("slot", { hidden: !meanwhile }));
    this.#times.replaceChildren(el("p", { class: "none" }, this.say("timesLoading")));
    this.closest("form")?.addEventListener("submit", () => this.settle(), { signal });
    whileSeen(() => void this.#again(), signal);
    window.addEventListener("pageshow", () => {
      this.#settled = false;
    }, { signal });
    this.#tell();
    void this.#begin(signal);
  }

  /** @param {AbortSignal} signal */
  async #begin(signal) {
    const { api, month, path, say } = this;
    if (!api || !month || !path || !say) {
      return;
    }
    try {
      const [service, first] = await Promise.all([api.read(path, { signal }),
        api.read(`${path}/free/days?${this.#query(null, null)}`, { signal })]);
      this.service = service;
      this.#zone = first.timeZone;
      this.#clock = new Clock(this.language ?? "en", this.#zone, say);
      month.today = first.today;
      month.least = month.today;
      month.most = horizon(month.today, this.service.horizon);
      month.day = month.today;
      const wanted = this.restore || (this.getAttribute("value") ?? "");
      const day = wanted ? wanted.slice(0, 10) : this.getAttribute("day") ?? month.today;
      month.day = day < month.least ? month.least : day > month.most ? month.most : day;
      await Promise.all([this.#people(), this.#turn(firstOf(month.day), wanted)]);
      if (signal.aborted || !this.starts) {
        return;
      }
      quiet(this);
      this.querySelectorAll("[data-action]").forEach((action) => action.removeAttribute("hidden"));
      if (this.frame) {
        this.frame.hidden = false;
      }
      this.#tell();
      this.dispatchEvent(new CustomEvent("holdfast-ready", { bubbles: true, composed: true }));
    } catch (failure) {
      this.#failed(failure, () => this.#open());
    }
  }

  /** @param {string | null} from @param {string | null} to */
  #query(from, to) {
    const query = new URLSearchParams();
    if (from && to) {
      query.set("from", from);
      query.set("to", to);
    }
    if (this.#with) {
      query.set("with", this.#with);
    }
    return query;
  }

  /** @param {unknown} failure @param {() => void} again */
  #failed(failure, again) {
    const { say } = this;
    if (!this.#stop.signal.aborted && say) {
      const why = failure instanceof Refused && failure.status !== 503 ? failure.message : "";
      this.#times.replaceChildren(
        el("p", { class: "none", role: "alert" }, say("timesFailed"), " ", why),
        el("button", { type: "button", onclick: again }, say("again")));
      this.month?.element.setAttribute("aria-busy", "false");
      if (!this.starts) {
        quiet(this, true);
      }
    }
  }

  async #people() {
    const { api, say, service } = this;
    if (!api || !say || this.hasAttribute("with")) {
      this.#who.hidden = true;
      return;
    }
    const some = await people(api, service);
    this.names = new Map(some.map((each) => [each.id, each.name]));
    choices(this.#who, some, this.#with, say, (id) => void this.#ask(id));
  }

  /** @param {string} who */
  async #ask(who) {
    this.#with = who;
    this.choose(null);
    await this.#turn(firstOf(this.month?.day ?? ""));
  }

  /** @param {string} first @param {string} [wanted] a start to choose */
  async #turn(first, wanted = "") {
    const { api, month, path } = this;
    if (!api || !month || !path) {
      return;
    }
    const asked = ++this.#asked;
    const { signal } = this.#stop;
    try {
      const from = first < month.today ? month.today : first;
      const to = plusMonths(first, 1);
      const answer = await api.read(`${path}/free/days?${this.#query(from, to)}`, { signal });
      if (asked !== this.#asked) {
        return;
      }
      month.fill(answer.days);
      const day = month.free.has(month.day) ? month.day : answer.days[0];
      if (day) {
        month.select(day);
        await this.#show(day, wanted);
      } else {
        this.#nothing(to);
      }
    } catch (failure) {
      if (asked === this.#asked) {
        this.#failed(failure, () => void this.#turn(first));
      }
    }
  }

  /** @param {string} after */
  #nothing(after) {
    const { say, month } = this;
    if (say && month) {
      month.selected = "";
      month.show();
      this.#day = "";
      this.starts = [];
      this.#times.replaceChildren(
        el("div", { class: "head" }), el("p", { class: "none" }, say("noMonth")),
        el("button", { type: "button", onclick: () => void this.#next(after) }, say("nextFree")));
    }
  }

  /** Searches the next day with free times. @param {string} after */
  async #next(after) {
    const { api, month, path, say } = this;
    if (!api || !month || !path || !say) {
      return;
    }
    const day = await firstFree(after, month.most, async (from, to) => (await api.read(
      `${path}/free/days?${this.#query(from, to)}`, { signal: this.#stop.signal })).days);
    if (day) {
      month.go(day, true);
      return;
    }
    this.#times.replaceChildren(el("div", { class: "head" }),
      el("p", { class: "none", role: "status" }, say("noneAhead")));
  }

  /** @param {string} day @param {string} [wanted] */
  async #show(day, wanted = "") {
    const { api, path } = this;
    if (!api || !path) {
      return;
    }
    const asked = ++this.#asked;
    const { signal } = this.#stop;
    try {
      const answer = await api.read(`${path}/free?${this.#query(day, plusDays(day, 1))}`, { signal });
      if (asked === this.#asked) {
        this.#day = day;
        /** @type {Start[]} */
        this.starts = answer.starts;
        const found = answer.starts.find((start) => start.start === wanted);
        if (found) {
          this.choose(found);
        }
        this.#list();
      }
    } catch (failure) {
      if (asked === this.#asked) {
        this.#failed(failure, () => void this.#show(day));
      }
    }
  }

  #list() {
    this.#times.replaceChildren(...this.#clock.day(
      this.#day, this.starts ?? [], (start) => this.#button(start)));
  }

  /** @param {Start} start */
  #button(start) {
    const here = this.#clock.here(start, false);
    return el("button", {
      type: "button", "aria-pressed": String(start.start === this.#chosen?.start),
      "data-start": start.start, part: "time",
      onclick: () => {
        this.choose(start);
        this.#press();
      },
    }, this.#clock.time(start), here ? el("small", {}, here) : "");
  }

  #press() {
    for (const button of this.#times.querySelectorAll("[data-start]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-start") === this.value));
    }
  }

  /** @param {Start | null} start */
  choose(start) {
    this.#chosen = start;
    this.#settled = false;
    this.#notice.hidden = true;
    this.#tell();
    const detail = { start: this.value, items: this.items };
    this.dispatchEvent(new CustomEvent("holdfast-select", { bubbles: true, composed: true, detail }));
  }

  #tell() {
    const { say, money } = this;
    const start = this.#chosen;
    if (!say || !money) {
      return;
    }
    this.#internals.setFormValue(start ? fields(this, start, this.#with) : null,
      start ? `${this.value} ${this.#with}` : "");
    // The fallback sends its own time until the element has loaded.
    const missing = this.hasAttribute("required") && !start && !this.frame?.hidden;
    this.#internals.setValidity(missing ? { valueMissing: true } : {},
      missing ? say("timeRequired") : "", missing ? this.#times : undefined);
    this.#bar.hidden = !start;
    if (start) {
      this.#told.replaceChildren(...this.#clock.chosen(start,
        this.#with && this.names?.get(this.#with), money(this.service?.price ?? null)));
    }
  }

  /** Reads the day again, and checks whether the chosen time is still free. */
  async #again() {
    const { api, path } = this;
    if (!this.#day || !api || !path || this.#stop.signal.aborted) {
      return;
    }
    const before = this.#asked;
    const day = this.#day;
    const { signal } = this.#stop;
    const asked = `${path}/free?${this.#query(day, plusDays(day, 1))}`;
    const answer = await api.read(asked, { signal }).catch(() => null);
    if (!answer || before !== this.#asked) {
      return;
    }
    if (JSON.stringify(answer.starts) !== JSON.stringify(this.starts)) {
      this.starts = answer.starts;
      this.#list();
    }
    const start = this.#chosen;
    if (start && !this.#settled && start.start.slice(0, 10) === day
        && !answer.starts.some((each) => each.start === start.start)) {
      await this.lost();
    }
  }

  /** Shows that the chosen time is taken, with alternatives. @param {any} [problem] */
  async lost(problem) {
    const { api, say } = this;
    const start = this.#chosen;
    if (!api || !say || !start) {
      return;
    }
    const items = this.items;
    this.choose(null);
    const found = problem?.alternatives ?? (await api.ask("POST", "v1/alternatives", { body: { items } })
      .then((answer) => answer.body.alternatives).catch(() => []));
    const again = (/** @type {any} */ each) => each.start === start.start
      && (!this.#with || each.with.includes(this.#with));
    const ways = found.filter((each) => !again(each)).map((each) => el("button", {
      type: "button", part: "alternative", onclick: () => void this.#take(each),
    }, this.#clock.whole(each, this.names)));
    this.#notice.replaceChildren(
      el("p", {}, say(ways.length > 0 ? "timeGone" : "timeGoneNone", { time: this.#clock.whole(start) })),
      el("div", { class: "ways" }, ...ways));
    this.#notice.hidden = false;
    this.#press();
  }

  /** @param {Start} start */
  async #take(start) {
    const day = start.start.slice(0, 10);
    if (this.#with && !start.with.includes(this.#with)) {
      this.#with = "";
      /** @type {HTMLInputElement | null} */
      const anyone = this.#who.querySelector('input[value=""]');
      if (anyone) {
        anyone.checked = true;
      }
    }
    this.choose(start);
    if (this.month) {
      if (day.slice(0, 7) !== this.month.day.slice(0, 7)) {
        this.month.day = day;
        await this.#turn(firstOf(day), start.start);
      }
      this.month.select(day);
      await this.#show(day, start.start);
    }
  }
}
