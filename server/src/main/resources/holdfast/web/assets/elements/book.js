// <holdfast-book>: holds the chosen items, shows the time left, and links to the basket.

import { Api, Refused } from "./api.js";
import { BASE, dress, el } from "./look.js";
import { languageOf, moneyIn, speak } from "./texts.js";

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

/** @typedef {HTMLElement & { items: any[], settle?: (held?: boolean) => void, lost?: (problem?: any) => void }} Chooser */

export class HoldfastBook extends HTMLElement {
  static observedAttributes = ["event", "service", "key", "base", "area", "quantity"];

  #frame = el("div", { class: "frame", part: "frame" });
  #spoken = el("div", { class: "unseen", role: "status" });
  #timer = 0;
  #busy = false;
  /** @type {any} */
  #hold = null;
  /** How far the server's clock is ahead of the browser's, in milliseconds. */
  #ahead = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    dress(root, [BASE, BOOK]);
    root.append(this.#frame, this.#spoken);
  }

  connectedCallback() {
    this.language = languageOf(this);
    this.say = speak(this.language);
    this.money = moneyIn(this.language);
    this.api = new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? "");
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected && !this.#hold && this.say) {
      this.api = new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? "");
      this.#show();
    }
  }

  /** The element that chooses, if there is one. @returns {Chooser | null} */
  get chooser() {
    const id = this.getAttribute("for");
    const root = /** @type {Document | ShadowRoot} */ (this.getRootNode());
    return id ? /** @type {Chooser | null} */ (root.getElementById(id)) : null;
  }

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
    return this.#hold;
  }

  /** @param {string} [told] @param {HTMLElement[]} [ways] */
  #show(told, ways = []) {
    const { say } = this;
    if (say) {
      const label = this.getAttribute("label") ?? say("book");
      this.#frame.replaceChildren(
        el("button", { type: "button", class: "main", part: "button", onclick: () => void this.book() },
          label),
        told ? el("div", { class: "notice", role: "alert", part: "notice" }, el("p", {}, told),
          ways.length > 0 ? el("div", { class: "ways" }, ...ways) : "") : "");
    }
  }

  /** Holds the chosen items. At most one request is in flight, however often it is called. */
  async book() {
    const { api, say } = this;
    const items = this.items;
    if (!api || !say || this.#busy || this.#hold) {
      return;
    }
    if (items.length === 0) {
      this.#show(say("nothing"));
      return;
    }
    await this.#holdThese(items);
  }

  /** @param {any[]} items */
  async #holdThese(items) {
    const { api, say } = this;
    if (!api || !say) {
      return;
    }
    this.#busy = true;
    const button = this.#frame.querySelector("button");
    button?.setAttribute("aria-disabled", "true");
    if (button) {
      button.textContent = say("holding");
    }
    this.chooser?.settle?.();
    try {
      const asked = Date.now();
      const hold = await api.make("v1/holds", { items, customer: this.#visitor() });
      // The server's clock decides; the browser only shows the countdown.
      this.#ahead = Date.parse(hold.madeAt ?? "") - (asked + Date.now()) / 2 || 0;
      this.#keep(hold);
    } catch (failure) {
      this.chooser?.settle?.(false);
      this.#refused(failure, items);
    } finally {
      this.#busy = false;
    }
  }

  /** The customer's id: limits per customer need one. */
  #visitor() {
    const said = this.getAttribute("customer");
    if (said) {
      return said;
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

  /** @param {any} hold */
  #keep(hold) {
    this.#hold = hold;
    this.dispatchEvent(new CustomEvent("holdfast-held", {
      bubbles: true, composed: true, detail: hold,
    }));
    const { say, money } = this;
    if (!say || !money) {
      return;
    }
    this.left = el("b", { role: "timer" });
    this.held = el("p", { class: "held" }, this.left,
      el("span", {}, money(hold.total ?? null)));
    this.#frame.replaceChildren(this.held,
      el("a", { class: "button main", part: "button", href: this.#basket(hold) }, say("toBasket")),
      el("button", { type: "button", part: "back", onclick: () => void this.giveBack() },
        say("giveBack")));
    this.#frame.querySelector("a")?.focus();
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#count(), 1_000);
    this.#count();
  }

  /** Where the hold is confirmed: `checkout` may name another page, with {id} and {token}. @param {any} hold */
  #basket(hold) {
    const { api } = this;
    const page = this.getAttribute("checkout")
      ?? `${api?.base}basket/take?hold={id}&token={token}`;
    return page.replace("{id}", encodeURIComponent(hold.id))
      .replace("{token}", encodeURIComponent(hold.token));
  }

  #count() {
    const { say } = this;
    const left = Math.floor((Date.parse(this.#hold.expiresAt) - Date.now() - this.#ahead) / 1_000);
    if (!say || !this.left || !this.held) {
      return;
    }
    if (left <= 0) {
      this.#end();
      this.#show(say("lapsed"));
      return;
    }
    const minutes = Math.floor(left / 60);
    this.left.textContent = say("heldFor",
      { left: `${minutes}:${String(left % 60).padStart(2, "0")}` });
    this.held.toggleAttribute("data-soon", left < SOON);
    if (left === SOON || left === 30 || this.#spoken.textContent === "") {
      this.#spoken.textContent = this.left.textContent;
    }
  }

  #end() {
    clearInterval(this.#timer);
    this.#hold = null;
    this.chooser?.settle?.(false);
    this.#spoken.textContent = "";
    this.dispatchEvent(new CustomEvent("holdfast-ended", { bubbles: true, composed: true }));
  }

  /** Cancels the hold. */
  async giveBack() {
    const { api } = this;
    const hold = this.#hold;
    if (api && hold) {
      try {
        await api.ask("DELETE", `v1/holds/${hold.id}`, { headers: { "Holdfast-Token": hold.token } });
        this.#end();
        this.#show();
        this.#frame.querySelector("button")?.focus();
      } catch (failure) {
        this.#spoken.textContent = failure instanceof Refused ? failure.message : "";
      }
    }
  }

  /** @param {unknown} failure @param {any[]} items */
  #refused(failure, items) {
    const { say } = this;
    if (!say) {
      return;
    }
    const problem = failure instanceof Refused ? failure.problem : {};
    const outcome = failure instanceof Refused ? failure.outcome : "";
    const chooser = this.chooser;
    if (outcome === "unavailable" && chooser?.lost) {
      this.#show();
      chooser.lost(problem);
      return;
    }
    /** @type {Record<string, string>} */
    const words = { limitReached: "limit", notOnSale: "notOnSale", overloaded: "busy" };
    const ways = (problem.alternatives ?? []).filter((each) => each.quantity).map((each) =>
      el("button", {
        type: "button",
        onclick: () => void this.#holdThese(items.map((item, at) =>
          at === each.insteadOf ? each : item)),
      }, say("take", { seats: say("many", { count: each.quantity }) })));
    this.#show(say(words[outcome] ?? "bookFailed"), ways);
  }
}
