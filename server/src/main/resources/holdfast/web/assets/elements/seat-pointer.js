// Handles taps and hovering on the map.

const TOUCHABLE = 26;
const CLICKABLE = 9;
const CLOSEST = 56;
const TWICE = 350;

export class SeatPointer {
  /** @param {import("./seat-map.js").SeatMap} map */
  constructor(map) {
    this.map = map;
    /** The seat under the pointer, or -1. */
    this.seat = -1;
    this.hinting = 0;
    /** The last tapped seat, and when. */
    this.tapped = { seat: -1, at: 0 };
  }

  /**
   * Where seats are too small to hit, a tap zooms in first.
   * @param {number} x @param {number} y @param {boolean} touch
   */
  tap(x, y, touch) {
    const { camera, chart, grid, selection } = this.map;
    const least = touch ? TOUCHABLE : CLICKABLE;
    if (camera.scale < least) {
      camera.fly(camera.toX(x), camera.toY(y),
        Math.min(CLOSEST, Math.max(least + 4, camera.scale * 2)));
      return;
    }
    const reach = Math.max(0.6, (touch ? 24 : 12) / camera.scale);
    const seat = chart.nearest(camera.toX(x), camera.toY(y), reach);
    // A double click counts as one click, so that the second does not undo the first.
    const twice = seat === this.tapped.seat && performance.now() - this.tapped.at < TWICE;
    this.tapped = { seat, at: performance.now() };
    if (seat >= 0 && !twice) {
      grid.go(seat, false);
      selection.toggle(seat);
      this.#over(touch ? -1 : seat);
    }
  }

  /** @param {number} x @param {number} y */
  hover(x, y) {
    const { camera, chart } = this.map;
    this.#over(camera.scale < CLICKABLE ? -1
      : chart.nearest(camera.toX(x), camera.toY(y), 0.6));
  }

  leave() {
    this.#over(-1);
  }

  /** @param {number} seat */
  #over(seat) {
    if (seat !== this.seat) {
      this.seat = seat;
      this.map.view.parts.canvas.toggleAttribute("data-over", seat >= 0);
      this.showTip();
      this.map.redraw();
    }
  }

  /** Shows the tooltip of the seat under the pointer, or of the one with the keyboard's focus. */
  showTip() {
    const { camera, focus, labels, view } = this.map;
    labels.tip(view.parts.tip, camera, this.seat >= 0 ? this.seat : focus);
  }

  /** Shows how to zoom: until a click into the map the wheel scrolls the page. */
  hint() {
    const { hint } = this.map.view.parts;
    hint.setAttribute("data-on", "");
    clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => hint.removeAttribute("data-on"), 1_200);
  }
}
