// Draws the chart. Seats are copied into an array of pixels, which takes as long for 100,000 of
// them as for a few hundred; text is drawn over it, and only where it is legible.

import { FREE, HELD } from "./chart.js";
import * as Sprite from "./seat-sprites.js";

const SECTIONS_BELOW = 6;
const ROWS_FROM = 9;
const NUMBERS_FROM = 21;

/** @typedef {import("./chart.js").Chart} Chart */
/** @typedef {import("./camera.js").Camera} Camera */
/**
 * @typedef {object} View
 * @property {number} hover a seat or -1
 * @property {number} focus a seat or -1
 * @property {number} only a price to look at, or -1
 * @property {boolean} still whether nothing moves now
 * @property {boolean} stage
 * @property {string} stageText
 * @property {(section: import("./chart.js").Section) => string} left
 */

export class Painter {
  /** @param {HTMLCanvasElement} canvas @param {Sprite.Colors} colors @param {string} font */
  constructor(canvas, colors, font) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext("2d", { willReadFrequently: true }));
    this.sprites = new Sprite.SeatSprites(colors);
    this.font = font;
    this.ratio = 1;
    this.image = new ImageData(1, 1);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.width = 1;
    this.height = 1;
    /** @type {Map<string, number>} */
    this.widths = new Map();
  }

  /** @param {Sprite.Colors} colors @param {string} font */
  setTheme(colors, font) {
    this.sprites = new Sprite.SeatSprites(colors);
    this.font = font;
    this.widths.clear();
  }

  /** Cached, because measuring takes longer than drawing. @param {string} text */
  #wide(text) {
    const key = this.pen.font + text;
    let known = this.widths.get(key);
    if (known === undefined) {
      if (this.widths.size > 2_000) {
        this.widths.clear();
      }
      known = this.pen.measureText(text).width;
      this.widths.set(key, known);
    }
    return known;
  }

  /** @param {number} width @param {number} height @param {number} ratio */
  size(width, height, ratio) {
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.width = this.canvas.width;
    this.height = this.canvas.height;
    this.image = new ImageData(this.width, this.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** @param {Chart} chart @param {Camera} camera @param {View} view */
  draw(chart, camera, view) {
    const { pen, ratio } = this;
    this.pixels.fill(0);
    this.#seats(chart, camera, view);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.putImageData(this.image, 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalCompositeOperation = "destination-over";
    this.#ground(chart, camera, view);
    pen.globalCompositeOperation = "source-over";
    if (camera.scale >= ROWS_FROM) {
      this.#rows(chart, camera);
    }
    if (camera.scale >= NUMBERS_FROM) {
      this.#numbers(chart, camera, view);
    }
    if (camera.scale < SECTIONS_BELOW) {
      this.#names(chart, camera, view);
    }
    this.#ring(chart, camera, view.hover, 1.5);
    this.#ring(chart, camera, view.focus, 3);
  }

  /** @param {Chart} chart @param {Camera} camera @param {View} view */
  #seats(chart, camera, view) {
    const scale = camera.scale * this.ratio;
    const size = Math.max(1, Math.round(scale * 0.86));
    // A moving picture need not be exact.
    const phases = view.still && size < 40 ? (this.ratio < 2 ? 4 : 2) : 1;
    const sprites = this.sprites.of(size, phases);
    const edge = phases > 1 ? size + 1 : size;
    const half = phases > 1 ? 0.5 / phases : 0.5;
    const [left, top] = [camera.toX(0) - 1, camera.toY(0) - 1];
    const [right, bottom] = [camera.toX(camera.width) + 1, camera.toY(camera.height) + 1];
    const dx = this.canvas.width / 2 - camera.x * scale - size / 2;
    const dy = this.canvas.height / 2 - camera.y * scale - size / 2;
    const { x, y, rowBox, rowFirst } = chart;
    const each = phases * phases;
    for (let row = 0; row < chart.rowName.length; row++) {
      const box = row * 4;
      if (rowBox[box] <= right && rowBox[box + 1] <= bottom
          && rowBox[box + 2] >= left && rowBox[box + 3] >= top) {
        const { open } = chart.sections[chart.rowSection[row]];
        for (let seat = rowFirst[row]; seat < rowFirst[row + 1]; seat++) {
          const px = x[seat] * scale + dx + half;
          const py = y[seat] * scale + dy + half;
          const ix = Math.floor(px);
          const iy = Math.floor(py);
          const phase = phases === 1 ? 0
            : Math.floor((py - iy) * phases) * phases + Math.floor((px - ix) * phases);
          const as = spriteOf(chart, seat, open, view.only);
          let sprite = sprites[as * each + phase];
          if (!sprite) {
            this.sprites.draw(sprites, size, phases, as);
            sprite = /** @type {Uint32Array} */ (sprites[as * each + phase]);
          }
          this.#copy(sprite, edge, ix, iy);
        }
      }
    }
  }

  /** Called for every seat of every frame: no allocation. @param {Uint32Array} sprite @param {number} size @param {number} x @param {number} y */
  #copy(sprite, size, x, y) {
    const pixels = this.pixels;
    const width = this.width;
    const height = this.height;
    if (x <= -size || y <= -size || x >= width || y >= height) {
      return;
    }
    if (size === 1) {
      pixels[y * width + x] = sprite[0];
      return;
    }
    const fromX = x < 0 ? -x : 0;
    const toX = x + size > width ? width - x : size;
    const toY = y + size > height ? height - y : size;
    for (let line = y < 0 ? -y : 0; line < toY; line++) {
      const into = (y + line) * width + x;
      const from = line * size;
      for (let at = fromX; at < toX; at++) {
        const pixel = sprite[from + at];
        // The seat that covers more of a pixel gets it.
        if (pixel !== 0 && pixel >>> 24 > pixels[into + at] >>> 24) {
          pixels[into + at] = pixel;
        }
      }
    }
  }

  /** The background of the sections, and the stage. @param {Chart} chart @param {Camera} camera @param {View} view */
  #ground(chart, camera, view) {
    const { pen } = this;
    const { colors } = this.sprites;
    pen.lineJoin = "round";
    if (view.stage) {
      const [left, top, right] = chart.box;
      const width = Math.min(right - left, Math.max(6, (right - left) * 0.4)) * camera.scale;
      const x = camera.atX((left + right) / 2);
      const height = Math.min(28, Math.max(14, camera.scale * 1.3));
      // At any scale the stage is in front of the first row and not on it.
      const y = Math.min(camera.atY(top - 2.4), camera.atY(top - 0.9) - height / 2 - 4);
      pen.font = `600 ${Math.min(13, height * 0.7)}px ${this.font}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = colors.muted;
      pen.fillText(view.stageText, x, y);
      pen.beginPath();
      pen.roundRect(x - width / 2, y - height / 2, width, height, 4);
      pen.fillStyle = colors.line;
      pen.fill();
    }
    for (const section of chart.sections) {
      const { outline } = section;
      pen.beginPath();
      for (let at = 0; at < outline.length; at += 2) {
        pen.lineTo(camera.atX(outline[at]), camera.atY(outline[at + 1]));
      }
      pen.closePath();
      pen.lineWidth = camera.scale * 1.7;
      if (camera.scale < SECTIONS_BELOW && section.price >= 0 && section.open) {
        pen.globalAlpha = section.free > 0 ? 0.22 : 0.06;
        pen.fillStyle = colors.prices[section.price % Sprite.PRICE_LOOKS];
        pen.fill();
        pen.globalAlpha = 1;
      }
      pen.fillStyle = colors.section;
      pen.strokeStyle = colors.section;
      pen.stroke();
      pen.fill();
    }
  }

  /** @param {Chart} chart @param {Camera} camera */
  #rows(chart, camera) {
    const { pen } = this;
    pen.font = `500 ${Math.min(13, Math.max(10, camera.scale * 0.45))}px ${this.font}`;
    pen.fillStyle = this.sprites.colors.muted;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (let row = 0; row < chart.rowName.length; row++) {
      const first = chart.rowFirst[row];
      const last = chart.rowFirst[row + 1] - 1;
      const aisle = row > 0 && chart.rowName[row] === chart.rowName[row - 1];
      const [x, y] = beside(chart, first, Math.min(first + 1, last));
      const [px, py] = [camera.atX(x), camera.atY(y)];
      if (!aisle && px > -20 && py > -20 && px < camera.width + 20 && py < camera.height + 20) {
        pen.fillText(chart.rowName[row], px, py);
      }
    }
  }

  /** @param {Chart} chart @param {Camera} camera @param {View} view */
  #numbers(chart, camera, view) {
    const { pen } = this;
    const { colors } = this.sprites;
    pen.font = `600 ${Math.round(camera.scale * 0.36)}px ${this.font}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    seen(chart, camera, (seat, px, py) => {
      if (chart.mark[seat] === 2) {
        pen.fillStyle = colors.chosen;
      } else {
        pen.fillStyle = chart.mark[seat] ? colors.onChosen : colors.onPrice;
      }
      const plain = chart.mark[seat] === 0
        && (chart.accessible[seat] === 1 || chart.state[seat] !== FREE
          || !chart.section(seat).open || view.only >= 0 && chart.price[seat] !== view.only);
      if (!plain) {
        pen.fillText(chart.label(seat), px, py + camera.scale * 0.02);
      }
    });
  }

  /** @param {Chart} chart @param {Camera} camera @param {View} view */
  #names(chart, camera, view) {
    const { pen } = this;
    const { colors } = this.sprites;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const section of chart.sections) {
      const [left, top, right, bottom] = section.box;
      const wide = (right - left) * camera.scale;
      const x = camera.atX((left + right) / 2);
      const y = camera.atY((top + bottom) / 2);
      const text = view.left(section);
      pen.font = `600 13px ${this.font}`;
      const name = this.#wide(section.name);
      pen.font = `400 12px ${this.font}`;
      const width = Math.max(name, this.#wide(text)) + 20;
      const small = width > wide || (bottom - top) * camera.scale < 44;
      const fits = small ? name + 12 < wide + camera.scale * 2 : true;
      if (fits && x > -wide && x < camera.width + wide) {
        const [w, h] = small ? [name + 10, 19] : [width, 42];
        pen.globalAlpha = 0.9;
        pen.fillStyle = colors.paper;
        pen.beginPath();
        pen.roundRect(x - w / 2, y - h / 2, w, h, 8);
        pen.fill();
        pen.globalAlpha = 1;
        pen.fillStyle = colors.ink;
        pen.font = `600 ${small ? 12 : 13}px ${this.font}`;
        pen.fillText(section.name, x, small ? y : y - 8);
        if (!small) {
          pen.font = `400 12px ${this.font}`;
          pen.fillStyle = colors.muted;
          pen.fillText(text, x, y + 9);
        }
      }
    }
  }

  /** @param {Chart} chart @param {Camera} camera @param {number} seat @param {number} width */
  #ring(chart, camera, seat, width) {
    if (seat >= 0) {
      const { pen } = this;
      const { colors } = this.sprites;
      const r = Math.max(7, camera.scale * 0.5 + (width > 2 ? 2.5 : 0));
      pen.beginPath();
      pen.arc(camera.atX(chart.x[seat]), camera.atY(chart.y[seat]), r, 0, Math.PI * 2);
      pen.lineWidth = width + 3;
      pen.strokeStyle = colors.paper;
      pen.stroke();
      pen.lineWidth = width;
      pen.strokeStyle = width > 2 ? colors.focus : colors.ink;
      pen.stroke();
    }
  }
}

/** @param {Chart} chart @param {number} seat @param {boolean} open @param {number} only */
function spriteOf(chart, seat, open, only) {
  if (chart.mark[seat] === 1) {
    return chart.accessible[seat] ? Sprite.CHOSEN_ACCESSIBLE : Sprite.CHOSEN;
  }
  if (chart.mark[seat] === 2) {
    return Sprite.OFFERED;
  }
  const state = chart.state[seat];
  if (state === FREE) {
    const price = chart.price[seat];
    if (!open || only >= 0 && price !== only) {
      return Sprite.CLOSED;
    }
    return price % Sprite.PRICE_LOOKS + (chart.accessible[seat] ? Sprite.ACCESSIBLE : 0);
  }
  return chart.inBasket(seat) ? Sprite.MINE : state === HELD ? Sprite.HELD : Sprite.TAKEN;
}

/** A step before a row's first seat. @param {Chart} chart @param {number} first @param {number} next */
function beside(chart, first, next) {
  const x = chart.x[first];
  const y = chart.y[first];
  return next === first ? [x - 1.1, y]
    : [x - (chart.x[next] - x) * 1.15, y - (chart.y[next] - y) * 1.15];
}

/**
 * @param {Chart} chart @param {Camera} camera
 * @param {(seat: number, px: number, py: number) => void} each
 */
function seen(chart, camera, each) {
  for (let row = 0; row < chart.rowName.length; row++) {
    const [left, top, right, bottom] = chart.rowBox.subarray(row * 4, row * 4 + 4);
    if (camera.atX(right) > -20 && camera.atY(bottom) > -20
        && camera.atX(left) < camera.width + 20 && camera.atY(top) < camera.height + 20) {
      for (let seat = chart.rowFirst[row]; seat < chart.rowFirst[row + 1]; seat++) {
        const [px, py] = [camera.atX(chart.x[seat]), camera.atY(chart.y[seat])];
        if (px > -20 && py > -20 && px < camera.width + 20 && py < camera.height + 20) {
          each(seat, px, py);
        }
      }
    }
  }
}
