// Mouse, touch and wheel gestures on the map: drag, pinch, tap.

/** A pointer that moves less, in pixels, taps. */
const SLIP = 7;

/** @typedef {import("./camera.js").Camera} Camera */
/**
 * @typedef {object} GestureListener
 * @property {(x: number, y: number, touch: boolean) => void} tap
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {() => void} hint
 */

export class Gestures {
  /** @param {HTMLElement} target @param {Camera} camera @param {GestureListener} listener */
  constructor(target, camera, listener) {
    this.target = target;
    this.camera = camera;
    this.listener = listener;
    /** @type {Map<number, { x: number, y: number, at: number }>} */
    this.down = new Map();
    this.dragged = false;
    /** @type {{ x: number, y: number, at: number } | undefined} */
    this.speed = undefined;
    /** After a click into the map the wheel zooms. */
    this.clicked = false;
    target.addEventListener("pointerdown", (event) => this.#press(event));
    target.addEventListener("pointermove", (event) => this.#move(event));
    target.addEventListener("pointerup", (event) => this.#lift(event, true));
    target.addEventListener("pointercancel", (event) => this.#lift(event, false));
    target.addEventListener("pointerleave", () => {
      this.clicked = false;
      listener.leave();
    });
    target.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {PointerEvent | WheelEvent} event */
  #point(event) {
    const box = this.target.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, at: event.timeStamp };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) {
      return;
    }
    this.target.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.#point(event));
    this.camera.stop();
    this.clicked = true;
    if (this.down.size === 1) {
      this.dragged = false;
      this.began = this.#point(event);
    } else {
      this.dragged = true;
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.down.get(event.pointerId);
    const now = this.#point(event);
    if (!before) {
      if (event.pointerType === "mouse") {
        this.listener.hover(now.x, now.y);
      }
      return;
    }
    if (this.down.size === 1) {
      if (!this.dragged && this.began
          && Math.hypot(now.x - this.began.x, now.y - this.began.y) < SLIP) {
        return;
      }
      this.dragged = true;
      this.listener.leave();
      this.#drag(before, now);
    } else if (this.down.size === 2) {
      this.#pinch(event.pointerId, before, now);
    }
    this.down.set(event.pointerId, now);
  }

  /** @param {{ x: number, y: number, at: number }} before @param {{ x: number, y: number, at: number }} now */
  #drag(before, now) {
    const passed = Math.max(1, now.at - before.at);
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    const speed = this.speed ?? { x: 0, y: 0, at: 0 };
    this.speed = {
      x: (speed.x + dx / passed) / 2, y: (speed.y + dy / passed) / 2, at: now.at,
    };
    this.camera.pan(dx, dy);
  }

  /** @param {number} id @param {{ x: number, y: number }} before @param {{ x: number, y: number }} now */
  #pinch(id, before, now) {
    const other = [...this.down].find(([each]) => each !== id)?.[1];
    if (other) {
      const was = Math.max(8, Math.hypot(before.x - other.x, before.y - other.y));
      const is = Math.max(8, Math.hypot(now.x - other.x, now.y - other.y));
      this.camera.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      this.camera.zoom((now.x + other.x) / 2, (now.y + other.y) / 2, is / was);
    }
  }

  /** @param {PointerEvent} event @param {boolean} meant */
  #lift(event, meant) {
    const was = this.down.get(event.pointerId);
    this.down.delete(event.pointerId);
    if (!was || this.down.size > 0) {
      return;
    }
    const now = this.#point(event);
    if (meant && !this.dragged) {
      this.listener.tap(now.x, now.y, event.pointerType !== "mouse");
    } else if (this.speed && now.at - this.speed.at < 60
        && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.camera.glide.x = this.speed.x;
      this.camera.glide.y = this.speed.y;
      this.camera.moved();
    }
    this.speed = undefined;
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey && !this.clicked) {
      this.listener.hint();
      return;
    }
    event.preventDefault();
    const { x, y } = this.#point(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    const by = Math.max(-120, Math.min(120, event.deltaY * lines));
    this.camera.zoom(x, y, 1.0032 ** -by * (event.ctrlKey ? 1.004 ** -by : 1));
    this.listener.leave();
  }
}
