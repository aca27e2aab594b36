// The same visitor in another tab: what they hold there has not gone to somebody else.

const NAME = "holdfast-seats";

export class Tabs {
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;

  /** @param {(event: string, seats: string[]) => void} told */
  constructor(told) {
    this.#channel?.addEventListener("message", ({ data }) => told(data.event, data.seats));
  }

  /** @param {string} event @param {string[]} seats with their areas */
  tell(event, seats) {
    this.#channel?.postMessage({ event, seats });
  }

  close() {
    this.#channel?.close();
  }
}
