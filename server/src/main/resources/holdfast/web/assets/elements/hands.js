// Handles taps, hovering and keys on the map.

const TOUCHABLE = 26;
const CLICKABLE = 9;
const CLOSEST = 56;
const TWICE = 350;

export class SeatHands {
  /** @param {import("./seats.js").HoldfastSeats} host */
  constructor(host) {
    this.host = host;
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
    const { camera, chart, grid, selection } = this.host;
    if (!camera || !chart) {
      return;
    }
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
      grid?.go(seat, false);
      selection.toggle(seat);
      this.over(touch ? -1 : seat);
    }
  }

  /** @param {number} x @param {number} y */
  hover(x, y) {
    const { camera, chart } = this.host;
    if (camera && chart) {
      this.over(camera.scale < CLICKABLE ? -1
        : chart.nearest(camera.toX(x), camera.toY(y), 0.6));
    }
  }

  leave() {
    this.over(-1);
  }

  /** @param {number} seat */
  over(seat) {
    if (seat !== this.seat) {
      this.seat = seat;
      this.host.parts?.canvas.toggleAttribute("data-over", seat >= 0);
      this.tell();
      this.host.redraw();
    }
  }

  /** Shows the tooltip of the seat under the pointer. */
  tell() {
    const { parts, camera, words } = this.host;
    if (parts && camera) {
      words?.tip(parts.tip, camera, this.seat);
    }
  }

  /** Shows how to zoom: until a click into the map the wheel scrolls the page. */
  hint() {
    const hint = this.host.parts?.hint;
    hint?.setAttribute("data-on", "");
    clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => hint?.removeAttribute("data-on"), 1_200);
  }
}
