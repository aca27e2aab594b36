// <holdfast-book>: holds the chosen items, shows the time left, and links to the basket.

import "./booking-texts.js";
import { Api, Refused } from "./api.js";
import { BASE, adoptStyles, el } from "./dom.js";
import { languageOf, moneyIn, textsIn } from "./texts.js";

const BOOK = `
.frame { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; }
.frame > .main { min-height: 48px; padding-inline: 24px; }
.held { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; width: 100%; margin: 0;
  font-variant-numeric: tabular-nums; }
.held b { font-size: 1.0625rem; }
.held[data-soon] b { color: var(--_warn); }
.held span { color: var(--_muted); }
.notice { width: 100%; }
`;

const SOON = 120;

/** @typedef {import("./api.js").Hold} Hold */
/** @typedef {import("./api.js").Item} Item */
/**
 * The element that chooses, or any other with items.
 * @typedef {object} Choosing
 * @property {Item[]} items
 * @property {(held?: boolean) => void} [settle]
 * @property {(problem: import("./api.js").ProblemDetails) => void} [lost]
 */
/**
 * What the element has from the moment it is on the page.
 * @typedef {object} BookView
 * @property {Api} api
 * @property {import("./texts.js").Text} text
 * @property {import("./texts.js").MoneyFormat} money
 */
/**
 * A hold with its countdown.
 * @typedef {object} Countdown
 * @property {Hold} hold
 * @property {number} until when it expires, by the browser's clock
 * @property {number} timer
 * @property {HTMLElement} line
 * @property {HTMLElement} left
 */

export class HoldfastBook extends HTMLElement {
  static observedAttributes = ["event", "service", "key", "base", "area", "quantity"];

  #frame = el("div", { class: "frame", part: "frame" });
  #spoken = el("div", { class: "unseen", role: "status" });
  #busy = false;
  /** @type {BookView | null} */
  #view = null;
  /** @type {Countdown | null} */
  #countdown = null;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    adoptStyles(root, [BASE, BOOK]);
    root.append(this.#frame, this.#spoken);
  }

  connectedCallback() {
    this.#open();
  }

  disconnectedCallback() {
    clearInterval(this.#countdown?.timer);
  }

  attributeChangedCallback() {
    if (this.isConnected && !this.#countdown && this.#view) {
      this.#open();
    }
  }

  #open() {
    const language = languageOf(this);
    const view = {
      api: new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? ""),
      text: textsIn(language), money: moneyIn(language),
    };
    this.#view = view;
    this.#showButton(view);
  }

  /** The element that chooses, if there is one. @returns {(HTMLElement & Choosing) | null} */
  get chooser() {
    const id = this.getAttribute("for");
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    return id ? /** @type {(HTMLElement & Choosing) | null} */ (root.getElementById(id)) : null;
  }

  /** @returns {Item[]} */
  get items() {
    const chosen = this.chooser?.items;
    if (chosen) {
      return chosen;
    }
    const event = this.getAttribute("event");
    return event && this.hasAttribute("area") ? [{
      kind: "capacity", event, area: this.getAttribute("area"),
      ...(this.hasAttribute("tier") ? { tier: this.getAttribute("tier") } : {}),
      quantity: Number(this.getAttribute("quantity") ?? 1),
    }] : [];
  }

  get hold() {
    return this.#countdown?.hold ?? null;
  }

  /** @param {BookView} view @param {string} [message] @param {HTMLElement[]} [buttons] */
  #showButton({ text }, message, buttons = []) {
    const label = this.getAttribute("label") ?? text("book");
    this.#frame.replaceChildren(
      el("button", { type: "button", class: "main", part: "button", onclick: () => void this.book() },
        label),
      message ? el("div", { class: "notice", role: "alert", part: "notice" }, el("p", {}, message),
        buttons.length > 0 ? el("div", { class: "choices" }, ...buttons) : "") : "");
  }

  /** Holds the chosen items. At most one request is in flight, however often it is called. */
  async book() {
    const view = this.#view;
    const items = this.items;
    if (!view || this.#busy || this.#countdown) {
      return;
    }
    if (items.length === 0) {
      this.#showButton(view, view.text("nothing"));
      return;
    }
    await this.#holdItems(view, items);
  }

  /** @param {BookView} view @param {Item[]} items */
  async #holdItems(view, items) {
    this.#busy = true;
    const button = this.#frame.querySelector("button");
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.textContent = view.text("holding");
    }
    this.chooser?.settle?.();
    try {
      const asked = Date.now();
      const hold = await view.api.hold(items, this.#visitor());
      // The server's clock decides; the browser only shows the countdown.
      const ahead = Date.parse(hold.madeAt ?? "") - (asked + Date.now()) / 2 || 0;
      this.#showHold(view, hold, Date.parse(hold.expiresAt) - ahead);
    } catch (failure) {
      this.chooser?.settle?.(false);
      this.#refused(view, failure, items);
    } finally {
      this.#busy = false;
    }
  }

  /** The customer's id: limits per customer need one. */
  #visitor() {
    const given = this.getAttribute("customer");
    if (given) {
      return given;
    }
    try {
      const known = sessionStorage.getItem("holdfast-visitor") ?? `visitor_${crypto.randomUUID()}`;
      sessionStorage.setItem("holdfast-visitor", known);
      return known;
    } catch {
      // Without session storage every hold gets a new visitor id.
      return `visitor_${crypto.randomUUID()}`;
    }
  }

  /** @param {BookView} view @param {Hold} hold @param {number} until by the browser's clock */
  #showHold(view, hold, until) {
    const left = el("b", { role: "timer" });
    const line = el("p", { class: "held" }, left, el("span", {}, view.money(hold.total ?? null)));
    clearInterval(this.#countdown?.timer);
    const countdown = {
      hold, until, line, left, timer: window.setInterval(() => this.#count(view, countdown), 1_000),
    };
    this.#countdown = countdown;
    this.dispatchEvent(new CustomEvent("holdfast-held", {
      bubbles: true, composed: true, detail: hold,
    }));
    this.#frame.replaceChildren(line,
      el("a", { class: "button main", part: "button", href: this.#basket(view, hold) },
        view.text("toBasket")),
      el("button", { type: "button", part: "back", onclick: () => void this.giveBack() },
        view.text("giveBack")));
    this.#frame.querySelector("a")?.focus();
    this.#count(view, countdown);
  }

  /**
   * Where the hold is confirmed: `checkout` may name another page, with {id} and {token}.
   * @param {BookView} view @param {Hold} hold
   */
  #basket({ api }, hold) {
    const page = this.getAttribute("checkout")
      ?? `${api.base}basket/take?hold={id}&token={token}`;
    return page.replace("{id}", encodeURIComponent(hold.id))
      .replace("{token}", encodeURIComponent(hold.token));
  }

  /** @param {BookView} view @param {Countdown} countdown */
  #count(view, { left, line, until }) {
    const seconds = Math.floor((until - Date.now()) / 1_000);
    if (seconds <= 0) {
      this.#end();
      this.#showButton(view, view.text("expired"));
      return;
    }
    const minutes = Math.floor(seconds / 60);
    left.textContent = view.text("heldFor",
      { left: `${minutes}:${String(seconds % 60).padStart(2, "0")}` });
    line.toggleAttribute("data-soon", seconds < SOON);
    if (seconds === SOON || seconds === 30 || this.#spoken.textContent === "") {
      this.#spoken.textContent = left.textContent;
    }
  }

  #end() {
    clearInterval(this.#countdown?.timer);
    this.#countdown = null;
    this.chooser?.settle?.(false);
    this.#spoken.textContent = "";
    this.dispatchEvent(new CustomEvent("holdfast-ended", { bubbles: true, composed: true }));
  }

  /** Cancels the hold. */
  async giveBack() {
    const { hold } = this;
    const view = this.#view;
    if (view && hold) {
      try {
        await view.api.cancel(hold);
        this.#end();
        this.#showButton(view);
        this.#frame.querySelector("button")?.focus();
      } catch (failure) {
        this.#spoken.textContent = failure instanceof Refused ? failure.message : "";
      }
    }
  }

  /** @param {BookView} view @param {unknown} failure @param {Item[]} items */
  #refused(view, failure, items) {
    const { text } = view;
    const problem = failure instanceof Refused ? failure.problem : {};
    const outcome = failure instanceof Refused ? failure.outcome : "";
    const chooser = this.chooser;
    if (outcome === "unavailable" && chooser?.lost) {
      this.#showButton(view);
      chooser.lost(problem);
      return;
    }
    /** @type {Record<string, string>} */
    const messages = { limitReached: "limit", notOnSale: "notOnSale", overloaded: "busy" };
    const buttons = (problem.alternatives ?? []).filter((each) => each.kind === "capacity")
      .map((each) => el("button", {
        type: "button",
        onclick: () => void this.#holdItems(view, items.map((item, at) =>
          at === each.insteadOf ? each : item)),
      }, text("take", { seats: text("many", { count: each.quantity }) })));
    this.#showButton(view, text(messages[outcome] ?? "bookFailed"), buttons);
  }
}
