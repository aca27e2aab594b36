// <holdfast-times>: chooses a time of a service, by month, day and time.

import "./booking-texts.js";
import { Api, Refused } from "./api.js";
import { BASE, adoptStyles, el, hideFallback } from "./dom.js";
import { MONTH, Month } from "./month.js";
import { languageOf, moneyIn, textsIn } from "./texts.js";
import { TimePicker, setFormValue } from "./time-picker.js";
import { TIMES, pollWhileVisible } from "./time-slots.js";

/** @typedef {import("./api.js").Start} Start */
/**
 * What the element has from the moment it is on the page. The picker comes with the service.
 * @typedef {object} TimesView
 * @property {HTMLElement} element
 * @property {ElementInternals} internals
 * @property {Api} api
 * @property {string} service
 * @property {string} language
 * @property {import("./texts.js").Text} text
 * @property {import("./texts.js").MoneyFormat} money
 * @property {Month} month
 * @property {ReturnType<typeof layout>} parts
 * @property {AbortSignal} signal
 * @property {(failure: unknown, again: () => void) => void} failed shows a failure
 */

/** @param {Month} month @param {import("./texts.js").Text} text @param {boolean} hidden */
function layout(month, text, hidden) {
  const parts = {
    notice: el("div", { class: "notice", role: "alert", tabindex: -1, hidden: true, part: "notice" }),
    who: el("fieldset", { class: "who", hidden: true, part: "who" }),
    times: el("div", { class: "day", part: "times" },
      el("p", { class: "none" }, text("timesLoading"))),
    chosen: el("div", { class: "summary", role: "status" }),
  };
  const bar = el("div", { class: "chosen", hidden: true, part: "selection" },
    parts.chosen, el("slot", { name: "action" }));
  const frame = el("div", { class: "frame", part: "frame", hidden },
    parts.who, parts.notice, month.element, parts.times, bar);
  return { ...parts, bar, frame };
}

export class HoldfastTimes extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["service", "key", "base"];

  #internals = this.attachInternals();
  #stop = new AbortController();
  #opened = false;
  /** @type {TimePicker | null} */
  #picker = null;
  /** What to choose as soon as the times are loaded, and with whom. */
  #wanted = { start: "", who: "" };

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
    if (this.isConnected && this.#opened) {
      this.#open();
    }
  }

  /** The chosen start, as in 2026-12-03T10:00:00+01:00, or nothing. */
  get value() {
    return this.#picker?.chosen?.start ?? "";
  }

  get items() {
    return this.#picker?.items() ?? [];
  }

  /** Whether this visitor holds the chosen time: then it is not lost. @param {boolean} [held] */
  settle(held = true) {
    this.#picker?.settle(held);
  }

  /** @param {Start | null} start */
  choose(start) {
    this.#picker?.choose(start);
  }

  /** A hold of the chosen time was refused. @param {import("./api.js").ProblemDetails} [problem] */
  async lost(problem) {
    await this.#picker?.lost(problem);
    this.#picker?.view.parts.notice.focus();
    // The list still has the time that is lost.
    await this.#picker?.poll();
  }

  formResetCallback() {
    this.choose(null);
  }

  /** @param {string} state a start, and with whom */
  formStateRestoreCallback(state) {
    const [start, who] = state.split(" ");
    this.#wanted = { start, who: who || this.#wanted.who };
    if (this.#picker && who) {
      this.#picker.who = who;
    }
  }

  #open() {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#opened = true;
    const { signal } = this.#stop;
    if (this.#picker) {
      this.#wanted = { start: this.value, who: this.#picker.who };
      this.#picker = null;
    }
    const language = languageOf(this);
    const text = textsIn(language);
    const month = new Month(language, text, (day) => void this.#picker?.look(day),
      (first) => void this.#picker?.turn(first));
    // The page's fallback stays until the element has content.
    const fallback = this.childElementCount > 0;
    const parts = layout(month, text, fallback);
    /** @type {TimesView} */
    const view = {
      element: this, internals: this.#internals, language, text, month, parts, signal,
      api: new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? ""),
      service: this.getAttribute("service") ?? "", money: moneyIn(language),
      failed: (/** @type {unknown} */ failure, /** @type {() => void} */ again) =>
        this.#failed(view, failure, again),
    };
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    adoptStyles(root, [BASE, MONTH, TIMES]);
    root.replaceChildren(parts.frame, el("slot", { hidden: !fallback }));
    this.closest("form")?.addEventListener("submit", () => this.settle(), { signal });
    pollWhileVisible(() => void this.#picker?.poll(), signal);
    window.addEventListener("pageshow", () => this.settle(false), { signal });
    setFormValue(view, null, "");
    void this.#load(view);
  }

  /** @param {TimesView} view */
  async #load(view) {
    const { api, service, signal } = view;
    // The browser may restore a choice while the service is on its way.
    const who = () => this.getAttribute("with") || this.#wanted.who
      || (this.getAttribute("first-with") ?? "");
    try {
      const query = new URLSearchParams(who() ? { with: who() } : {});
      const [details, first] = await Promise.all([
        api.service(service, signal), api.freeDays(service, query, signal)]);
      const picker = new TimePicker(view, details, first, who());
      this.#picker = picker;
      const wanted = this.#wanted.start || (this.getAttribute("value") ?? "");
      await picker.begin(this.getAttribute("day") ?? "", wanted);
      if (signal.aborted || !picker.loaded) {
        return;
      }
      hideFallback(this);
      this.querySelectorAll("[data-action]").forEach((action) => action.removeAttribute("hidden"));
      view.parts.frame.hidden = false;
      setFormValue(view, picker.chosen, picker.who);
      this.dispatchEvent(new CustomEvent("holdfast-ready", { bubbles: true, composed: true }));
    } catch (failure) {
      this.#failed(view, failure, () => this.#open());
    }
  }

  /** @param {TimesView} view @param {unknown} failure @param {() => void} again */
  #failed({ month, parts, signal, text }, failure, again) {
    if (!signal.aborted) {
      const why = failure instanceof Refused && failure.status !== 503 ? failure.message : "";
      parts.times.replaceChildren(
        el("p", { class: "none", role: "alert" }, text("timesFailed"), " ", why),
        el("button", { type: "button", onclick: again }, text("again")));
      month.element.setAttribute("aria-busy", "false");
      if (!this.#picker?.loaded) {
        hideFallback(this, true);
      }
    }
  }
}
