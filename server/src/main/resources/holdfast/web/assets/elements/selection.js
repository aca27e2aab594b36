// The chosen seats: the form's value, the seats that other visitors took meanwhile, and the
// alternatives to those.

import { Refused } from "./api.js";
import { FREE } from "./chart.js";
import { el, icon } from "./look.js";
import { Tabs } from "./tabs.js";
import { listed } from "./texts.js";

const USUAL_MOST = 10;
const MOST_ITEMS = 32;
const CHOSEN = 1;
const OFFERED = 2;

/** @typedef {{ area: string, seats: string[] }} Choice */

export class Selection {
  /** @param {any} host the element @param {ElementInternals} internals */
  constructor(host, internals) {
    this.host = host;
    this.internals = internals;
    /** @type {import("./chart.js").Chart | null} */
    this.chart = null;
    /** @type {Set<number>} */
    this.seats = new Set();
    /** @type {number[]} */
    this.offered = [];
    /** Names to choose as soon as there is a chart. @type {string | null} */
    this.wanted = null;
    this.settled = false;
    this.asked = 0;
    /** Seats that the same visitor has chosen in another tab, with areas. @type {Set<string>} */
    this.own = new Set();
    /** @type {Tabs | null} */
    this.tabs = null;
    // The browser cannot show its own message, because the map cannot have the focus.
    host.addEventListener("invalid", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.notice(host.say("required"));
    });
  }

  /** Listens to the same visitor's other tabs. @param {AbortSignal} signal */
  follow(signal) {
    const tabs = new Tabs((event, seats) => {
      if (event === this.host.getAttribute("event")) {
        seats.forEach((seat) => this.own.add(seat));
      }
    });
    this.tabs = tabs;
    signal.addEventListener("abort", () => tabs.close());
  }

  /** @param {import("./chart.js").Chart} chart @param {any} sold */
  begin(chart, sold) {
    this.chart = chart;
    this.sold = sold;
    this.seats.clear();
    const own = this.host.getAttribute("own");
    chart.keep((own ?? "").split(",").map((name) => this.find(name.trim()))
      .filter((seat) => seat >= 0));
    this.wanted ??= this.host.getAttribute("value") ?? own;
    this.restore();
  }

  /** Restores the choice from before a navigation or reload. */
  restore() {
    if (this.chart && this.wanted !== null) {
      const names = this.wanted.split(",").map((name) => name.trim()).filter(Boolean);
      this.wanted = null;
      this.choose(names.map((name) => this.find(name)).filter((seat) => seat >= 0));
      this.check();
    } else if (this.chart) {
      this.show();
    }
  }

  most() {
    const said = Number(this.host.getAttribute("max"));
    return said > 0 ? said : this.sold?.limits?.perCustomer ?? USUAL_MOST;
  }

  /** A seat by the name that the form sends. @param {string} name */
  find(name) {
    const area = this.host.getAttribute("area");
    const colon = name.indexOf(":");
    if (area) {
      return this.chart?.find(area, name) ?? -1;
    }
    return colon < 0 ? -1
      : this.chart?.find(name.slice(0, colon), name.slice(colon + 1)) ?? -1;
  }

  /** @param {number} seat */
  full(seat) {
    return `${this.chart?.section(seat).id}:${this.chart?.name(seat)}`;
  }

  /** The form's value: names with the area, unless there is only one area. */
  names() {
    const { chart } = this;
    const alone = this.host.hasAttribute("area");
    return chart ? [...this.seats].map((seat) =>
      alone ? chart.name(seat) : this.full(seat)) : [];
  }

  /** @returns {Choice[]} */
  choices() {
    /** @type {Map<string, string[]>} */
    const areas = new Map();
    for (const seat of this.seats) {
      const area = this.chart?.section(seat).id ?? "";
      areas.set(area, [...areas.get(area) ?? [], this.chart?.name(seat) ?? ""]);
    }
    return [...areas].map(([area, seats]) => ({ area, seats }));
  }

  items() {
    const event = this.host.getAttribute("event");
    return this.choices().map((choice) => ({ kind: "seats", event, ...choice }));
  }

  /** @returns {{ amount: number, currency: string } | null} null where no sum can be made */
  total() {
    const prices = [...this.seats].map((seat) => this.chart?.money(seat) ?? null);
    const currency = prices[0]?.currency;
    return currency && prices.every((price) => price?.currency === currency)
      ? { amount: prices.reduce((sum, price) => sum + (price?.amount ?? 0), 0), currency } : null;
  }

  /** @param {number} seat */
  can(seat) {
    const { chart } = this;
    return !!chart && chart.state[seat] === FREE && chart.section(seat).open;
  }

  /** @param {number} seat */
  toggle(seat) {
    const { host } = this;
    if (this.seats.has(seat)) {
      this.choose([...this.seats].filter((each) => each !== seat));
    } else if (!this.can(seat)) {
      host.parts.spoken.textContent = host.words.seat(seat).join(", ");
    } else if (this.seats.size >= this.most()) {
      this.notice(host.say("most", { count: this.most() }));
    } else {
      this.choose([...this.seats, seat]);
    }
  }

  /** @param {number[]} seats */
  choose(seats) {
    const { chart } = this;
    if (!chart) {
      return;
    }
    const touched = new Set([...this.seats, ...this.offered]);
    touched.forEach((seat) => {
      chart.mark[seat] = 0;
    });
    this.offered = [];
    this.seats = new Set(seats.filter((seat) => seat >= 0));
    this.seats.forEach((seat) => {
      chart.mark[seat] = CHOSEN;
      touched.add(seat);
    });
    this.notice(null);
    this.settled = false;
    this.show(touched);
    this.host.dispatchEvent(new CustomEvent("holdfast-select", {
      bubbles: true, composed: true,
      detail: { seats: this.names(), items: this.items(), total: this.total() },
    }));
  }

  /** @param {Iterable<number>} [touched] */
  show(touched = []) {
    const { host, internals } = this;
    const names = this.names();
    const form = new FormData();
    const field = host.getAttribute("name") ?? "seats";
    names.forEach((name) => form.append(field, name));
    internals.setFormValue(names.length > 0 ? form : null, names.join(","));
    const missing = host.hasAttribute("required") && names.length === 0;
    internals.setValidity(missing ? { valueMissing: true } : {},
      missing ? host.say("required") : "", missing ? host.parts.basket : undefined);
    host.parts.foot.toggleAttribute("data-some", names.length > 0);
    host.chosen(touched);
  }

  /** Whether this visitor holds these seats. @param {boolean} held */
  settle(held) {
    this.settled = held;
    if (held) {
      this.tabs?.tell(this.host.getAttribute("event") ?? "",
        [...this.seats].map((seat) => this.full(seat)));
    }
    this.check();
  }

  /** The map could not load: the page's fallback is the form's field now. */
  yield() {
    this.internals.setFormValue(null);
    this.internals.setValidity({});
  }

  /** Checks whether another visitor took chosen seats. */
  check() {
    const { chart, host } = this;
    const mine = (host.getAttribute("mine") ?? "").split(",").map((name) => this.find(name.trim()));
    const lost = chart && !this.settled ? [...this.seats].filter((seat) =>
      chart.state[seat] !== FREE && !mine.includes(seat) && !this.own.has(this.full(seat))) : [];
    if (chart && lost.length > 0) {
      void this.#lose(chart, lost);
    }
  }

  /** A hold was refused: says which seats are gone. @param {any} problem */
  lost(problem) {
    const { chart } = this;
    const wanted = this.choices();
    const taken = (problem?.shortages ?? []).flatMap((each) => each.taken.map((name) =>
      chart?.find(wanted[each.item]?.area ?? "", name) ?? -1)).filter((seat) => seat >= 0);
    if (chart && taken.length > 0) {
      this.settled = false;
      void this.#lose(chart, taken, problem.alternatives);
    }
  }

  /**
   * @param {import("./chart.js").Chart} chart
   * @param {number[]} lost
   * @param {(Choice & { insteadOf: number })[]} [known] what the server has offered already
   */
  async #lose(chart, lost, known) {
    const { host } = this;
    const wanted = this.items();
    const kept = [...this.seats].filter((seat) => !lost.includes(seat));
    const names = lost.map((seat) => chart.name(seat));
    this.choose(kept);
    const seats = listed(host.language, names);
    const told = host.say(lost.length > 1 ? "goneMany" : "gone", { seats });
    this.notice(told);
    host.dispatchEvent(new CustomEvent("holdfast-lost", {
      bubbles: true, composed: true, detail: { seats: names },
    }));
    const areas = new Set(lost.map((seat) => chart.section(seat).id));
    const items = wanted.filter((item) => areas.has(item.area));
    const others = kept.filter((seat) => !areas.has(chart.section(seat).id));
    const found = known ?? await this.#alternatives(items);
    // The visitor has chosen other seats meanwhile and needs no alternatives.
    if ([...this.seats].join() === kept.join()) {
      const all = items.flatMap((_, at) => found.filter((each) => each.insteadOf === at).slice(0, 3));
      this.offer(told, items.length === 1 ? all : all.slice(0, 1), others);
    }
  }

  /**
   * @param {object[]} items
   * @returns {Promise<(Choice & { insteadOf: number })[]>}
   */
  async #alternatives(items) {
    try {
      const answer = await this.host.api.ask("POST", "v1/alternatives", { body: { items } });
      return answer.body.alternatives;
    } catch (failure) {
      if (failure instanceof Refused) {
        return [];
      }
      throw failure;
    }
  }

  /** @param {string} told @param {Choice[]} choices @param {number[]} others */
  offer(told, choices, others) {
    const { host, chart } = this;
    if (!chart) {
      return;
    }
    const ways = choices.map((choice) => choice.seats.map((name) => chart.find(choice.area, name)))
      .filter((seats) => seats.every((seat) => seat >= 0 && this.can(seat)));
    this.offered.forEach((seat) => {
      chart.mark[seat] = this.seats.has(seat) ? CHOSEN : 0;
    });
    this.offered = ways.length > 0 ? ways[0].filter((seat) => !this.seats.has(seat)) : [];
    this.offered.forEach((seat) => {
      chart.mark[seat] = OFFERED;
    });
    const buttons = ways.map((seats) => el("button", {
      type: "button", part: "alternative",
      onclick: () => {
        this.choose([...others, ...seats]);
        host.look(seats);
      },
    }, host.say("take", { seats: listed(host.language, seats.map((seat) => chart.name(seat))) }),
    el("small", {}, host.money(sum(chart, seats)))));
    this.notice(`${told} ${host.say(ways.length > 0 ? "instead" : "noInstead")}`, buttons);
    host.chosen(this.offered);
  }

  #shut() {
    const offered = this.offered;
    offered.forEach((seat) => {
      if (this.chart) {
        this.chart.mark[seat] = this.seats.has(seat) ? CHOSEN : 0;
      }
    });
    this.offered = [];
    this.notice(null);
    this.host.chosen(offered);
    this.host.grid?.go(this.host.grid.active, true);
  }

  /** @param {string | null} told @param {HTMLElement[]} [ways] */
  notice(told, ways = []) {
    const { notice, messages } = this.host.parts;
    notice.hidden = told === null;
    messages.hidden = told === null;
    notice.replaceChildren(...told === null ? [] : [el("p", {}, told),
      ways.length > 0 ? el("div", { class: "ways" }, ...ways) : "",
      el("button", {
        type: "button", class: "shut", "aria-label": this.host.say("close"),
        onclick: () => this.#shut(),
      }, icon("M5.5 5.5l9 9M14.5 5.5l-9 9"))]);
  }

  /**
   * @param {number} count @param {string} area empty for any @param {boolean} accessible
   * @param {number} price a price to keep to, or -1
   * @returns {Promise<number[]>} what was chosen
   */
  async best(count, area, accessible, price) {
    const { chart, host } = this;
    if (!chart) {
      return [];
    }
    const event = host.getAttribute("event");
    const areas = chart.sections.filter((each) =>
      each.open && each.free >= count && (!area || each.id === area));
    const items = price < 0 ? areas.map((each) => ({ best: count, accessible, area: each.id }))
      : areas.flatMap((each) => chart.middles(each, count, price))
        .map((seats) => ({
          area: chart.section(seats[0]).id, seats: seats.map((seat) => chart.name(seat)),
        }));
    const asked = ++this.asked;
    const found = items.length === 0 ? [] : await this.#alternatives(items.slice(0, MOST_ITEMS)
      .map((item) => ({ kind: "seats", event, ...item })));
    const ways = found.map((choice) =>
      choice.seats.map((name) => chart.find(choice.area, name)));
    const seats = ways.find((way) => price < 0 || way.every((seat) => chart.price[seat] === price));
    if (asked !== this.asked || !seats) {
      if (!seats) {
        this.notice(host.say("noBest", { count }));
      }
      return [];
    }
    this.choose(seats);
    return seats;
  }
}

/** @param {import("./chart.js").Chart} chart @param {number[]} seats */
function sum(chart, seats) {
  const prices = seats.map((seat) => chart.money(seat));
  const currency = prices[0]?.currency;
  return currency && prices.every((price) => price?.currency === currency)
    ? { amount: prices.reduce((all, price) => all + (price?.amount ?? 0), 0), currency } : null;
}
