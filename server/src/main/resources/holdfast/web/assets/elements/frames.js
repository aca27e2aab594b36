// Draws frames on demand: only after a change.

/** After so many milliseconds without motion everything is drawn exactly. */
const RESTING = 100;

export class Frames {
  #asked = 0;
  #moved = -RESTING;
  #resting = 0;

  /**
   * @param {(now: number) => boolean} tick one step of all animations; true if one goes on
   * @param {(still: boolean) => void} draw
   */
  constructor(tick, draw) {
    this.tick = tick;
    this.draw = draw;
  }

  ask() {
    this.#asked ||= requestAnimationFrame((now) => this.#frame(now));
  }

  moved() {
    this.#moved = performance.now();
    this.ask();
  }

  stop() {
    cancelAnimationFrame(this.#asked);
    clearTimeout(this.#resting);
    this.#asked = 0;
  }

  /** @param {number} now */
  #frame(now) {
    this.#asked = 0;
    const more = this.tick(now);
    const still = !more && now - this.#moved > RESTING;
    this.draw(still);
    if (more) {
      this.ask();
    } else if (!still) {
      clearTimeout(this.#resting);
      this.#resting = window.setTimeout(() => this.ask(), RESTING + 20);
    }
  }
}
