// The chosen seats: the form's value, the seats that other visitors took meanwhile, and the
// alternatives to those.

import { Refused } from "./api.js";
import { FREE } from "./chart.js";
import { el } from "./dom.js";
import { listIn } from "./texts.js";

const USUAL_MOST = 10;
const MOST_ITEMS = 32;
/** Suggestions of the best seats before the best come again. */
const MOST_SUGGESTIONS = 10;
const CHOSEN = 1;
const OFFERED = 2;

/** @typedef {import("./api.js").Money} Money */
/** @typedef {import("./api.js").SeatsAlternative} SeatsAlternative */
/** @typedef {{ area: string, seats: string[] }} Choice */
/**
 * What a selection needs of the map around it.
 * @typedef {object} SelectionHost
 * @property {import("./seats.js").SeatsView} view
 * @property {(seats: Iterable<number>) => void} changed shows seats that look different now
 * @property {(seats: number[]) => void} show brings seats into view
 * @property {(seat: number) => void} announce
 * @property {(message: string | null, buttons?: HTMLElement[]) => void} notice
 */

/** @param {Element} element @param {import("./api.js").EventOnSale} [event] */
export function mostSeats(element, event) {
  const given = Number(element.getAttribute("max"));
  return given > 0 ? given : event?.limits?.perCustomer ?? USUAL_MOST;
}

/** @param {import("./seats.js").SeatsView} view @param {string[]} names */
export function setFormValue({ element, internals, parts, text }, names) {
  const form = new FormData();
  const field = element.getAttribute("name") ?? "seats";
  names.forEach((name) => form.append(field, name));
  internals.setFormValue(names.length > 0 ? form : null, names.join(","));
  const missing = element.hasAttribute("required") && names.length === 0;
  internals.setValidity(missing ? { valueMissing: true } : {},
    missing ? text("required") : "", missing ? parts.basket : undefined);
  parts.foot.toggleAttribute("data-some", names.length > 0);
}

export class Selection {
  /** Whether this visitor holds the chosen seats. */
  #settled = false;
  /** @type {number[]} */
  #offered = [];
  #asked = 0;
  /** What the best seats were last asked for, and what was suggested since. */
  #suggested = { wish: "", seats: /** @type {Set<number>} */ (new Set()) };

  /**
   * @param {SelectionHost} host
   * @param {import("./chart.js").Chart} chart
   * @param {import("./api.js").EventOnSale} event
   */
  constructor(host, chart, event) {
    this.host = host;
    this.element = host.view.element;
    this.chart = chart;
    this.event = event;
    /** @type {Set<number>} */
    this.seats = new Set();
  }

  /** @param {string | null} wanted names to choose, with commas between */
  begin(wanted) {
    this.chart.keepOwn(this.#listed("own").filter((seat) => seat >= 0));
    this.chart.mine = new Set(this.#listed("mine"));
    if (wanted === null) {
      this.#show([]);
    } else {
      this.restore(wanted);
    }
  }

  /** Restores the choice from before a navigation or reload. @param {string} wanted */
  restore(wanted) {
    const names = wanted.split(",").map((name) => name.trim()).filter(Boolean);
    this.choose(names.map((name) => this.find(name)));
    this.check();
  }

  most() {
    return mostSeats(this.element, this.event);
  }

  /** The seats that an attribute lists. @param {string} attribute */
  #listed(attribute) {
    return (this.element.getAttribute(attribute) ?? "").split(",")
      .map((name) => this.find(name.trim()));
  }

  /** A seat by the name that the form sends, or -1. @param {string} name */
  find(name) {
    const area = this.element.getAttribute("area");
    const colon = name.indexOf(":");
    if (area) {
      return this.chart.find(area, name);
    }
    return colon < 0 ? -1 : this.chart.find(name.slice(0, colon), name.slice(colon + 1));
  }

  /** @param {number} seat */
  #withArea(seat) {
    return `${this.chart.section(seat).id}:${this.chart.name(seat)}`;
  }

  /** The form's value: names with the area, unless there is only one area. */
  names() {
    const alone = this.element.hasAttribute("area");
    return [...this.seats].map((seat) => alone ? this.chart.name(seat) : this.#withArea(seat));
  }

  /** @returns {import("./api.js").SeatsItem[]} an item for each area */
  items() {
    /** @type {Map<string, string[]>} */
    const areas = new Map();
    for (const seat of this.seats) {
      const area = this.chart.section(seat).id;
      areas.set(area, [...areas.get(area) ?? [], this.chart.name(seat)]);
    }
    const event = this.element.getAttribute("event");
    return [...areas].map(([area, seats]) => ({ kind: "seats", event, area, seats }));
  }

  total() {
    return sum(this.chart, [...this.seats]);
  }

  /** Whether a seat can be chosen. @param {number} seat */
  can(seat) {
    return this.chart.state[seat] === FREE && this.chart.section(seat).open;
  }

  /** @param {number} seat */
  toggle(seat) {
    const { host } = this;
    if (this.seats.has(seat)) {
      this.choose([...this.seats].filter((each) => each !== seat));
    } else if (!this.can(seat)) {
      host.announce(seat);
      if (this.chart.inBasket(seat)) this.#showBasket(seat);
    } else if (this.seats.size >= this.most()) {
      host.notice(host.view.text("most", { count: this.most() }));
    } else {
      this.choose([...this.seats, seat]);
    }
  }

  /** @param {number} seat */
  #showBasket(seat) {
    const { text } = this.host.view;
    const href = this.element.getAttribute("basket");
    this.host.notice(text("inBasket", { seats: this.chart.name(seat) }),
      href ? [el("a", { class: "button", href }, text("toBasket"))] : []);
  }

  /** @param {number[]} seats -1 is left out */
  choose(seats) {
    const { mark } = this.chart;
    const touched = new Set([...this.seats, ...this.#offered]);
    touched.forEach((seat) => {
      mark[seat] = 0;
    });
    this.#offered = [];
    this.seats = new Set(seats.filter((seat) => seat >= 0));
    this.seats.forEach((seat) => {
      mark[seat] = CHOSEN;
      touched.add(seat);
    });
    this.host.notice(null);
    this.#settled = false;
    this.#show(touched);
    this.element.dispatchEvent(new CustomEvent("holdfast-select", {
      bubbles: true, composed: true,
      detail: { seats: this.names(), items: this.items(), total: this.total() },
    }));
  }

  /** @param {Iterable<number>} touched */
  #show(touched) {
    setFormValue(this.host.view, this.names());
    this.host.changed(touched);
  }

  /** Whether this visitor holds these seats. @param {boolean} held */
  settle(held) {
    this.#settled = held;
    if (held) {
      this.host.view.tabs.send(this.element.getAttribute("event") ?? "",
        [...this.seats].map((seat) => this.#withArea(seat)));
    }
    this.check();
  }

  /** Checks whether another visitor took chosen seats. */
  check() {
    const { heldElsewhere } = this.host.view;
    const mine = this.#listed("mine");
    const lost = this.#settled ? [] : [...this.seats].filter((seat) =>
      this.chart.state[seat] !== FREE && !mine.includes(seat)
      && !heldElsewhere.has(this.#withArea(seat)));
    if (lost.length > 0) {
      void this.#lose(lost);
    }
  }

  /** A hold was refused: says which seats are gone. @param {import("./api.js").ProblemDetails} problem */
  async lost(problem) {
    const items = this.items();
    const taken = (problem.shortages ?? []).flatMap((each) => each.taken.map((name) =>
      this.chart.find(items[each.item]?.area ?? "", name))).filter((seat) => seat >= 0);
    if (taken.length > 0) {
      this.#settled = false;
      // The server answers items of seats with items of seats.
      const known = /** @type {SeatsAlternative[] | undefined} */ (problem.alternatives);
      await this.#lose(taken, known);
    }
  }

  /**
   * @param {number[]} lost
   * @param {SeatsAlternative[]} [known] what the server has offered already
   */
  async #lose(lost, known) {
    const { chart, host } = this;
    const { language, text } = host.view;
    const wanted = this.items();
    const kept = [...this.seats].filter((seat) => !lost.includes(seat));
    const names = lost.map((seat) => chart.name(seat));
    this.choose(kept);
    const seats = listIn(language, names);
    const message = text(lost.length > 1 ? "goneMany" : "gone", { seats });
    host.notice(message);
    this.element.dispatchEvent(new CustomEvent("holdfast-lost", {
      bubbles: true, composed: true, detail: { seats: names },
    }));
    const areas = new Set(lost.map((seat) => chart.section(seat).id));
    const items = wanted.filter((item) => areas.has(item.area));
    const others = kept.filter((seat) => !areas.has(chart.section(seat).id));
    const found = known ?? await this.#alternatives(items);
    // The visitor has chosen other seats meanwhile and needs no alternatives.
    if ([...this.seats].join() === kept.join()) {
      const all = items.flatMap((_, at) => found.filter((each) => each.insteadOf === at).slice(0, 3));
      this.#offer(message, items.length === 1 ? all : all.slice(0, 1), others);
    }
  }

  /**
   * @param {(import("./api.js").SeatsItem | import("./api.js").BestSeatsItem)[]} items
   * @param {number} [most] for each item
   * @returns {Promise<SeatsAlternative[]>}
   */
  async #alternatives(items, most) {
    try {
      const found = await this.host.view.api.alternatives(items, most);
      return /** @type {SeatsAlternative[]} */ (found);
    } catch (failure) {
      if (failure instanceof Refused) {
        return [];
      }
      throw failure;
    }
  }

  /** @param {string} message @param {Choice[]} choices @param {number[]} others */
  #offer(message, choices, others) {
    const { chart, host } = this;
    const { language, money, text } = host.view;
    const options = choices.map((choice) => choice.seats.map((name) => chart.find(choice.area, name)))
      .filter((seats) => seats.every((seat) => seat >= 0 && this.can(seat)));
    this.#unmarkOffered();
    this.#offered = options.length > 0 ? options[0].filter((seat) => !this.seats.has(seat)) : [];
    this.#offered.forEach((seat) => {
      chart.mark[seat] = OFFERED;
    });
    const buttons = options.map((seats) => el("button", {
      type: "button", part: "alternative",
      onclick: () => {
        this.choose([...others, ...seats]);
        host.show(seats);
      },
    }, text("take", { seats: listIn(language, seats.map((seat) => chart.name(seat))) }),
    el("small", {}, money(sum(chart, seats)))));
    host.notice(`${message} ${text(options.length > 0 ? "instead" : "noInstead")}`, buttons);
    host.changed(this.#offered);
  }

  #unmarkOffered() {
    this.#offered.forEach((seat) => {
      this.chart.mark[seat] = this.seats.has(seat) ? CHOSEN : 0;
    });
  }

  /** The visitor closed the notice with the alternatives. */
  withdrawOffer() {
    const offered = this.#offered;
    this.#unmarkOffered();
    this.#offered = [];
    this.host.notice(null);
    this.host.changed(offered);
  }

  /**
   * Chooses the best seats; when these are chosen already, the next best, until all suggestions
   * were made.
   * @param {number} count @param {string} area empty for any @param {boolean} accessible
   * @param {number} price a price to keep to, or -1
   * @returns {Promise<number[]>} what was chosen
   */
  async best(count, area, accessible, price) {
    const { chart, host } = this;
    const event = this.element.getAttribute("event");
    const areas = chart.sections.filter((each) =>
      each.open && each.free >= count && (!area || each.id === area));
    /** @type {(import("./api.js").SeatsItem | import("./api.js").BestSeatsItem)[]} */
    const items = price < 0
      ? areas.map((each) => ({ kind: "seats", event, best: count, accessible, area: each.id }))
      : areas.flatMap((each) => chart.middles(each, count, price))
        .sort((one, other) => chart.distance(one) - chart.distance(other)).map((seats) => ({
          kind: "seats", event, area: chart.section(seats[0]).id,
          seats: seats.map((seat) => chart.name(seat)),
        }));
    const asked = ++this.#asked;
    const found = items.length === 0 ? []
      : await this.#alternatives(items.slice(0, MOST_ITEMS), price < 0 ? MOST_SUGGESTIONS : undefined);
    const options = this.#bestFirst(found).filter((option) =>
      price < 0 || option.every((seat) => chart.price[seat] === price));
    const seats = this.#next([count, area, accessible, price].join(), options);
    if (asked !== this.#asked || !seats) {
      if (!seats) {
        host.notice(host.view.text("noBest", { count }));
      }
      return [];
    }
    this.choose(seats);
    seats.forEach((seat) => this.#suggested.seats.add(seat));
    return seats;
  }

  /**
   * The choices for all items, nearest to the focal point first. Those for one item stay in the
   * server's order, which also avoids single seats left over.
   * @param {SeatsAlternative[]} found
   * @returns {number[][]}
   */
  #bestFirst(found) {
    const { chart } = this;
    /** @type {number[][][]} */
    const queues = [];
    found.forEach((choice) => {
      (queues[choice.insteadOf] ??= []).push(choice.seats.map((name) => chart.find(choice.area, name)));
    });
    const left = queues.filter(Boolean);
    const all = [];
    for (let most = found.length; most > 0; most--) {
      const next = left.filter((queue) => queue.length > 0).reduce((one, other) =>
        chart.distance(other[0]) < chart.distance(one[0]) ? other : one);
      all.push(/** @type {number[]} */ (next.shift()));
    }
    return all;
  }

  /**
   * The first option that was not suggested yet, while the last suggestion is still chosen.
   * @param {string} wish @param {number[][]} options
   * @returns {number[] | undefined}
   */
  #next(wish, options) {
    const { seats } = this.#suggested;
    const again = this.#suggested.wish === wish && this.seats.size > 0
      && [...this.seats].every((seat) => seats.has(seat));
    const next = again ? options.find((option) => !option.some((seat) => seats.has(seat))) : undefined;
    if (!next) {
      this.#suggested = { wish, seats: new Set() };
    }
    return next ?? options[0];
  }
}

/**
 * @param {import("./chart.js").Chart} chart
 * @param {number[]} seats
 * @returns {Money | null} null where no sum can be made
 */
function sum(chart, seats) {
  const prices = seats.map((seat) => chart.money(seat));
  const currency = prices[0]?.currency;
  return currency && prices.every((price) => price?.currency === currency)
    ? { amount: prices.reduce((all, price) => all + (price?.amount ?? 0), 0), currency } : null;
}
