// <holdfast-seats>: chooses seats of an event on a live map, or in an equivalent list.

import { Api, Refused } from "./api.js";
import { BASE, adoptStyles, el, hideFallback } from "./dom.js";
import { GRID } from "./grid.js";
import { SeatMap } from "./seat-map.js";
import { SEATS, layout } from "./seats-layout.js";
import { showFailure, showNotice } from "./seats-panels.js";
import { mostSeats, setFormValue } from "./selection.js";
import { TabChannel } from "./tab-channel.js";
import { languageOf, moneyIn, named, textsIn } from "./texts.js";

/**
 * What the element has from the moment it is on the page. The map comes with the seats.
 * @typedef {object} SeatsView
 * @property {HTMLElement} element
 * @property {ElementInternals} internals
 * @property {Api} api
 * @property {string} language
 * @property {import("./texts.js").Text} text
 * @property {import("./texts.js").MoneyFormat} money
 * @property {import("./seats-layout.js").Parts} parts
 * @property {TabChannel} tabs
 * @property {Set<string>} heldElsewhere seats that the visitor holds in another tab, with areas
 */

export class HoldfastSeats extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["event", "area", "key", "base"];

  #internals = this.attachInternals();
  #stop = new AbortController();
  /** @type {SeatsView | null} */
  #view = null;
  /** @type {SeatMap | null} */
  #map = null;
  /** @type {Set<string>} */
  #heldElsewhere = new Set();
  /** How many best seats to choose as soon as the seats are loaded; 0 for none. */
  #early = 0;
  /** Names to choose as soon as the seats are loaded. @type {string | null} */
  #wanted = null;
  /** Whether the seats were loaded once: then the page's fallback is out of date. */
  #loaded = false;
  #party = 2;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    // The browser cannot show its own message, because the map cannot have the focus.
    this.addEventListener("invalid", (event) => {
      event.preventDefault();
      if (this.#map) {
        this.#map.notice(this.#map.view.text("required"));
      } else if (this.#view) {
        const { parts, text } = this.#view;
        showNotice(parts, text, text("required"), [], () => showNotice(parts, text, null));
      }
    });
  }

  connectedCallback() {
    this.#open();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {string} _name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(_name, before, now) {
    if (this.isConnected && before !== now && this.#view) {
      this.#open();
    }
  }

  /** The map, once the seats are loaded. */
  get map() {
    return this.#map;
  }

  /** The chosen seats. */
  get seats() {
    return this.#map?.selection.names() ?? [];
  }

  /** The chosen seats as items of a hold. */
  get items() {
    return this.#map?.selection.items() ?? [];
  }

  /** Chooses these seats, by the names that the form sends. @param {string[]} names */
  choose(names) {
    const selection = this.#map?.selection;
    selection?.choose(names.map((name) => selection.find(name)));
  }

  /** Chooses the best seats. @param {number} count */
  async best(count) {
    if (this.#map) {
      await this.#map.best(count);
    } else {
      this.#early = count;
    }
  }

  /** Whether this visitor holds the chosen seats: then none is lost. @param {boolean} [held] */
  settle(held = true) {
    this.#map?.selection.settle(held);
  }

  /** A hold of the chosen seats was refused. @param {import("./api.js").ProblemDetails} problem */
  async lost(problem) {
    await this.#map?.selection.lost(problem);
    this.#view?.parts.notice.focus();
  }

  formResetCallback() {
    this.#map?.selection.choose([]);
  }

  /** @param {string} state */
  formStateRestoreCallback(state) {
    if (this.#map) {
      this.#map.selection.restore(state);
    } else {
      this.#wanted = state;
    }
  }

  /** @param {boolean} off */
  formDisabledCallback(off) {
    this.toggleAttribute("inert", off);
  }

  /** @param {string[]} [names] the form's value until the seats are loaded */
  #open(names = []) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const language = languageOf(this);
    const text = textsIn(language);
    const tabs = new TabChannel((event, seats) => {
      if (event === this.getAttribute("event")) {
        seats.forEach((seat) => this.#heldElsewhere.add(seat));
      }
    });
    signal.addEventListener("abort", () => tabs.close());
    const parts = layout(text, this.#actions(), this.#party);
    const view = {
      element: this, internals: this.#internals, language, text, parts, tabs,
      api: new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? ""),
      money: moneyIn(language), heldElsewhere: this.#heldElsewhere,
    };
    this.#view = view;
    this.#map = null;
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    adoptStyles(root, [BASE, SEATS, GRID]);
    root.replaceChildren(parts.frame, el("slot", { hidden: true }));
    this.closest("form")?.addEventListener("submit", () => this.settle(), { signal });
    window.addEventListener("pageshow", () => this.settle(false), { signal });
    setFormValue(view, names);
    void this.#load(view, signal);
  }

  /** @returns {import("./seats-layout.js").Actions} */
  #actions() {
    const party = (/** @type {number} */ by) => () => {
      const most = this.#map?.selection.most() ?? mostSeats(this);
      this.#party = Math.min(most, Math.max(1, this.#party + by));
      if (this.#view) {
        this.#view.parts.party.textContent = String(this.#party);
      }
    };
    return {
      closer: () => this.#map?.zoom(1.8), further: () => this.#map?.zoom(1 / 1.8),
      whole: () => this.#map?.camera.fit(), fewer: party(-1), more: party(1),
      best: () => void this.best(this.#party),
      map: () => this.#map?.list(false), list: () => this.#map?.list(true),
    };
  }

  /** @param {SeatsView} view @param {AbortSignal} signal */
  async #load(view, signal) {
    const { api, parts } = view;
    const event = this.getAttribute("event") ?? "";
    performance.mark("holdfast-seats-begin");
    try {
      const [drawing, sold, states] = await Promise.all([
        api.drawing(event, signal), api.event(event, signal), api.seats(event, signal)]);
      const shown = {
        ...named(sold, view.language), areas: sold.areas?.map((area) => ({
          ...named(area, view.language), tiers: area.tiers?.map((tier) => named(tier, view.language)),
        })),
      };
      const map = new SeatMap(view, this.#actions(), drawing, shown, states, signal);
      this.#map = map;
      this.#loaded = true;
      hideFallback(this);
      map.begin(this.#wanted ?? this.getAttribute("value") ?? this.getAttribute("own"));
      this.#wanted = null;
      if (this.#early > 0) void map.best(this.#early);
      this.#early = 0;
      performance.measure("holdfast-seats-first", "holdfast-seats-begin");
      this.dispatchEvent(new CustomEvent("holdfast-ready", { bubbles: true, composed: true }));
      await api.follow(event, states.version, (kind, data) => this.#changed(map, kind, data),
        (connected) => {
          parts.offline.hidden = connected || signal.aborted;
        }, signal);
    } catch (failure) {
      if (!signal.aborted) {
        this.#failed(view, failure);
      }
    }
  }

  /** @param {SeatsView} view @param {unknown} failure */
  #failed(view, failure) {
    const why = failure instanceof Refused && failure.status !== 503 ? failure.message : "";
    showFailure(view.parts.state, view.text, why, () => this.#open());
    if (!this.#loaded) {
      // The page's fallback is the form's field now.
      hideFallback(this, true);
      this.#internals.setFormValue(null);
      this.#internals.setValidity({});
    }
    if (!(failure instanceof Refused)) {
      console.error(failure);
    }
  }

  /** @param {SeatMap} map @param {string} kind @param {import("./api.js").SeatStates} data */
  #changed(map, kind, data) {
    if (kind === "changes") {
      map.apply(data);
    } else if (data.chart && data.chart !== map.chart.hash) {
      const names = map.selection.names();
      this.#wanted = names.join(",");
      this.#open(names);
    } else {
      map.load(data);
    }
  }
}
