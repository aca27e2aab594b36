// The pictures of a seat, drawn once for each size into an array of pixels.

/** How many prices have a look of their own. */
export const PRICE_LOOKS = 8;
export const ACCESSIBLE = PRICE_LOOKS;
export const CHOSEN = PRICE_LOOKS * 2;
export const CHOSEN_ACCESSIBLE = PRICE_LOOKS * 2 + 1;
export const HELD = PRICE_LOOKS * 2 + 2;
export const TAKEN = PRICE_LOOKS * 2 + 3;
export const OFFERED = PRICE_LOOKS * 2 + 4;
export const CLOSED = PRICE_LOOKS * 2 + 5;
export const MINE = PRICE_LOOKS * 2 + 6;
const ALL = PRICE_LOOKS * 2 + 7;

/**
 * @typedef {object} Colors
 * @property {string[]} prices
 * @property {string} chosen
 * @property {string} onChosen
 * @property {string} onPrice
 * @property {string} taken
 * @property {string} focus
 * @property {string} paper
 * @property {string} section
 * @property {string} line
 * @property {string} ink
 * @property {string} muted
 */

/**
 * What a shape is drawn with: a canvas, or an SVG path.
 * @typedef {object} Pen
 * @property {(x: number, y: number) => void} moveTo
 * @property {(x: number, y: number) => void} lineTo
 * @property {() => void} closePath
 * @property {(x: number, y: number, r: number, from: number, to: number) => void} arc
 * @property {(x: number, y: number, w: number, h: number, r: number) => void} roundRect
 */

/**
 * The second cue of a price: its shape.
 * @param {Pen} pen @param {number} price @param {number} x @param {number} y @param {number} r
 */
export function shape(pen, price, x, y, r) {
  switch (price % 5) {
    case 0:
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, Math.PI * 2);
      break;
    case 1:
      pen.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.3);
      break;
    case 2:
      corners(pen, 4, -Math.PI / 2, x, y, r * 1.14);
      break;
    case 3:
      corners(pen, 6, -Math.PI / 2, x, y, r * 1.06);
      break;
    default:
      corners(pen, 3, -Math.PI / 2, x, y + r * 0.16, r * 1.2);
  }
}

/**
 * @param {Pen} pen @param {number} count @param {number} from
 * @param {number} x @param {number} y @param {number} r
 */
function corners(pen, count, from, x, y, r) {
  for (let at = 0; at < count; at++) {
    const angle = from + at * Math.PI * 2 / count;
    const [px, py] = [x + Math.cos(angle) * r, y + Math.sin(angle) * r];
    if (at === 0) {
      pen.moveTo(px, py);
    } else {
      pen.lineTo(px, py);
    }
  }
  pen.closePath();
}

/**
 * The wheelchair symbol.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} pen
 * @param {number} x @param {number} y @param {number} r
 */
export function wheelchair(pen, x, y, r) {
  pen.lineWidth = r * 0.2;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.beginPath();
  pen.arc(x - r * 0.08, y + r * 0.25, r * 0.42, -0.1, Math.PI * 1.25);
  pen.moveTo(x - r * 0.1, y - r * 0.3);
  pen.lineTo(x - r * 0.1, y + r * 0.15);
  pen.lineTo(x + r * 0.3, y + r * 0.15);
  pen.lineTo(x + r * 0.48, y + r * 0.55);
  pen.stroke();
  pen.beginPath();
  pen.arc(x - r * 0.1, y - r * 0.58, r * 0.14, 0, Math.PI * 2);
  pen.fill();
}

/**
 * @param {OffscreenCanvasRenderingContext2D} pen
 * @param {number} x @param {number} y @param {number} r
 */
function check(pen, x, y, r) {
  pen.lineWidth = Math.max(1.5, r * 0.26);
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x - r * 0.42, y + r * 0.02);
  pen.lineTo(x - r * 0.1, y + r * 0.34);
  pen.lineTo(x + r * 0.44, y - r * 0.32);
  pen.stroke();
}

export class SeatSprites {
  /** @param {Colors} colors */
  constructor(colors) {
    this.colors = colors;
    /** @type {Map<number, (Uint32Array | undefined)[]>} */
    this.bySize = new Map();
    this.canvas = new OffscreenCanvas(1, 1);
    this.pen = /** @type {OffscreenCanvasRenderingContext2D} */ (
      this.canvas.getContext("2d", { willReadFrequently: true }));
  }

  /**
   * The sprites of a size in pixels, each in as many positions between two pixels, across and down,
   * as there are phases: look by look, then line by line. Sprites are made by `draw` when they
   * are first needed: during a zoom each frame has another size, and needs a few looks only.
   * @param {number} size @param {number} phases
   */
  of(size, phases) {
    const key = size * 8 + phases;
    let known = this.bySize.get(key);
    if (!known) {
      if (this.bySize.size > 24) {
        this.bySize.clear();
      }
      known = new Array(ALL * phases * phases).fill(undefined);
      this.bySize.set(key, known);
    }
    return known;
  }

  /**
   * @param {(Uint32Array | undefined)[]} into what `of` gave for this size
   * @param {number} size @param {number} phases @param {number} look
   */
  draw(into, size, phases, look) {
    const { canvas, pen } = this;
    // One pixel more than the size, for positions between pixels.
    const edge = phases > 1 ? size + 1 : size;
    const each = phases * phases;
    // A new size clears the canvas.
    [canvas.width, canvas.height] = [edge, edge * each];
    for (let phase = 0; phase < each; phase++) {
      this.#one(pen, look, size / 2 + phase % phases / phases,
        phase * edge + size / 2 + Math.floor(phase / phases) / phases, size / 2);
    }
    const whole = new Uint32Array(pen.getImageData(0, 0, edge, edge * each).data.buffer);
    for (let phase = 0; phase < each; phase++) {
      into[look * each + phase] = whole.slice(phase * edge * edge, (phase + 1) * edge * edge);
    }
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} pen
   * @param {number} look @param {number} x @param {number} y @param {number} half
   */
  #one(pen, look, x, y, half) {
    const { colors } = this;
    const r = half < 2 ? half : half * 0.84;
    pen.beginPath();
    if (look < ACCESSIBLE || half < 5 && look < CHOSEN) {
      pen.fillStyle = colors.prices[look % PRICE_LOOKS];
      this.#body(pen, look % PRICE_LOOKS, x, y, r);
    } else if (look < CHOSEN) {
      pen.fillStyle = colors.prices[look - ACCESSIBLE];
      pen.strokeStyle = colors.onPrice;
      shape(pen, look - ACCESSIBLE, x, y, r);
      pen.fill();
      pen.fillStyle = colors.onPrice;
      wheelchair(pen, x, y, r * 0.86);
    } else if (look === CHOSEN || look === CHOSEN_ACCESSIBLE) {
      pen.fillStyle = colors.chosen;
      pen.arc(x, y, half, 0, Math.PI * 2);
      pen.fill();
      pen.strokeStyle = colors.onChosen;
      if (half >= 4 && half < 12) {
        check(pen, x, y, half);
      }
    } else if (look === HELD) {
      pen.strokeStyle = colors.taken;
      pen.lineWidth = Math.max(1, half * 0.16);
      pen.arc(x, y, Math.max(0.5, r * 0.55), 0, Math.PI * 2);
      pen.stroke();
    } else if (look === MINE) {
      pen.fillStyle = colors.focus;
      pen.arc(x, y, r, 0, Math.PI * 2);
      pen.fill();
      pen.strokeStyle = colors.paper;
      check(pen, x, y, r);
    } else if (look === OFFERED) {
      pen.fillStyle = colors.paper;
      pen.strokeStyle = colors.chosen;
      pen.lineWidth = Math.max(1.5, half * 0.2);
      pen.arc(x, y, Math.max(0.5, half - pen.lineWidth / 2), 0, Math.PI * 2);
      pen.fill();
      pen.stroke();
    } else {
      pen.fillStyle = colors.taken;
      pen.arc(x, y, Math.max(0.5, r * (look === TAKEN ? 0.4 : 0.6)), 0, Math.PI * 2);
      pen.fill();
    }
  }

  /**
   * @param {OffscreenCanvasRenderingContext2D} pen
   * @param {number} price @param {number} x @param {number} y @param {number} r
   */
  #body(pen, price, x, y, r) {
    if (r < 2) {
      pen.rect(x - r, y - r, r * 2, r * 2);
    } else {
      shape(pen, price, x, y, r);
    }
    pen.fill();
  }
}
