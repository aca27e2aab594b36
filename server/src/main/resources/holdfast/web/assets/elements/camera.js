// The visible part of the chart: the point in the middle, and the pixels of a seat's width.

const CLOSEST = 56;
/** The largest scale for a chart of a few rows. */
const ROOMY = 44;

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Camera {
  /** @param {() => void} moved */
  constructor(moved) {
    this.moved = moved;
    this.x = 0;
    this.y = 0;
    this.scale = 10;
    this.width = 1;
    this.height = 1;
    /** @type {[number, number, number, number]} */
    this.box = [0, 0, 1, 1];
    this.whole = 1;
    /** What covers the view at its top and bottom, in pixels, while chosen seats are shown. */
    this.covered = { top: 0, bottom: 0 };
    /** The speed of gliding, in pixels a millisecond. */
    this.glide = { x: 0, y: 0 };
    /** @type {{ from: number[], to: number[], began: number, lasts: number } | null} */
    this.flight = null;
    this.last = 0;
  }

  /** @param {[number, number, number, number]} box left, top, right, bottom */
  bounds(box) {
    this.box = box;
  }

  /** @param {number} width @param {number} height */
  size(width, height) {
    const first = this.width === 1;
    const fitted = Math.abs(this.scale - this.whole) < 1e-6;
    this.width = width;
    this.height = height;
    this.whole = this.fitting(this.box, 14);
    if (first || fitted) {
      this.fit(false);
    } else {
      this.stop();
      this.within();
    }
  }

  /** @param {[number, number, number, number]} box @param {number} room in pixels */
  fitting([left, top, right, bottom], room) {
    return Math.min(ROOMY, (this.width - room * 2) / (right - left + 2),
      (this.height - room * 2) / (bottom - top + 2));
  }

  /** Shows everything. @param {boolean} [slowly] */
  fit(slowly = true) {
    const [left, top, right, bottom] = this.box;
    this.covered = { top: 0, bottom: 0 };
    this.fly((left + right) / 2, (top + bottom) / 2, this.whole, slowly);
  }

  /**
   * Shows a part of the chart in the middle of what is not covered.
   * @param {[number, number, number, number]} box
   * @param {number} least
   * @param {{ top: number, bottom: number }} covered in pixels
   */
  show(box, least, covered) {
    this.covered = covered;
    const open = this.height - covered.top - covered.bottom;
    const fits = Math.min(this.fitting(box, 30), open / (box[3] - box[1]));
    const scale = Math.min(CLOSEST, Math.max(this.whole, least, fits));
    this.fly((box[0] + box[2]) / 2,
      (box[1] + box[3]) / 2 + (covered.bottom - covered.top) / 2 / scale, scale);
  }

  /** @param {number} x @param {number} y @param {number} scale @param {boolean} [slowly] */
  fly(x, y, scale, slowly = true) {
    this.glide.x = 0;
    this.glide.y = 0;
    const to = [x, y, Math.min(CLOSEST, Math.max(this.whole, scale))];
    if (!slowly || still.matches) {
      [this.x, this.y, this.scale] = to;
      this.flight = null;
    } else {
      this.flight = {
        from: [this.x, this.y, this.scale], to, began: performance.now(), lasts: 260,
      };
    }
    this.within();
    this.moved();
  }

  stop() {
    this.flight = null;
    this.glide.x = 0;
    this.glide.y = 0;
  }

  /** @param {number} dx in pixels @param {number} dy */
  pan(dx, dy) {
    this.flight = null;
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.within();
    this.moved();
  }

  /** Keeps what is under a pixel where it is. @param {number} px @param {number} py @param {number} times */
  zoom(px, py, times) {
    this.flight = null;
    const scale = Math.min(CLOSEST, Math.max(this.whole, this.scale * times));
    const x = (px - this.width / 2) / this.scale + this.x;
    const y = (py - this.height / 2) / this.scale + this.y;
    this.x = x - (px - this.width / 2) / scale;
    this.y = y - (py - this.height / 2) / scale;
    this.scale = scale;
    this.within();
    this.moved();
  }

  /** @param {number} px @param {number} py @param {number} times */
  step(px, py, times) {
    const scale = Math.min(CLOSEST, Math.max(this.whole, this.scale * times));
    const x = (px - this.width / 2) / this.scale + this.x;
    const y = (py - this.height / 2) / this.scale + this.y;
    this.fly(x - (px - this.width / 2) / scale, y - (py - this.height / 2) / scale, scale);
  }

  /** Keeps the chart in view. */
  within() {
    const [left, top, right, bottom] = this.box;
    const { covered, scale } = this;
    this.x = inside(this.x, left, right, this.width / 2 / scale);
    this.y = inside(this.y, top - covered.top / scale, bottom + covered.bottom / scale,
      this.height / 2 / scale);
  }

  /** One step of the animation; true if it goes on. @param {number} now */
  tick(now) {
    const passed = Math.min(50, now - this.last);
    this.last = now;
    if (this.flight) {
      const { from, to, began, lasts } = this.flight;
      const part = Math.min(1, Math.max(0, (now - began) / lasts));
      const eased = 1 - (1 - part) ** 3;
      // A zoom looks even when equal times multiply equally.
      this.scale = from[2] * (to[2] / from[2]) ** eased;
      this.x = from[0] + (to[0] - from[0]) * eased;
      this.y = from[1] + (to[1] - from[1]) * eased;
      if (part === 1) {
        this.flight = null;
        [this.x, this.y, this.scale] = to;
        this.within();
      }
      return true;
    }
    const { glide } = this;
    if (Math.hypot(glide.x, glide.y) > 0.02) {
      this.x -= glide.x * passed / this.scale;
      this.y -= glide.y * passed / this.scale;
      const slower = 0.994 ** passed;
      glide.x *= slower;
      glide.y *= slower;
      this.within();
      return true;
    }
    return false;
  }

  /** @param {number} px */
  toX(px) {
    return (px - this.width / 2) / this.scale + this.x;
  }

  /** @param {number} py */
  toY(py) {
    return (py - this.height / 2) / this.scale + this.y;
  }

  /** @param {number} x */
  atX(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  /** @param {number} y */
  atY(y) {
    return (y - this.y) * this.scale + this.height / 2;
  }
}

/** @param {number} at @param {number} least @param {number} most @param {number} half */
function inside(at, least, most, half) {
  const room = 3;
  const from = least - room + half;
  const to = most + room - half;
  return from > to ? (least + most) / 2 : Math.min(to, Math.max(from, at));
}
