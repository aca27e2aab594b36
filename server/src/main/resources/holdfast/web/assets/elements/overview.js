// The overview map: the whole chart in a corner of the map, with the visible part marked. A press
// moves there.

import { PRICE_LOOKS } from "./seat-sprites.js";

const WIDE = 144;
const HIGH = 108;
/** A smaller chart is visible as a whole anyway. */
const FEW = 300;
const CLOSE = 1.4;
const EDGE = 6;

/** @typedef {import("./chart.js").Chart} Chart */
/** @typedef {import("./seat-sprites.js").Colors} Colors */

export class Overview {
  /** @param {HTMLCanvasElement} canvas @param {import("./camera.js").Camera} camera */
  constructor(canvas, camera) {
    this.canvas = canvas;
    this.camera = camera;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.ground = document.createElement("canvas");
    this.scale = 1;
    /** The chart and colours that the background was drawn from. @type {[Chart, Colors] | null} */
    this.drawn = null;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#go(event, true);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) {
        this.#go(event, false);
      }
    });
  }

  /** @param {PointerEvent} event @param {boolean} slowly */
  #go(event, slowly) {
    const { camera, canvas, scale } = this;
    const box = canvas.getBoundingClientRect();
    const [left, top] = camera.box;
    camera.fly(left + (event.clientX - box.left - canvas.clientLeft - EDGE) / scale,
      top + (event.clientY - box.top - canvas.clientTop - EDGE) / scale, camera.scale, slowly);
  }

  /** @param {Chart} chart @param {Colors} colors */
  draw(chart, colors) {
    const { camera, canvas, pen } = this;
    canvas.hidden = chart.count < FEW || camera.scale < camera.whole * CLOSE;
    if (canvas.hidden) {
      return;
    }
    if (this.drawn?.[0] !== chart || this.drawn[1] !== colors) {
      this.drawn = [chart, colors];
      this.#ground(chart, colors);
    }
    const ratio = devicePixelRatio || 1;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(this.ground, 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [left, top] = camera.box;
    const from = (/** @type {number} */ at, /** @type {number} */ most) =>
      Math.max(1, Math.min(most - 1, at));
    const [w, h] = [canvas.width / ratio, canvas.height / ratio];
    const x = from((camera.toX(0) - left) * this.scale + EDGE, w);
    const y = from((camera.toY(0) - top) * this.scale + EDGE, h);
    const right = from((camera.toX(camera.width) - left) * this.scale + EDGE, w);
    const bottom = from((camera.toY(camera.height) - top) * this.scale + EDGE, h);
    pen.strokeStyle = colors.ink;
    pen.lineWidth = 2;
    pen.strokeRect(x, y, Math.max(4, right - x), Math.max(4, bottom - y));
  }

  /** @param {Chart} chart @param {Colors} colors */
  #ground(chart, colors) {
    const { canvas, camera, ground } = this;
    const [left, top, right, bottom] = camera.box;
    const small = camera.width < 480 ? 0.7 : 1;
    this.scale = Math.min((WIDE * small - EDGE * 2) / (right - left),
      (HIGH * small - EDGE * 2) / (bottom - top));
    const width = Math.round((right - left) * this.scale + EDGE * 2);
    const height = Math.round((bottom - top) * this.scale + EDGE * 2);
    const ratio = devicePixelRatio || 1;
    for (const each of [canvas, ground]) {
      each.width = Math.round(width * ratio);
      each.height = Math.round(height * ratio);
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = /** @type {CanvasRenderingContext2D} */ (ground.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.lineJoin = "round";
    pen.lineWidth = Math.max(1, this.scale);
    for (const section of chart.sections) {
      pen.beginPath();
      for (let at = 0; at < section.outline.length; at += 2) {
        pen.lineTo((section.outline[at] - left) * this.scale + EDGE,
          (section.outline[at + 1] - top) * this.scale + EDGE);
      }
      pen.closePath();
      const color = section.price >= 0 && section.open
        ? colors.prices[section.price % PRICE_LOOKS] : colors.muted;
      pen.fillStyle = color;
      pen.strokeStyle = color;
      pen.globalAlpha = 0.55;
      pen.fill();
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }
}
