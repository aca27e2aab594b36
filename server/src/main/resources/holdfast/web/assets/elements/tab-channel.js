// Messages between tabs of one visitor, so that a hold in one tab does not look lost in another.

const NAME = "holdfast-seats";

export class TabChannel {
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;

  /** @param {(event: string, seats: string[]) => void} listener */
  constructor(listener) {
    this.#channel?.addEventListener("message", ({ data }) => listener(data.event, data.seats));
  }

  /** @param {string} event @param {string[]} seats with their areas */
  send(event, seats) {
    this.#channel?.postMessage({ event, seats });
  }

  close() {
    this.#channel?.close();
  }
}
