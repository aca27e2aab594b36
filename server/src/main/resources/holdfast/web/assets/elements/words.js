// The texts about a seat and a row.

import { FREE, HELD } from "./chart.js";
import { el } from "./look.js";

export class Words {
  /**
   * @param {import("./chart.js").Chart} chart
   * @param {import("./texts.js").Say} say
   * @param {(price: import("./chart.js").Money | null) => string} money
   */
  constructor(chart, say, money) {
    this.chart = chart;
    this.say = say;
    this.money = money;
  }

  /** A seat's text, the most important part first. @param {number} seat */
  seat(seat) {
    const { chart, say } = this;
    const section = chart.section(seat);
    const state = chart.mark[seat] === 1 ? "chosen" : !section.open ? "closed"
      : chart.state[seat] === FREE ? "free" : chart.state[seat] === HELD ? "held" : "taken";
    return [
      say("seat", { row: chart.rowName[chart.row[seat]], seat: chart.label(seat) }),
      section.name, this.money(chart.money(seat)), chart.accessible[seat] ? say("space") : "",
      say(state),
    ].filter(Boolean);
  }

  /** A seat's data for the grid. @param {number} seat @param {boolean} can */
  cell(seat, can) {
    const { chart } = this;
    const chosen = chart.mark[seat] === 1;
    const kind = chart.mark[seat] === 2 ? "offered" : !can && !chosen ? "taken"
      : chart.accessible[seat] ? "space" : "free";
    return { label: this.seat(seat).join(", "), can: can || chosen, chosen, kind };
  }

  /** @param {number} row */
  row(row) {
    const { chart, say } = this;
    let count = 0;
    for (let seat = chart.rowFirst[row]; seat < chart.rowFirst[row + 1]; seat++) {
      count += chart.state[seat] === FREE ? 1 : 0;
    }
    const name = chart.rowName[row];
    const section = chart.sections[chart.rowSection[row]].name;
    return {
      name: say("row", { row: name }),
      left: `${section} · ${say("left", { count })}`,
    };
  }

  /** @param {import("./chart.js").Section} section @param {string} language */
  section(section, language) {
    const { chart, say } = this;
    const price = chart.prices[section.from]?.price;
    return section.free === 0 ? say("none") : [
      say("left", { count: section.free.toLocaleString(language) }),
      price ? say("from", { price: this.money(price) }) : "",
    ].filter(Boolean).join(" · ");
  }

  /**
   * Places the tooltip beside the seat and inside the map.
   * @param {HTMLElement} tip @param {import("./camera.js").Camera} camera @param {number} seat
   */
  tip(tip, camera, seat) {
    tip.hidden = seat < 0;
    if (seat >= 0) {
      const [head, ...rest] = this.seat(seat);
      tip.replaceChildren(el("b", {}, head), rest.join(" · "));
      const { x, y } = this.chart;
      const left = camera.atX(x[seat]) - tip.offsetWidth / 2;
      const most = Math.max(4, camera.width - tip.offsetWidth - 4);
      const gap = camera.scale * 0.6 + 8;
      const above = camera.atY(y[seat]) - gap - tip.offsetHeight;
      const top = above < 4 ? camera.atY(y[seat]) + gap : above;
      tip.style.transform =
        `translate(${Math.round(Math.max(4, Math.min(most, left)))}px, ${Math.round(top)}px)`;
    }
  }
}
