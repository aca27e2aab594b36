// The seats as an ARIA grid of rows and cells, for keyboards, screen readers and visitors who
// prefer a list. It is the same control as the map. It is virtualized: only the cells that are near
// are in the document, however many seats there are.

import { el, icon } from "./dom.js";

const CELL = 48;
const LINE = 56;
const HEAD = 168;
const WHEELCHAIR = "M9 3.4v.01M9 6.4v5h4.2l2 4.4M6.8 9.2a4.2 4.2 0 1 0 5.6 5.6";

/** @typedef {import("./chart.js").Chart} Chart */
/**
 * @typedef {object} Listener
 * @property {(seat: number) => { label: string, can: boolean, chosen: boolean, kind: string }} cell
 * @property {(row: number) => { name: string, left: string }} row
 * @property {(seat: number) => void} toggle
 * @property {(seat: number, visible: boolean) => void} focused seat or -1
 * @property {(key: string) => boolean} pressed
 * @property {(row: number) => boolean} free whether a row has something to choose
 */

export const GRID = `
.grid:not([data-list]) {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
.grid[data-list] { position: absolute; inset: 0; overflow: auto; overscroll-behavior: contain;
  background: var(--_paper); }
.rows { position: relative; }
.line { position: absolute; inset-inline-start: 0; height: ${LINE}px; display: block; }
.head { position: sticky; inset-inline-start: 0; z-index: 1; display: inline-flex;
  flex-direction: column; justify-content: center; width: ${HEAD}px; height: 100%;
  padding-inline: 16px 8px; background: var(--_paper); font-weight: 600; line-height: 1.25; white-space: nowrap; }
.head small { color: var(--_muted); font-weight: 400; font-size: 0.8125rem; overflow: hidden;
  text-overflow: ellipsis; }
.cell { position: absolute; top: 6px; background: var(--_paper); width: 44px; height: 44px; display: grid; place-items: center;
  border: 2px solid transparent; border-radius: 8px; cursor: pointer; font-size: 0.875rem;
  font-variant-numeric: tabular-nums; touch-action: manipulation; }
.cell[data-kind="free"] { border-color: var(--_seat); }
.cell[data-kind="free"]:hover { background: color-mix(in oklab, var(--_seat) 14%, transparent); }
.cell[data-kind="space"] { border-color: var(--_seat); }
.cell svg { position: absolute; inset-block-start: -7px; inset-inline-end: -5px; width: 18px;
  height: 18px; padding: 2px; border-radius: 50%; background: var(--_paper); color: var(--_ink); }
.cell[data-kind="taken"] { color: var(--_muted); cursor: default;
  text-decoration: line-through; }
.cell[data-kind="mine"] { border: 2px solid var(--_accent); color: var(--_accent); font-weight: 700; }
.cell[data-kind="offered"] { border: 2px dashed var(--_ink); }
.cell[aria-selected="true"] { background: var(--_ink); border-color: var(--_ink);
  color: var(--_paper); font-weight: 700; }
.cell:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
`;

export class SeatGrid {
  /** @param {Chart} chart @param {Listener} listener @param {string} label @param {string} help */
  constructor(chart, listener, label, help) {
    this.chart = chart;
    this.listener = listener;
    this.active = 0;
    this.list = false;
    /** @type {Map<number, HTMLElement>} */
    this.lines = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.cells = new Map();
    this.widest = 0;
    for (let row = 0; row < chart.rowName.length; row++) {
      this.widest = Math.max(this.widest, chart.rowFirst[row + 1] - chart.rowFirst[row]);
    }
    this.rows = el("div", { role: "rowgroup", class: "rows" });
    this.element = el("div", {
      role: "grid", class: "grid", "aria-label": label, "aria-description": help,
      "aria-multiselectable": "true", "aria-rowcount": chart.rowName.length,
      "aria-colcount": this.widest + 1,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      onclick: (/** @type {Event} */ event) => this.#click(event),
      onfocusin: (/** @type {Event} */ event) => this.#focus(event),
      onfocusout: () => this.listener.focused(-1, false),
      onscroll: () => this.#later(),
    }, this.rows);
    this.rows.style.width = `${HEAD + this.widest * CELL + 16}px`;
    this.asked = 0;
    /** The rows of the list, and where each stands in it; -1 is left out. @type {number[]} */
    this.order = [];
    this.at = new Int32Array(chart.rowName.length);
    this.#arrange(false);
  }

  /** @param {boolean} onlyFree */
  #arrange(onlyFree) {
    const { chart } = this;
    this.order = [];
    this.at.fill(-1);
    for (let row = 0; row < chart.rowName.length; row++) {
      if (!onlyFree || row === chart.row[this.active] || this.listener.free(row)) {
        this.at[row] = this.order.push(row) - 1;
      }
    }
    this.rows.style.height = `${this.order.length * LINE}px`;
    for (const [row, line] of this.lines) {
      line.style.top = `${this.at[row] * LINE}px`;
    }
  }

  /** Lists all rows, or only those with free seats. @param {boolean} onlyFree */
  filter(onlyFree) {
    this.#arrange(onlyFree);
    this.render();
    this.#reveal();
  }

  /** @param {boolean} list */
  show(list) {
    this.list = list;
    this.element.toggleAttribute("data-list", list);
    this.render();
    if (list) {
      this.#reveal();
    }
  }

  #later() {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.render();
    });
  }

  /** Renders what is near: the visible part of the list, and the seats around the active one. */
  render() {
    const { chart } = this;
    const row = chart.row[this.active];
    const at = this.active - chart.rowFirst[row];
    const rows = this.list ? span(this.element.scrollTop, this.element.clientHeight, LINE, 3)
      : [row - 4, row + 4];
    const columns = this.list
      ? span(Math.abs(this.element.scrollLeft), this.element.clientWidth, CELL, 6)
      : [at - 10, at + 10];
    const wanted = new Set();
    for (let each = Math.max(0, rows[0]); each <= Math.min(rows[1], chart.rowName.length - 1); each++) {
      const line = this.list ? this.order[each] : each;
      if (line !== undefined) wanted.add(line);
    }
    wanted.add(row);
    for (const [line, element] of this.lines) {
      if (!wanted.has(line)) {
        element.remove();
        this.lines.delete(line);
      }
    }
    const cells = new Set([this.active]);
    for (const line of [...wanted].sort((one, other) => one - other)) {
      this.#line(line);
      const first = chart.rowFirst[line];
      const last = Math.min(chart.rowFirst[line + 1] - 1, first + columns[1]);
      for (let seat = first + Math.max(0, columns[0]); seat <= last; seat++) {
        cells.add(seat);
      }
    }
    for (const [seat, element] of this.cells) {
      if (!cells.has(seat)) {
        element.remove();
        this.cells.delete(seat);
      }
    }
    [...cells].sort((one, other) => one - other).forEach((seat) => this.#cell(seat));
  }

  /** @param {number} row */
  #line(row) {
    const label = this.listener.row(row);
    let line = this.lines.get(row);
    if (!line) {
      line = el("div", { role: "row", class: "line", "aria-rowindex": row + 1 },
        el("div", { role: "rowheader", class: "head", "aria-colindex": 1 },
          el("span", {}, label.name), el("small", {}, label.left)));
      line.style.top = `${this.at[row] * LINE}px`;
      line.style.width = this.rows.style.width;
      const next = [...this.lines.keys()].filter((each) => each > row)
        .sort((one, other) => one - other)[0];
      this.rows.insertBefore(line, next === undefined ? null : this.lines.get(next) ?? null);
      this.lines.set(row, line);
    }
    const head = /** @type {HTMLElement} */ (line.firstElementChild);
    /** @type {HTMLElement} */ (head.lastElementChild).textContent = label.left;
  }

  /** @param {number} seat */
  #cell(seat) {
    const row = this.chart.row[seat];
    const at = seat - this.chart.rowFirst[row];
    const line = /** @type {HTMLElement} */ (this.lines.get(row));
    let cell = this.cells.get(seat);
    if (!cell || cell.parentElement !== line) {
      cell?.remove();
      cell = el("div", { role: "gridcell", class: "cell", "aria-colindex": at + 2,
        "data-seat": seat }, this.chart.label(seat),
      this.chart.accessible[seat] ? icon(WHEELCHAIR) : "");
      cell.style.insetInlineStart = `${HEAD + at * CELL}px`;
      cell.style.setProperty("--_seat", `var(--_price-${this.chart.price[seat] % 8 + 1})`);
      const next = [...line.children].slice(1).find((each) =>
        Number(each.getAttribute("data-seat")) > seat);
      line.insertBefore(cell, next ?? null);
      this.cells.set(seat, cell);
    }
    this.#update(seat, cell);
  }

  /** @param {number} seat @param {HTMLElement} cell */
  #update(seat, cell) {
    const shown = this.listener.cell(seat);
    cell.setAttribute("aria-label", shown.label);
    cell.setAttribute("aria-selected", String(shown.chosen));
    cell.setAttribute("aria-disabled", String(!shown.can));
    cell.dataset.kind = shown.kind;
    cell.tabIndex = seat === this.active ? 0 : -1;
  }

  /** Updates seats that look different now. @param {Iterable<number>} seats */
  changed(seats) {
    let near = false;
    for (const seat of seats) {
      near ||= this.cells.has(seat) || this.lines.has(this.chart.row[seat]);
    }
    if (near) {
      this.#later();
    }
  }

  /** Moves to a seat. @param {number} seat @param {boolean} focus */
  go(seat, focus) {
    const before = this.active;
    this.active = seat;
    if (this.at[this.chart.row[seat]] < 0) this.#arrange(true);
    this.render();
    const old = this.cells.get(before);
    if (old) {
      this.#update(before, old);
    }
    if (this.list) {
      this.#reveal();
    }
    if (focus) {
      this.cells.get(seat)?.focus({ preventScroll: true });
    }
  }

  #reveal() {
    const { element, chart } = this;
    const row = chart.row[this.active];
    const at = this.active - chart.rowFirst[row];
    const top = this.at[row] * LINE;
    if (top < element.scrollTop || top + LINE > element.scrollTop + element.clientHeight) {
      element.scrollTop = top - element.clientHeight / 2 + LINE / 2;
    }
    const left = at * CELL;
    if (left < element.scrollLeft
        || left + CELL + HEAD > element.scrollLeft + element.clientWidth) {
      element.scrollLeft = left - (element.clientWidth - HEAD) / 2;
    }
  }

  /** @param {Event} event */
  #seat(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest("[data-seat]");
    return cell ? Number(cell.getAttribute("data-seat")) : -1;
  }

  /** @param {Event} event */
  #click(event) {
    const seat = this.#seat(event);
    if (seat >= 0) {
      this.go(seat, true);
      this.listener.toggle(seat);
    }
  }

  /** @param {Event} event */
  #focus(event) {
    const seat = this.#seat(event);
    if (seat >= 0) {
      this.active = seat;
      this.listener.focused(seat, this.cells.get(seat)?.matches(":focus-visible") ?? false);
      this.#later();
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.metaKey) {
      return;
    }
    const next = this.#next(event.key, event.ctrlKey);
    if (next >= 0) {
      event.preventDefault();
      this.go(next, true);
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.listener.toggle(this.active);
    } else if (!event.ctrlKey && this.listener.pressed(event.key)) {
      event.preventDefault();
    }
  }

  /** The seat that a key moves to, or -1. @param {string} key @param {boolean} far */
  #next(key, far) {
    const { chart, active } = this;
    const row = chart.row[active];
    const rtl = getComputedStyle(this.element).direction === "rtl";
    switch (key) {
      case "ArrowRight":
        return this.#aside(rtl ? -1 : 1);
      case "ArrowLeft":
        return this.#aside(rtl ? 1 : -1);
      case "ArrowDown":
        return this.#across(1);
      case "ArrowUp":
        return this.#across(-1);
      case "Home":
        return far ? 0 : chart.rowFirst[row];
      case "End":
        return far ? chart.count - 1 : chart.rowFirst[row + 1] - 1;
      case "PageDown":
      case "PageUp":
        return this.#area(key === "PageDown" ? 1 : -1);
      default:
        return -1;
    }
  }

  /** @param {number} by */
  #aside(by) {
    const { chart, active } = this;
    const next = active + by;
    if (next < 0 || next >= chart.count) {
      return active;
    }
    const [row, other] = [chart.row[active], chart.row[next]];
    const same = row === other || chart.rowName[row] === chart.rowName[other]
      && chart.rowSection[row] === chart.rowSection[other];
    return same ? next : active;
  }

  /** The nearest seat of the next line. @param {number} by */
  #across(by) {
    const { chart, active } = this;
    const from = chart.row[active];
    const name = chart.rowName[from];
    const last = chart.rowName.length - 1;
    let row = from + by;
    while (row >= 0 && row <= last && chart.rowName[row] === name
        && chart.rowSection[row] === chart.rowSection[from]) {
      row += by;
    }
    if (row < 0 || row > last) {
      return active;
    }
    const line = [chart.rowName[row], chart.rowSection[row]];
    let best = active;
    let least = Infinity;
    for (; row >= 0 && row <= last && chart.rowName[row] === line[0]
        && chart.rowSection[row] === line[1]; row += by) {
      for (let seat = chart.rowFirst[row]; seat < chart.rowFirst[row + 1]; seat++) {
        const away = Math.abs(chart.x[seat] - chart.x[active])
          + Math.abs(chart.y[seat] - chart.y[active]);
        [best, least] = away < least ? [seat, away] : [best, least];
      }
    }
    return best;
  }

  /** @param {number} by */
  #area(by) {
    const { chart } = this;
    const at = chart.rowSection[chart.row[this.active]] + by;
    return chart.sections[Math.min(chart.sections.length - 1, Math.max(0, at))].first;
  }
}

/** @param {number} from @param {number} long @param {number} each @param {number} more */
function span(from, long, each, more) {
  return [Math.floor(from / each) - more, Math.ceil((from + long) / each) + more];
}
