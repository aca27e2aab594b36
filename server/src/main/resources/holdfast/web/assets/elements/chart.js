// The seats of an event, one typed array for each attribute: 100,000 seats are 2 MB, and
// the garbage collector has no objects to scan.

export const FREE = 0;
export const HELD = 1;
export const BOOKED = 2;
export const BLOCKED = 3;
/** @type {Record<string, number>} */
const STATES = { free: FREE, held: HELD, booked: BOOKED, blocked: BLOCKED };

/** @typedef {import("./api.js").Money} Money */
/** @typedef {import("./api.js").ChartDrawing} ChartDrawing */
/** @typedef {import("./api.js").ChartRow} ChartRow */
/** @typedef {import("./api.js").EventArea} EventArea */
/** @typedef {import("./api.js").EventOnSale} EventOnSale */
/** @typedef {import("./api.js").SeatStates} SeatStates */
/** @typedef {{ price: Money | null, names: string[] }} PriceClass */
/**
 * @typedef {object} Section
 * @property {string} id
 * @property {string} name
 * @property {number} first the first seat
 * @property {number} count
 * @property {number} firstRow
 * @property {number} rows
 * @property {number} free
 * @property {number} from the lowest price's class
 * @property {number} price the class of all its prices, or -1 if it has several
 * @property {boolean} open whether seats can be chosen here
 * @property {Float32Array} outline x and y in turn
 * @property {[number, number, number, number]} box left, top, right, bottom
 */

const TURN = Math.PI / 180;

export class Chart {
  /**
   * @param {ChartDrawing} drawing
   * @param {EventOnSale} event
   * @param {string} [only] the one area in which seats can be chosen
   */
  constructor(drawing, event, only) {
    const count = drawing.areas.reduce((sum, area) => sum + area.seats, 0);
    const rows = drawing.areas.reduce((sum, area) => sum + area.rows.length, 0);
    this.hash = drawing.hash;
    this.focus = drawing.focus ?? { x: 0, y: 0 };
    this.version = 0;
    this.count = count;
    this.x = new Float32Array(count);
    this.y = new Float32Array(count);
    this.state = new Uint8Array(count).fill(BLOCKED);
    /** @type {Set<number>} */
    this.own = new Set();
    /** The seats that the visitor's basket has. @type {Set<number>} */
    this.mine = new Set();
    this.price = new Uint8Array(count);
    this.accessible = new Uint8Array(count);
    /** 1 for a seat chosen here, 2 for a seat offered as an alternative. */
    this.mark = new Uint8Array(count);
    this.row = new Uint32Array(count);
    this.rowFirst = new Uint32Array(rows + 1);
    this.rowSection = new Uint16Array(rows);
    /** Left, top, right, bottom of each row. */
    this.rowBox = new Float32Array(rows * 4);
    /** @type {string[]} */
    this.rowName = [];
    /** @type {(string[] | null)[]} null where seats are called 1, 2, 3 … */
    this.seatNames = [];
    /** @type {Section[]} */
    this.sections = [];
    /** @type {PriceClass[]} */
    this.prices = [];
    /** @type {Map<string, number[]>} */
    this.byRow = new Map();
    this.accessibleCount = 0;
    this.#classes(drawing, event);
    this.#read(drawing, event, only);
    /** @type {[number, number, number, number]} */
    this.box = together(this.sections.map((section) => section.box));
  }

  /** @param {ChartDrawing} drawing @param {EventOnSale} event */
  #classes(drawing, event) {
    const drawn = new Map(drawing.areas.map((area) => [area.id, area.rows]));
    /** @type {Map<string, PriceClass>} */
    const found = new Map();
    const add = (/** @type {Money | undefined} */ price, /** @type {string} */ name) => {
      const key = price ? `${price.amount} ${price.currency}` : "";
      const known = found.get(key) ?? { price: price ?? null, names: [] };
      if (!known.names.includes(name)) {
        known.names.push(name);
      }
      found.set(key, known);
    };
    for (const area of event.areas ?? []) {
      const rows = drawn.get(area.id);
      if (rows) {
        for (const tier of area.tiers ?? []) {
          if (rows.some((row) => row.tier === tier.id)) {
            add(tier.price, tier.name ?? tier.id);
          }
        }
        if (rows.some((row) => !tierOf(area, row))) {
          add(area.price, area.name ?? area.id);
        }
      }
    }
    this.prices = [...found.values()].sort((one, other) =>
      (other.price?.amount ?? 0) - (one.price?.amount ?? 0));
  }

  /** @param {ChartDrawing} drawing @param {EventOnSale} event @param {string} [only] */
  #read(drawing, event, only) {
    let seat = 0;
    let row = 0;
    for (const area of drawing.areas) {
      /** @type {Partial<EventArea>} */
      const sold = (event.areas ?? []).find((each) => each.id === area.id) ?? {};
      /** @type {Section} */
      const section = {
        id: area.id, name: sold.name ?? area.name ?? area.id, first: seat, count: area.seats, firstRow: row,
        rows: area.rows.length, free: 0, from: 0, price: -1, open: !only || only === area.id,
        outline: new Float32Array(), box: [0, 0, 0, 0],
      };
      for (const each of area.rows) {
        const price = tierOf(sold, each)?.price ?? sold.price ?? null;
        const priced = this.prices.findIndex((known) =>
          known.price?.amount === price?.amount && known.price?.currency === price?.currency);
        this.rowSection[row] = this.sections.length;
        this.rowFirst[row] = seat;
        seat = this.#row(each, row, seat, Math.max(0, priced));
        section.from = Math.max(section.from, priced);
        section.price = row === section.firstRow || section.price === priced ? priced : -1;
        row++;
      }
      this.rowFirst[row] = seat;
      this.#outline(section);
      this.sections.push(section);
    }
  }

  /** @param {ChartRow} row @param {number} at @param {number} first @param {number} price */
  #row(row, at, first, price) {
    const names = Array.isArray(row.seats) ? row.seats : null;
    const count = names ? names.length : Number(row.seats);
    const place = row.place ?? {};
    let { x = 0, y = at } = place;
    let angle = (place.angle ?? 0) * TURN;
    const turn = (place.turn ?? 0) * TURN;
    const step = place.step ?? 1;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let seat = first; seat < first + count; seat++) {
      this.x[seat] = x;
      this.y[seat] = y;
      this.row[seat] = at;
      this.price[seat] = price;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      x += Math.cos(angle) * step;
      y += Math.sin(angle) * step;
      angle += turn;
    }
    this.rowBox.set([left, top, right, bottom], at * 4);
    this.rowName.push(row.row);
    this.seatNames.push(names);
    for (const name of row.accessible ?? []) {
      const seat = names ? names.indexOf(name) : Number(name) - 1;
      this.accessible[first + seat] = 1;
      this.accessibleCount++;
    }
    const same = this.byRow.get(row.row);
    if (same) {
      same.push(at);
    } else {
      this.byRow.set(row.row, [at]);
    }
    return first + count;
  }

  /**
   * Along the first row, down the right ends, back along the last row and up the left ends. Rows of
   * one name that follow each other are on one line.
   * @param {Section} section
   */
  #outline(section) {
    /** @type {[number, number][]} the first and last seat of each line */
    const lines = [];
    for (let row = section.firstRow; row < section.firstRow + section.rows; row++) {
      const last = this.rowFirst[row + 1] - 1;
      if (row > section.firstRow && this.rowName[row] === this.rowName[row - 1]) {
        lines[lines.length - 1][1] = last;
      } else {
        lines.push([this.rowFirst[row], last]);
      }
    }
    const walk = [...between(lines[0])];
    lines.slice(1, -1).forEach((line) => walk.push(line[1]));
    if (lines.length > 1) {
      walk.push(...between(lines[lines.length - 1]).reverse());
    }
    lines.slice(1, -1).reverse().forEach((line) => walk.push(line[0]));
    section.outline = new Float32Array(walk.flatMap((seat) => [this.x[seat], this.y[seat]]));
    section.box = together(Array.from({ length: section.rows }, (_, at) =>
      /** @type {[number, number, number, number]} */ (
        /** @type {unknown} */ (this.rowBox.subarray(
          (section.firstRow + at) * 4, (section.firstRow + at) * 4 + 4)))));
  }

  /** @param {number} seat */
  section(seat) {
    return this.sections[this.rowSection[this.row[seat]]];
  }

  /** The seat's own name, without its row's. @param {number} seat */
  label(seat) {
    const row = this.row[seat];
    const names = this.seatNames[row];
    const at = seat - this.rowFirst[row];
    return names ? names[at] : String(at + 1);
  }

  /** @param {number} seat */
  name(seat) {
    return `${this.rowName[this.row[seat]]}-${this.label(seat)}`;
  }

  /** @param {number} seat */
  money(seat) {
    return this.prices[this.price[seat]]?.price ?? null;
  }

  /**
   * The seat of that name, or -1. Both parts of a name may have dashes in them.
   * @param {string} area
   * @param {string} name
   */
  find(area, name) {
    for (let dash = name.indexOf("-"); dash >= 0; dash = name.indexOf("-", dash + 1)) {
      const own = name.slice(dash + 1);
      for (const row of this.byRow.get(name.slice(0, dash)) ?? []) {
        if (this.sections[this.rowSection[row]].id === area) {
          const names = this.seatNames[row];
          const at = names ? names.indexOf(own) : Number(own) - 1;
          const seat = this.rowFirst[row] + at;
          if (at >= 0 && seat < this.rowFirst[row + 1] && this.label(seat) === own) {
            return seat;
          }
        }
      }
    }
    return -1;
  }

  /** Loads the state of all seats. @param {SeatStates} states */
  load(states) {
    this.version = states.version;
    for (const area of states.areas ?? []) {
      const section = this.sections.find((each) => each.id === area.id);
      if (section && area.states !== undefined) {
        this.#unpack(section, atob(area.states));
      } else if (section) {
        for (const [name, state] of Object.entries(area.seats ?? {})) {
          const seat = this.find(area.id, name);
          if (seat >= 0) {
            this.state[seat] = STATES[state];
          }
        }
      }
    }
    this.#own();
  }

  /** The visitor has these seats and may keep them: they count as free. @param {number[]} seats */
  keepOwn(seats) {
    this.own = new Set(seats);
    this.#own();
  }

  #own() {
    this.own.forEach((seat) => {
      this.state[seat] = FREE;
    });
    this.sections.forEach((section) => this.#count(section));
  }

  /** Two bits for each seat. @param {Section} section @param {string} bits */
  #unpack(section, bits) {
    for (let at = 0; at < section.count; at++) {
      this.state[section.first + at] = (bits.charCodeAt(at >> 2) >> (6 - (at & 3) * 2)) & 3;
    }
  }

  /** @param {Section} section */
  #count(section) {
    section.free = 0;
    for (let seat = section.first; seat < section.first + section.count; seat++) {
      section.free += this.state[seat] === FREE ? 1 : 0;
    }
  }

  /**
   * Applies changes; returns the seats that look different now.
   * @param {SeatStates} changes
   * @returns {number[]}
   */
  apply(changes) {
    this.version = changes.version;
    const changed = [];
    for (const area of changes.areas ?? []) {
      for (const [name, state] of Object.entries(area.seats ?? {})) {
        const seat = this.find(area.id, name);
        if (seat >= 0 && this.state[seat] !== STATES[state] && !this.own.has(seat)) {
          const section = this.section(seat);
          section.free += (STATES[state] === FREE ? 1 : 0) - (this.state[seat] === FREE ? 1 : 0);
          this.state[seat] = STATES[state];
          changed.push(seat);
        }
      }
    }
    return changed;
  }

  /** Whether the visitor's basket has it. @param {number} seat */
  inBasket(seat) {
    return this.state[seat] === HELD && this.mine.has(seat);
  }

  /** How many seats of each price are free. */
  leftByPrice() {
    const left = this.prices.map(() => 0);
    for (let seat = 0; seat < this.count; seat++) {
      left[this.price[seat]] += this.state[seat] === FREE ? 1 : 0;
    }
    return left;
  }

  /** The free seats that the chosen ones leave alone between others. @returns {number[]} */
  lone() {
    const open = (/** @type {number} */ seat, /** @type {number} */ by) => {
      const next = seat + by;
      return this.row[next] === this.row[seat] && this.state[next] === FREE && this.mark[next] !== 1
        && Math.hypot(this.x[next] - this.x[seat], this.y[next] - this.y[seat]) < 1.5;
    };
    /** @type {Set<number>} */
    const found = new Set();
    this.mark.forEach((mark, seat) => {
      for (const by of mark === 1 ? [-1, 1] : []) {
        if (open(seat, by) && !open(seat + by, by) && !this.accessible[seat + by]) {
          found.add(seat + by);
        }
      }
    });
    return [...found];
  }

  /** The sum of the distances of seats from the focal point. @param {number[]} seats */
  distance(seats) {
    return seats.reduce((sum, seat) =>
      sum + Math.hypot(this.x[seat] - this.focus.x, this.y[seat] - this.focus.y), 0);
  }

  /**
   * In each row of that price with enough free seats, adjacent or not, the seats nearest to the
   * focal point, free or not: beside them the server looks for free ones.
   * @param {Section} section @param {number} count @param {number} price
   */
  middles(section, count, price) {
    const found = [];
    for (let row = section.firstRow; row < section.firstRow + section.rows; row++) {
      const [first, end] = [this.rowFirst[row], this.rowFirst[row + 1]];
      let free = 0;
      for (let seat = first; seat < end; seat++) {
        free += this.state[seat] === FREE && this.price[seat] === price ? 1 : 0;
      }
      if (free >= count) {
        let least = Infinity;
        /** @type {number[]} */
        let best = [];
        for (let from = first; from + count <= end; from++) {
          const seats = Array.from({ length: count }, (_, at) => from + at);
          const distance = this.distance(seats);
          if (distance < least) {
            [least, best] = [distance, seats];
          }
        }
        found.push(best);
      }
    }
    return found;
  }

  /**
   * The seat that is nearest to a point and not further than so much, or -1.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  nearest(x, y, reach) {
    let best = -1;
    let least = reach * reach;
    for (let row = 0; row < this.rowName.length; row++) {
      const box = row * 4;
      if (x >= this.rowBox[box] - reach && y >= this.rowBox[box + 1] - reach
          && x <= this.rowBox[box + 2] + reach && y <= this.rowBox[box + 3] + reach) {
        for (let seat = this.rowFirst[row]; seat < this.rowFirst[row + 1]; seat++) {
          const away = (this.x[seat] - x) ** 2 + (this.y[seat] - y) ** 2;
          if (away < least) {
            least = away;
            best = seat;
          }
        }
      }
    }
    return best;
  }
}

/** @param {Partial<EventArea>} area @param {ChartRow} row */
function tierOf(area, row) {
  return (area.tiers ?? []).find((tier) => tier.id === row.tier);
}

/** At most a dozen seats of a line, with both ends. @param {[number, number]} line */
function between([first, last]) {
  const step = Math.max(1, Math.ceil((last - first) / 12));
  const all = [];
  for (let seat = first; seat < last; seat += step) {
    all.push(seat);
  }
  all.push(last);
  return all;
}

/**
 * @param {[number, number, number, number][]} boxes
 * @returns {[number, number, number, number]}
 */
function together(boxes) {
  return boxes.reduce((all, box) => [
    Math.min(all[0], box[0]), Math.min(all[1], box[1]),
    Math.max(all[2], box[2]), Math.max(all[3], box[3]),
  ], [Infinity, Infinity, -Infinity, -Infinity]);
}
