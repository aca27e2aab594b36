// The texts of a seat, a row and a section.

import { FREE, HELD } from "./chart.js";
import { el } from "./dom.js";

export class SeatLabels {
  /**
   * @param {import("./chart.js").Chart} chart
   * @param {import("./texts.js").Text} text
   * @param {import("./texts.js").MoneyFormat} money
   */
  constructor(chart, text, money) {
    this.chart = chart;
    this.text = text;
    this.money = money;
  }

  /** A seat's text, the most important part first. @param {number} seat */
  seat(seat) {
    const { chart, text } = this;
    const section = chart.section(seat);
    const state = chart.mark[seat] === 1 ? "chosen" : chart.inBasket(seat) ? "mine" : !section.open ? "closed"
      : chart.state[seat] === FREE ? "free" : chart.state[seat] === HELD ? "held" : "taken";
    return [
      text("seat", { row: chart.rowName[chart.row[seat]], seat: chart.label(seat) }),
      section.name, this.money(chart.money(seat)), chart.accessible[seat] ? text("space") : "",
      text(state),
    ].filter(Boolean);
  }

  /** A seat's data for the grid. @param {number} seat @param {boolean} can */
  cell(seat, can) {
    const { chart } = this;
    const chosen = chart.mark[seat] === 1;
    const kind = chart.mark[seat] === 2 ? "offered" : chart.inBasket(seat) ? "mine" : !can && !chosen ? "taken"
      : chart.accessible[seat] ? "space" : "free";
    return { label: this.seat(seat).join(", "), can: can || chosen, chosen, kind };
  }

  /** @param {number} row */
  row(row) {
    const { chart, text } = this;
    let count = 0;
    for (let seat = chart.rowFirst[row]; seat < chart.rowFirst[row + 1]; seat++) {
      count += chart.state[seat] === FREE ? 1 : 0;
    }
    const name = text("row", { row: chart.rowName[row] });
    const section = chart.sections[chart.rowSection[row]].name;
    const price = this.money(chart.money(chart.rowFirst[row]));
    return {
      name: [name, price].filter(Boolean).join(" · "),
      left: `${section} · ${text("left", { count })}`,
    };
  }

  /** @param {import("./chart.js").Section} section @param {string} language */
  section(section, language) {
    const { chart, text } = this;
    const price = chart.prices[section.from]?.price;
    return section.free === 0 ? text("none") : [
      text("left", { count: section.free.toLocaleString(language) }),
      price ? text("from", { price: this.money(price) }) : "",
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
