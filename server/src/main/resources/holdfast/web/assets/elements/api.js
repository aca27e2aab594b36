// The client of the API. A publishable key is not secret: it may read what is on sale and hold it.

/** @typedef {{ amount: number, currency: string }} Money */
/** @typedef {Record<string, { name?: string }>} Translations */

/**
 * @typedef {object} ChartRow
 * @property {string} row
 * @property {number | string[]} seats how many, or their names
 * @property {string} [tier]
 * @property {string[]} [accessible]
 * @property {{ x?: number, y?: number, angle?: number, turn?: number, step?: number }} [place]
 */
/** @typedef {{ id: string, name?: string, seats: number, rows: ChartRow[] }} ChartArea */
/** @typedef {{ hash: string, areas: ChartArea[], focus?: { x: number, y: number } }} ChartDrawing */

/** @typedef {{ id: string, name?: string, price?: Money, translations?: Translations }} Tier */
/** @typedef {Tier & { tiers?: Tier[] }} EventArea */
/** @typedef {{ name?: string, translations?: Translations, areas?: EventArea[], limits?: { perCustomer?: number } }} EventOnSale */

/** @typedef {{ id: string, states?: string, seats?: Record<string, string> }} AreaStates */
/** @typedef {{ version: number, chart?: string, areas?: AreaStates[] }} SeatStates */

/** @typedef {{ needs?: { anyOf: string[] }[], duration?: string, horizon?: string, price?: Money }} Service */
/** @typedef {{ id: string, name: string, role?: string, translations?: Translations }} Calendar */
/** @typedef {{ timeZone: string, today: string, days: string[] }} FreeDays */
/** @typedef {{ start: string, with: string[] }} Start */

/** @typedef {{ kind: "seats", event: string | null, area: string, seats: string[] }} SeatsItem */
/**
 * @typedef {object} BestSeatsItem
 * @property {"seats"} kind
 * @property {string | null} event
 * @property {string} area
 * @property {number} best how many
 * @property {boolean} accessible
 */
/**
 * @typedef {object} CapacityItem
 * @property {"capacity"} kind
 * @property {string} event
 * @property {string | null} area
 * @property {string | null} [tier]
 * @property {number} quantity
 */
/** @typedef {{ kind: "time", service: string | null, start: string, with: string[] }} TimeItem */
/** @typedef {SeatsItem | BestSeatsItem | CapacityItem | TimeItem} Item */
/** @typedef {(SeatsItem | CapacityItem | TimeItem) & { insteadOf: number }} Alternative */
/** @typedef {SeatsItem & { insteadOf: number }} SeatsAlternative */

/**
 * @typedef {object} Hold
 * @property {string} id
 * @property {string} token
 * @property {string} expiresAt
 * @property {string} [madeAt]
 * @property {Money} [total]
 */
/**
 * @typedef {object} ProblemDetails
 * @property {string} [type]
 * @property {string} [title]
 * @property {string} [detail]
 * @property {{ item: number, taken: string[] }[]} [shortages]
 * @property {Alternative[]} [alternatives]
 */
/** @typedef {{ body?: unknown, headers?: Record<string, string>, signal?: AbortSignal }} RequestOptions */
/** @typedef {(event: string, data: string, id: string) => void} MessageListener */

/** A refusal by the server. */
export class Refused extends Error {
  /** @param {number} status @param {ProblemDetails} problem */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
    /** The outcome's name: the last part of the problem's type. */
    this.outcome = String(problem.type ?? "").split("/").pop() ?? "";
  }
}

const SILENCE = 30_000;
const LONGEST_WAIT = 15_000;

/** @param {number} ms @param {AbortSignal} signal */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(undefined);
    }, { once: true });
  });
}

export class Api {
  /** @param {string} base @param {string} key */
  constructor(base, key) {
    const address = new URL(base || "/", document.baseURI).href;
    this.base = address.endsWith("/") ? address : `${address}/`;
    this.key = key;
  }

  /** @param {string} path */
  url(path) {
    return this.base + path.replace(/^\//, "");
  }

  /** @param {Record<string, string>} more */
  headers(more) {
    return this.key ? { Authorization: `Bearer ${this.key}`, ...more } : more;
  }

  /**
   * @template T
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} [options]
   * @returns {Promise<T>} the answer's body
   */
  async #send(method, path, options = {}) {
    const headers = this.headers(options.headers ?? {});
    if (options.body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const response = await fetch(this.url(path), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: "omit",
    });
    const json = (response.headers.get("Content-Type") ?? "").includes("json");
    const body = json ? await response.json() : null;
    if (!response.ok) {
      throw new Refused(response.status, body ?? {});
    }
    return body;
  }

  /** @param {string} event @param {AbortSignal} signal @returns {Promise<ChartDrawing>} */
  drawing(event, signal) {
    return this.#send("GET", `v1/events/${encodeURIComponent(event)}/chart`, { signal });
  }

  /** @param {string} event @param {AbortSignal} signal @returns {Promise<EventOnSale>} */
  event(event, signal) {
    return this.#send("GET", `v1/events/${encodeURIComponent(event)}`, { signal });
  }

  /** @param {string} event @param {AbortSignal} signal @returns {Promise<SeatStates>} */
  seats(event, signal) {
    return this.#send("GET", `v1/events/${encodeURIComponent(event)}/seats?format=packed`,
      { signal });
  }

  /** @param {string} service @param {AbortSignal} signal @returns {Promise<Service>} */
  service(service, signal) {
    return this.#send("GET", `v1/services/${encodeURIComponent(service)}`, { signal });
  }

  /** @param {string} calendar @returns {Promise<Calendar>} */
  calendar(calendar) {
    return this.#send("GET", `v1/calendars/${encodeURIComponent(calendar)}`);
  }

  /**
   * @param {string} service
   * @param {URLSearchParams} query
   * @param {AbortSignal} signal
   * @returns {Promise<FreeDays>}
   */
  freeDays(service, query, signal) {
    return this.#send("GET", `v1/services/${encodeURIComponent(service)}/free/days?${query}`,
      { signal });
  }

  /**
   * @param {string} service
   * @param {URLSearchParams} query
   * @param {AbortSignal} signal
   * @returns {Promise<{ starts: Start[] }>}
   */
  freeTimes(service, query, signal) {
    return this.#send("GET", `v1/services/${encodeURIComponent(service)}/free?${query}`,
      { signal });
  }

  /** @param {Item[]} items @param {number} [most] for each item @returns {Promise<Alternative[]>} */
  async alternatives(items, most) {
    /** @type {{ alternatives: Alternative[] }} */
    const found = await this.#send("POST", "v1/alternatives", { body: { items, most } });
    return found.alternatives;
  }

  /**
   * Retries with the same idempotency key when no answer came: the server makes at most one hold.
   * @param {Item[]} items
   * @param {string} customer
   * @returns {Promise<Hold>}
   */
  async hold(items, customer) {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    for (let left = 2; ; left--) {
      try {
        return await this.#send("POST", "v1/holds", { body: { items, customer }, headers });
      } catch (failure) {
        const unsure = !(failure instanceof Refused) || failure.status === 503;
        if (!unsure || left === 0) {
          throw failure;
        }
        await pause(400, new AbortController().signal);
      }
    }
  }

  /** @param {Hold} hold @returns {Promise<void>} */
  cancel(hold) {
    return this.#send("DELETE", `v1/holds/${hold.id}`,
      { headers: { "Holdfast-Token": hold.token } });
  }

  /**
   * Reads a stream of server-sent events, and resumes it after a break. The browser's own
   * EventSource cannot send a key.
   *
   * @param {string} event
   * @param {number} since
   * @param {(kind: string, data: SeatStates) => void} changed
   * @param {(live: boolean) => void} connected
   * @param {AbortSignal} signal
   */
  async follow(event, since, changed, connected, signal) {
    let last = String(since);
    let wait = 500;
    while (!signal.aborted) {
      const broken = new AbortController();
      const stop = () => broken.abort();
      signal.addEventListener("abort", stop);
      try {
        const response = await fetch(this.url(`v1/events/${encodeURIComponent(event)}/changes`), {
          headers: this.headers({ Accept: "text/event-stream", "Last-Event-ID": last }),
          signal: broken.signal,
          credentials: "omit",
          cache: "no-store",
        });
        if (!response.ok || !response.body) {
          throw new Refused(response.status, {});
        }
        connected(true);
        await this.#read(response.body, stop, (kind, data, id) => {
          wait = 500;
          last = id || last;
          changed(kind, JSON.parse(data));
        });
      } catch (failure) {
        if (failure instanceof Refused && [401, 403, 404].includes(failure.status)) {
          connected(false);
          return;
        }
      } finally {
        signal.removeEventListener("abort", stop);
        broken.abort();
      }
      if (!signal.aborted) {
        connected(false);
        await pause(wait * (0.75 + Math.random() / 2), signal);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
  }

  /**
   * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
   * @param {() => void} stop
   * @param {MessageListener} listener
   */
  async #read(body, stop, listener) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let silence = setTimeout(stop, SILENCE);
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE);
        rest += part.value;
        for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
          parse(rest.slice(0, end), listener);
          rest = rest.slice(end + 2);
        }
      }
    } finally {
      clearTimeout(silence);
    }
  }
}

/** Parses one server-sent event. @param {string} message @param {MessageListener} listener */
function parse(message, listener) {
  let event = "message";
  let id = "";
  const data = [];
  for (const line of message.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      data.push(value);
    } else if (field === "event") {
      event = value;
    } else if (field === "id") {
      id = value;
    }
  }
  if (data.length > 0) {
    listener(event, data.join("\n"), id);
  }
}
