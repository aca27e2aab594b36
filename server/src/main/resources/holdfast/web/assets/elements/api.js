// The client of the API. A publishable key is not secret: it may read what is on sale and hold it.

/** A refusal by the server. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} problem
   */
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
    const whole = new URL(base || "/", document.baseURI).href;
    this.base = whole.endsWith("/") ? whole : `${whole}/`;
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
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, headers?: Record<string, string>, signal?: AbortSignal }} [more]
   * @returns {Promise<{ status: number, body: any, headers: Headers }>}
   */
  async ask(method, path, more = {}) {
    const headers = this.headers(more.headers ?? {});
    if (more.body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const response = await fetch(this.url(path), {
      method,
      headers,
      body: more.body === undefined ? undefined : JSON.stringify(more.body),
      signal: more.signal,
      credentials: "omit",
    });
    const json = (response.headers.get("Content-Type") ?? "").includes("json");
    const body = json ? await response.json() : null;
    if (!response.ok) {
      throw new Refused(response.status, body ?? {});
    }
    return { status: response.status, body, headers: response.headers };
  }

  /**
   * @param {string} path
   * @param {{ headers?: Record<string, string>, signal?: AbortSignal }} [more]
   */
  async read(path, more = {}) {
    return (await this.ask("GET", path, more)).body;
  }

  /**
   * Retries once with the same key when no answer came: the server does it at most once.
   * @param {string} path
   * @param {unknown} body
   * @param {Record<string, string>} [headers]
   */
  async make(path, body, headers = {}) {
    const key = { "Idempotency-Key": crypto.randomUUID(), ...headers };
    for (let left = 2; ; left--) {
      try {
        return (await this.ask("POST", path, { body, headers: key })).body;
      } catch (failure) {
        const unsure = !(failure instanceof Refused) || failure.status === 503;
        if (!unsure || left === 0) {
          throw failure;
        }
        await pause(400, new AbortController().signal);
      }
    }
  }

  /**
   * Reads a stream of server-sent events, and resumes it after a break. The browser's own
   * EventSource cannot send a key.
   *
   * @param {string} path
   * @param {number} since
   * @param {(event: string, data: any) => void} told
   * @param {(live: boolean) => void} live
   * @param {AbortSignal} signal
   */
  async follow(path, since, told, live, signal) {
    let last = String(since);
    let wait = 500;
    while (!signal.aborted) {
      const broken = new AbortController();
      const stop = () => broken.abort();
      signal.addEventListener("abort", stop);
      try {
        const response = await fetch(this.url(path), {
          headers: this.headers({ Accept: "text/event-stream", "Last-Event-ID": last }),
          signal: broken.signal,
          credentials: "omit",
          cache: "no-store",
        });
        if (!response.ok || !response.body) {
          throw new Refused(response.status, {});
        }
        live(true);
        await this.#lines(response.body, stop, (event, data, id) => {
          wait = 500;
          last = id || last;
          told(event, JSON.parse(data));
        });
      } catch (failure) {
        if (failure instanceof Refused && [401, 403, 404].includes(failure.status)) {
          live(false);
          return;
        }
      } finally {
        signal.removeEventListener("abort", stop);
        broken.abort();
      }
      if (!signal.aborted) {
        live(false);
        await pause(wait * (0.75 + Math.random() / 2), signal);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {() => void} stop
   * @param {(event: string, data: string, id: string) => void} told
   */
  async #lines(body, stop, told) {
    const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
    let rest = "";
    let watch = setTimeout(stop, SILENCE);
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(watch);
        watch = setTimeout(stop, SILENCE);
        rest += part.value;
        for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
          message(rest.slice(0, end), told);
          rest = rest.slice(end + 2);
        }
      }
    } finally {
      clearTimeout(watch);
    }
  }
}

/**
 * @param {string} text
 * @param {(event: string, data: string, id: string) => void} told
 */
function message(text, told) {
  let event = "message";
  let id = "";
  const data = [];
  for (const line of text.split("\n")) {
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
    told(event, data.join("\n"), id);
  }
}
