// The map and the list of an event's seats. It exists only once they are loaded.

import { Camera } from "./camera.js";
import { Chart } from "./chart.js";
import { el } from "./dom.js";
import { Frames } from "./frames.js";
import { Gestures } from "./gestures.js";
import { SeatGrid } from "./grid.js";
import { Overview } from "./overview.js";
import { Painter } from "./paint.js";
import { SeatLabels } from "./seat-labels.js";
import { SeatPointer } from "./seat-pointer.js";
import { themeColors } from "./seats-layout.js";
import { showAreas, showLegend, showNotice, showSelection } from "./seats-panels.js";
import { Selection } from "./selection.js";
import { listIn } from "./texts.js";

/** @typedef {import("./api.js").SeatStates} SeatStates */

/** The widest board whose areas are listed above it; beside it the board is as wide as the chart. */
const NARROW = 860;
const BESIDE = 260;
/** So many pixels of the map are enough to show chosen seats without scrolling the page. */
const ENOUGH = 240;

export class SeatMap {
  #frames;
  /** The seat with the focus, and the one price that is looked at; -1 for none. */
  #seen = { focus: -1, only: -1 };

  /**
   * @param {import("./seats.js").SeatsView} view
   * @param {import("./seats-layout.js").Actions} actions
   * @param {import("./api.js").ChartDrawing} drawing
   * @param {import("./api.js").EventOnSale} event
   * @param {SeatStates} states
   * @param {AbortSignal} signal
   */
  constructor(view, actions, drawing, event, states, signal) {
    const { element, parts, text } = view;
    this.view = view;
    this.soldOut = "";
    this.chart = new Chart(drawing, event, element.getAttribute("area") ?? undefined);
    this.chart.load(states);
    this.labels = new SeatLabels(this.chart, text, view.money);
    this.camera = new Camera(() => this.#frames.moved());
    this.#frames = new Frames((now) => this.camera.tick(now), (still) => this.#draw(still));
    const colors = themeColors(() => this.#theme());
    this.colors = colors;
    parts.frame.after(colors.element);
    this.painter = new Painter(parts.canvas, colors.read(), colors.font());
    this.overview = new Overview(parts.overview, this.camera);
    this.selection = new Selection(this, this.chart, event);
    this.pointer = new SeatPointer(this);
    new Gestures(parts.canvas, this.camera, this.pointer);
    this.grid = new SeatGrid(this.chart, {
      cell: (seat) => this.labels.cell(seat, this.selection.can(seat)),
      row: (row) => this.labels.row(row),
      toggle: (seat) => this.selection.toggle(seat),
      focused: (seat, visible) => this.#focused(seat, visible),
      pressed: (key) => pressed(key, actions),
      free: (row) => this.#hasFree(row),
    }, `${text("seats")}: ${event.name ?? ""}`, text("gridHelp"));
    const watch = new ResizeObserver(() => this.#size());
    watch.observe(parts.board);
    watch.observe(parts.frame);
    parts.where.addEventListener("change", () => this.#area(), { signal });
    parts.onlyFree.addEventListener("change", () => this.grid.filter(parts.onlyFree.checked),
      { signal });
    signal.addEventListener("abort", () => {
      watch.disconnect();
      this.#frames.stop();
    });
  }

  /** Shows the seats. @param {string | null} wanted names to choose */
  begin(wanted) {
    const { camera, chart, grid, selection, view } = this;
    const { parts, text } = view;
    selection.begin(wanted);
    grid.active = this.#firstFree();
    parts.board.insertBefore(grid.element, parts.tools);
    grid.render();
    const areas = chart.sections.filter((section) => section.open);
    parts.where.replaceChildren(el("option", { value: "" }, text("anywhere")),
      ...areas.map((area) => el("option", { value: area.id }, area.name)));
    parts.where.hidden = areas.length < 2;
    parts.tick.hidden = chart.accessibleCount === 0;
    parts.state.hidden = true;
    parts.tools.hidden = false;
    this.#legend();
    this.#areas();
    const top = this.stage() ? 4 : 0;
    camera.bounds([chart.box[0] - 1.5, chart.box[1] - top, chart.box[2] + 0.5, chart.box[3]]);
    this.#size();
    camera.fit(false);
    this.#draw();
  }

  /** The first free seat where seats can be chosen; the first seat if none is free. */
  #firstFree() {
    const { chart, selection } = this;
    for (let seat = 0; seat < chart.count; seat++) {
      if (selection.can(seat)) {
        return seat;
      }
    }
    return (chart.sections.find((section) => section.open) ?? chart.sections[0]).first;
  }

  /** The seat with the keyboard's focus, or -1. */
  get focus() {
    return this.#seen.focus;
  }

  #areas() {
    const { where } = this.view.parts;
    showAreas(this.view, this.chart, this.labels, (id) => {
      const again = where.value === id;
      where.value = again ? "" : id;
      // An area where nothing can be chosen can be looked at.
      this.#area(again ? "" : id);
    });
  }

  /** Shows the area that the visitor chose. @param {string} [id] */
  #area(id = this.view.parts.where.value) {
    const { camera, chart, grid } = this;
    const section = chart.sections.find((each) => each.id === id);
    this.#areas();
    if (!section) {
      camera.fit();
      return;
    }
    const [left, top, right, bottom] = section.box;
    // An area as wide as the chart is shown larger than it fits, from its middle.
    const least = Math.min(camera.height / (bottom - top + 4), 2 * camera.width / (right - left + 4));
    camera.show([left - 1, top - 1, right + 1, bottom + 1], least, { top: 0, bottom: 0 });
    let seat = section.first;
    while (seat < section.first + section.count - 1 && !this.selection.can(seat)) {
      seat++;
    }
    grid.go(seat, false);
  }

  /** Rows without a drawing are arranged around a stage. */
  stage() {
    return this.view.element.getAttribute("stage") !== "none";
  }

  #legend() {
    showLegend(this.view, this.chart, this.#seen.only, (only) => {
      this.#seen.only = only;
      this.#legend();
      this.redraw();
    });
  }

  /** Applies changes of seats. @param {SeatStates} changes */
  apply(changes) {
    const changed = this.chart.apply(changes);
    if (changed.length > 0) {
      this.grid.changed(changed);
      this.#areas();
      const soldOut = this.chart.leftByPrice().map((left) => left > 0).join();
      if (soldOut !== this.soldOut) {
        this.soldOut = soldOut;
        this.#legend();
      }
      this.selection.check();
      // Chips are not rendered again: one may have the focus.
      if (this.selection.seats.size === 0) {
        this.changed([]);
      }
      this.redraw();
    }
  }

  /** Loads the state of all seats. @param {SeatStates} states */
  load(states) {
    this.chart.load(states);
    this.#areas();
    this.#legend();
    this.grid.render();
    this.selection.check();
    this.redraw();
  }

  #size() {
    const { board, frame } = this.view.parts;
    const [left, top, right, bottom] = this.camera.box;
    const all = frame.clientWidth;
    // The board is not wider than the chart at its height: the rest is for the areas.
    const wide = board.clientHeight * (right - left + 2) / (bottom - top + 2) / 0.92;
    const most = all - BESIDE;
    board.style.width = all < NARROW || this.chart.sections.length < 2 ? ""
      : `${Math.round(this.grid.list ? most : Math.max(all * 0.45, Math.min(most, wide)))}px`;
    const { clientWidth: width, clientHeight: height } = this.view.parts.board;
    const same = width === this.camera.width && height === this.camera.height;
    if (width > 0 && height > 0 && !same) {
      this.painter.size(width, height, Math.min(3, devicePixelRatio || 1));
      this.camera.size(width, height);
      this.grid.render();
      this.#draw();
    }
  }

  /** @param {number} row */
  #hasFree(row) {
    const { chart, selection } = this;
    for (let seat = chart.rowFirst[row]; seat < chart.rowFirst[row + 1]; seat++) {
      if (chart.mark[seat] === 1 || selection.can(seat)) {
        return true;
      }
    }
    return false;
  }

  #theme() {
    this.painter.setTheme(this.colors.read(), this.colors.font());
    this.redraw();
  }

  redraw() {
    this.#frames.ask();
  }

  /** @param {boolean} [still] */
  #draw(still = true) {
    const { camera, chart, labels, painter, view } = this;
    if (!this.grid.list) {
      painter.draw(chart, camera, {
        ...this.#seen, hover: this.pointer.seat, still, stage: this.stage(),
        stageText: view.text("stage"), left: (section) => labels.section(section, view.language),
      });
      this.overview.draw(chart, painter.sprites.colors);
      view.parts.canvas.toggleAttribute("data-whole", camera.scale < camera.whole * 1.001);
      if (this.#seen.focus >= 0) this.pointer.showTip();
    }
  }

  /** @param {number} times */
  zoom(times) {
    const { camera } = this;
    camera.step(camera.width / 2, camera.height / 2, times);
  }

  /** Shows the seats as a list or as a map. @param {boolean} list */
  list(list) {
    const { parts } = this.view;
    parts.asList.setAttribute("aria-pressed", String(list));
    parts.asMap.setAttribute("aria-pressed", String(!list));
    parts.tools.hidden = list;
    parts.canvas.hidden = list;
    parts.overview.hidden = true;
    parts.free.hidden = !list;
    this.pointer.leave();
    this.grid.show(list);
    this.#size();
    this.redraw();
  }

  /** @param {number} seat @param {boolean} visible */
  #focused(seat, visible) {
    const { camera, chart } = this;
    this.#seen.focus = visible ? seat : -1;
    if (visible && seat >= 0 && !this.grid.list) {
      const [x, y] = [camera.atX(chart.x[seat]), camera.atY(chart.y[seat])];
      const edge = 60;
      const out = x < edge || y < edge || x > camera.width - edge || y > camera.height - edge;
      if (out || camera.scale < 14) {
        camera.fly(chart.x[seat], chart.y[seat], Math.max(18, camera.scale));
      }
    }
    this.pointer.showTip();
    this.redraw();
  }

  /** Chooses the best seats. @param {number} count */
  async best(count) {
    const { parts, language, text } = this.view;
    const seats = await this.selection.best(count, parts.where.value, parts.wheelchair.checked,
      this.#seen.only);
    if (seats.length > 0) {
      this.show(seats);
      parts.spoken.textContent = text("picked", {
        seats: listIn(language, seats.map((seat) => this.chart.name(seat))),
      });
    }
  }

  /** Brings seats into view. @param {number[]} seats */
  show(seats) {
    const { camera, chart, grid } = this;
    const [xs, ys] = [seats.map((seat) => chart.x[seat]), seats.map((seat) => chart.y[seat])];
    grid.go(seats[0], grid.element.matches(":focus-within"));
    const least = Math.min(24, camera.width / (Math.max(...xs) - Math.min(...xs) + 4));
    camera.show([Math.min(...xs) - 3, Math.min(...ys) - 3, Math.max(...xs) + 3,
      Math.max(...ys) + 3], Math.max(camera.whole, least), this.#covered());
  }

  /**
   * What of the board cannot be seen: it is outside of the window, or under the page's header or
   * the bar with the chosen seats. If that is most of it, scrolls the page first.
   */
  #covered() {
    const { board } = this.view.parts;
    if (this.grid.list) {
      return { top: 0, bottom: 0 };
    }
    const covered = this.#measure();
    const { height } = board.getBoundingClientRect();
    if (height - covered.top - covered.bottom >= Math.min(height, ENOUGH)) {
      return covered;
    }
    board.scrollIntoView({ block: "start", behavior: "instant" });
    return this.#measure();
  }

  #measure() {
    const { element, parts } = this.view;
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const { top, bottom, left, width } = parts.board.getBoundingClientRect();
    const end = Math.min(bottom, parts.foot.getBoundingClientRect().top, innerHeight);
    let begin = Math.max(top, 0);
    // The page's header is not known here, but it lies over the map.
    while (begin < end && !element.contains(root.elementFromPoint(left + width / 2, begin))) {
      begin += 4;
    }
    return { top: begin - top, bottom: bottom - end };
  }

  /** Called when the choice has changed. @param {Iterable<number>} seats that look different now */
  changed(seats) {
    showSelection(this.view, this.chart, this.selection);
    this.grid.changed(seats);
    this.pointer.showTip();
    this.redraw();
  }

  /** Says what a seat is to a screen reader. @param {number} seat */
  announce(seat) {
    this.view.parts.spoken.textContent = this.labels.seat(seat).join(", ");
  }

  /** @param {string | null} message @param {HTMLElement[]} [buttons] */
  notice(message, buttons = []) {
    const { parts, text } = this.view;
    showNotice(parts, text, message, buttons, () => {
      this.selection.withdrawOffer();
      this.grid.go(this.grid.active, true);
    });
  }
}

/** @param {string} key @param {import("./seats-layout.js").Actions} actions */
function pressed(key, actions) {
  /** @type {Record<string, () => void>} */
  const keys = {
    "+": actions.closer, "-": actions.further, 0: actions.whole, b: actions.best, B: actions.best,
  };
  keys[key]?.();
  return key in keys;
}
