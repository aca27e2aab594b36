// <holdfast-seats>: chooses seats of an event on a live map, or in an equivalent list.

import { Api, Refused } from "./api.js";
import { Camera } from "./camera.js";
import { Chart } from "./chart.js";
import { Frames } from "./frames.js";
import { Gestures } from "./gestures.js";
import { GRID, SeatGrid } from "./grid.js";
import { SeatHands } from "./hands.js";
import { BASE, dress, el, quiet } from "./look.js";
import { Overview } from "./overview.js";
import { Painter } from "./paint.js";
import { SEATS, shell } from "./seats-look.js";
import { basket, legend, palette, sorry } from "./seats-parts.js";
import { Selection } from "./selection.js";
import { languageOf, listed, moneyIn, speak } from "./texts.js";
import { Words } from "./words.js";

export class HoldfastSeats extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["event", "area", "key", "base"];

  #internals = this.attachInternals();
  #stop = new AbortController();
  /** @type {Chart | null} */
  #chart = null;
  /** @type {SeatGrid | null} */
  #grid = null;
  #frames = new Frames((now) => this.camera?.tick(now) ?? false, (still) => this.#draw(still));
  #party = 2;
  #seen = { focus: -1, only: -1 };
  hands = new SeatHands(this);

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.selection = new Selection(this, this.#internals);
  }

  connectedCallback() {
    this.#open();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#frames.stop();
  }

  /** @param {string} _name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(_name, before, now) {
    if (this.isConnected && before !== now && this.parts) {
      this.#stop.abort();
      this.#open();
    }
  }

  /** The chosen seats. */
  get seats() {
    return this.selection.names();
  }

  /** The chosen seats as items of a hold. */
  get items() {
    return this.selection.items();
  }

  get chart() {
    return this.#chart;
  }

  get grid() {
    return this.#grid;
  }

  /** Chooses these seats, by the names that the form sends. @param {string[]} names */
  choose(names) {
    this.selection.choose(names.map((name) => this.selection.find(name)));
  }

  /** Whether this visitor holds the chosen seats: then none is lost. @param {boolean} [held] */
  settle(held = true) {
    this.selection.settle(held);
  }

  /** A hold of the chosen seats was refused. @param {any} problem */
  lost(problem) {
    this.selection.lost(problem);
  }

  formResetCallback() {
    this.selection.choose([]);
  }

  /** @param {string} state */
  formStateRestoreCallback(state) {
    this.selection.wanted = state;
    this.selection.restore();
  }

  /** @param {boolean} off */
  formDisabledCallback(off) {
    this.toggleAttribute("inert", off);
  }

  #open() {
    this.#stop = new AbortController();
    this.language = languageOf(this);
    this.say = speak(this.language);
    this.money = moneyIn(this.language);
    this.api = new Api(this.getAttribute("base") ?? "/", this.getAttribute("key") ?? "");
    const parts = shell(this.say, this.#does());
    this.parts = parts;
    this.camera = new Camera(() => this.#frames.moved());
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    dress(root, [BASE, SEATS, GRID]);
    const slot = el("slot", { hidden: true });
    const probes = palette(() => this.#dress());
    this.probes = probes;
    root.replaceChildren(parts.frame, slot, probes.element);
    this.painter = new Painter(parts.canvas, probes.read());
    this.painter.dress(probes.read(), probes.font());
    new Gestures(parts.canvas, this.camera, this.hands);
    this.overview = new Overview(parts.overview, this.camera);
    const watch = new ResizeObserver(() => this.#size());
    watch.observe(parts.board);
    const { signal } = this.#stop;
    signal.addEventListener("abort", () => watch.disconnect());
    this.closest("form")?.addEventListener("submit", () => this.selection.settle(true), { signal });
    window.addEventListener("pageshow", () => this.selection.settle(false), { signal });
    this.selection.follow(signal);
    this.selection.show();
    void this.#load(signal);
  }

  #does() {
    const zoom = (/** @type {number} */ times) => () =>
      this.camera?.step(this.camera.width / 2, this.camera.height / 2, times);
    const party = (/** @type {number} */ by) => () => {
      this.#party = Math.min(this.selection.most(), Math.max(1, this.#party + by));
      if (this.parts) {
        this.parts.party.textContent = String(this.#party);
      }
    };
    return {
      closer: zoom(1.8), further: zoom(1 / 1.8), whole: () => this.camera?.fit(),
      fewer: party(-1), more: party(1), best: () => void this.best(this.#party),
      map: () => this.#list(false), list: () => this.#list(true),
    };
  }

  /** @param {AbortSignal} signal */
  async #load(signal) {
    const event = encodeURIComponent(this.getAttribute("event") ?? "");
    const { api } = this;
    if (!api) {
      return;
    }
    performance.mark("holdfast-seats-begin");
    try {
      const [drawing, sold, stand] = await Promise.all([
        api.read(`v1/events/${event}/chart`, { signal }),
        api.read(`v1/events/${event}`, { signal }),
        api.read(`v1/events/${event}/seats?format=packed`, { signal }),
      ]);
      this.#show(drawing, sold, stand);
      const told = (/** @type {string} */ kind, /** @type {any} */ data) => this.#told(kind, data);
      const live = (/** @type {boolean} */ on) => {
        if (this.parts) {
          this.parts.offline.hidden = on || signal.aborted;
        }
      };
      await api.follow(`v1/events/${event}/changes`, stand.version, told, live, signal);
    } catch (failure) {
      if (!signal.aborted) {
        this.#failed(failure);
      }
    }
  }

  /** @param {unknown} failure */
  #failed(failure) {
    const { parts, say } = this;
    if (!parts || !say) {
      return;
    }
    const why = failure instanceof Refused && failure.status !== 503 ? failure.message : "";
    sorry(parts.state, say, why, () => this.#open());
    if (!this.#chart) {
      quiet(this, true);
      this.selection.yield();
    }
    if (!(failure instanceof Refused)) {
      console.error(failure);
    }
  }

  /** @param {any} drawing @param {any} sold @param {any} stand */
  #show(drawing, sold, stand) {
    const { parts, say, camera } = this;
    if (!parts || !say || !camera || !this.money) {
      return;
    }
    const chart = new Chart(drawing, sold, this.getAttribute("area") ?? undefined);
    chart.stand(stand);
    this.#chart = chart;
    const words = new Words(chart, say, this.money);
    this.words = words;
    this.selection.begin(chart, sold);
    this.#grid = new SeatGrid(chart, {
      tell: (seat) => words.cell(seat, this.selection.can(seat)),
      tellRow: (row) => words.row(row),
      toggle: (seat) => this.selection.toggle(seat),
      focused: (seat, visible) => this.#focused(seat, visible),
      pressed: (key) => this.#pressed(key),
    }, `${say("seats")}: ${sold.name ?? ""}`, say("gridHelp"));
    const open = chart.sections.findIndex((section) => section.open);
    this.#grid.active = chart.sections[Math.max(0, open)].first;
    parts.board.insertBefore(this.#grid.element, parts.tools);
    this.#grid.render();
    const areas = chart.sections.filter((section) => section.open);
    parts.where.replaceChildren(el("option", { value: "" }, say("anywhere")),
      ...areas.map((area) => el("option", { value: area.id }, area.name)));
    parts.where.hidden = areas.length < 2;
    parts.tick.hidden = chart.accessibleCount === 0;
    parts.state.hidden = true;
    quiet(this);
    this.#legend();
    const top = this.stage() ? 4 : 0;
    camera.bounds([chart.box[0] - 1.5, chart.box[1] - top, chart.box[2] + 0.5, chart.box[3]]);
    this.#size();
    camera.fit(false);
    this.#draw();
    performance.measure("holdfast-seats-first", "holdfast-seats-begin");
    this.dispatchEvent(new CustomEvent("holdfast-ready", { bubbles: true, composed: true }));
  }

  /** Rows without a drawing are arranged around a stage. */
  stage() {
    return this.getAttribute("stage") !== "none";
  }

  #legend() {
    const { parts, say, money } = this;
    if (parts && say && money && this.#chart) {
      legend(parts.legend, this.#chart, say, money, this.#seen.only, (only) => {
        this.#seen.only = only;
        this.#legend();
        this.redraw();
      });
    }
  }

  /** @param {string} kind @param {any} data */
  #told(kind, data) {
    const chart = this.#chart;
    if (!chart) {
      return;
    }
    if (kind === "changes") {
      const changed = chart.change(data);
      if (changed.length > 0) {
        this.#grid?.changed(changed);
        this.selection.check();
        // Chips are not rendered again: one may have the focus.
        if (this.selection.seats.size === 0) {
          this.chosen([]);
        }
        this.redraw();
      }
    } else if (data.chart && data.chart !== chart.hash) {
      this.selection.wanted = this.selection.names().join(",");
      this.#stop.abort();
      this.#open();
    } else {
      chart.stand(data);
      this.#grid?.render();
      this.selection.check();
      this.redraw();
    }
  }

  #size() {
    const { parts, camera, painter } = this;
    if (parts && camera && painter && this.#chart) {
      const { clientWidth: width, clientHeight: height } = parts.board;
      if (width > 0 && height > 0) {
        painter.size(width, height, Math.min(3, devicePixelRatio || 1));
        camera.size(width, height);
        this.#grid?.render();
        this.#draw();
      }
    }
  }

  #dress() {
    if (this.painter && this.probes) {
      this.painter.dress(this.probes.read(), this.probes.font());
      this.redraw();
    }
  }

  redraw() {
    this.#frames.ask();
  }

  /** @param {boolean} [still] */
  #draw(still = true) {
    const { painter, camera, say, words, language = "en" } = this;
    const chart = this.#chart;
    if (painter && camera && chart && say && words && !this.#grid?.list) {
      painter.draw(chart, camera, {
        ...this.#seen, hover: this.hands.seat, still, stage: this.stage(), stageText: say("stage"),
        left: (section) => words.section(section, language),
      });
      this.overview?.draw(chart, painter.stamps.colors);
    }
  }

  /** @param {boolean} list */
  #list(list) {
    const { parts } = this;
    if (parts && this.#grid) {
      parts.asList.setAttribute("aria-pressed", String(list));
      parts.asMap.setAttribute("aria-pressed", String(!list));
      parts.tools.hidden = list;
      parts.canvas.hidden = list;
      parts.overview.hidden = true;
      this.hands.leave();
      this.#grid.show(list);
      this.redraw();
    }
  }

  /** @param {number} seat @param {boolean} visible */
  #focused(seat, visible) {
    const { camera } = this;
    const chart = this.#chart;
    this.#seen.focus = visible ? seat : -1;
    if (visible && seat >= 0 && camera && chart && !this.#grid?.list) {
      const [x, y] = [camera.atX(chart.x[seat]), camera.atY(chart.y[seat])];
      const edge = 60;
      const out = x < edge || y < edge || x > camera.width - edge || y > camera.height - edge;
      if (out || camera.scale < 14) {
        camera.fly(chart.x[seat], chart.y[seat], Math.max(18, camera.scale));
      }
    }
    this.redraw();
  }

  /** @param {string} key */
  #pressed(key) {
    const does = this.#does();
    /** @type {Record<string, () => void>} */
    const keys = { "+": does.closer, "-": does.further, 0: does.whole, b: does.best, B: does.best };
    keys[key]?.();
    return key in keys;
  }

  /** Chooses the best seats at once. @param {number} count */
  async best(count) {
    const { parts, say } = this;
    const chart = this.#chart;
    if (!parts || !say || !chart) {
      return;
    }
    const taken = await this.selection.best(count, parts.where.value, parts.wheelchair.checked,
      this.#seen.only);
    if (taken.length > 0) {
      this.look(taken);
      parts.spoken.textContent = say("picked", {
        seats: listed(this.language ?? "en", taken.map((seat) => chart.name(seat))),
      });
    }
  }

  /** Brings seats into view. @param {number[]} seats */
  look(seats) {
    const chart = this.#chart;
    if (chart && this.camera) {
      const [xs, ys] = [seats.map((seat) => chart.x[seat]), seats.map((seat) => chart.y[seat])];
      this.#grid?.go(seats[0], this.#grid.element.matches(":focus-within"));
      const least = Math.min(24, this.camera.width / (Math.max(...xs) - Math.min(...xs) + 4));
      this.camera.show([Math.min(...xs) - 3, Math.min(...ys) - 3, Math.max(...xs) + 3,
        Math.max(...ys) + 3], Math.max(this.camera.whole, least));
    }
  }

  /** Called when the choice has changed. @param {Iterable<number>} seats that look different now */
  chosen(seats) {
    const { parts, say, money } = this;
    if (parts && say && money && this.#chart) {
      basket(parts.basket, this.#chart, say, money, this.selection);
      this.#grid?.changed(seats);
      this.hands.tell();
      this.redraw();
    }
  }
}
