// Check-in without a network: the list of valid tickets, which only a ticket's code opens, and the
// scans that wait to be sent. The list stays in memory; the scans survive a reload.

/** @typedef {{amount: number, currency: string}} Money */
/** @typedef {{id: string, reference: string, area?: string, seat?: string, name?: string}} Named */
/** @typedef {Named & {admits: number, blocked: boolean, due?: Money}} Ticket */
/** @typedef {{event: string, door: string | undefined, direction: string, nonce: string}} Scan */
/** @typedef {Scan & {code: string, at: string}} Waiting */
/** @typedef {{items: {digest: string, sealed: string}[], next?: string}} Page */

const KEY = "holdfast offline list\n";
const WAITING = "holdfast_scans";
const INSIDE = "holdfast_inside";

/** @param {string} text @returns {Promise<ArrayBuffer>} */
const digest = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));

/** @param {ArrayBuffer} bytes */
function base64url(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at++) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

/** @returns {Waiting[]} */
export function waiting() {
  return JSON.parse(localStorage.getItem(WAITING) ?? "[]");
}

/** @param {Waiting[]} scans */
function keep(scans) {
  localStorage.setItem(WAITING, JSON.stringify(scans));
}

/** @returns {Record<string, string>} the direction of each ticket's last scan on this device */
function passed() {
  return JSON.parse(localStorage.getItem(INSIDE) ?? "{}");
}

/** @param {string} id @param {string} direction */
export function remember(id, direction) {
  localStorage.setItem(INSIDE, JSON.stringify({ ...passed(), [id]: direction }));
}

/** @param {Waiting} scan */
export function queue(scan) {
  keep([...waiting(), scan]);
}

/**
 * Sends the scans that wait, at most 200 at once; returns the conflicts' reasons.
 * @param {string} device @returns {Promise<string[]>}
 */
export async function send(device) {
  const scans = waiting().slice(0, 200);
  if (scans.length === 0) return [];
  const answer = await fetch("/v1/check-ins/upload", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ device, scans }),
  });
  if (!answer.ok) throw new Error(`the scans were not taken: ${answer.status}`);
  /** @type {{items: {outcome: string}[]}} */
  const { items } = await answer.json();
  const sent = new Set(scans.map((scan) => scan.nonce));
  keep(waiting().filter((scan) => !sent.has(scan.nonce)));
  return items.map((item) => item.outcome).filter((outcome) => outcome !== "ok");
}

/** The valid tickets of an event. */
export class OfflineList {
  /** @type {Map<string, string>} */
  #sealed = new Map();

  get size() {
    return this.#sealed.size;
  }

  /** @param {string} event */
  async load(event) {
    /** @type {Map<string, string>} */
    const fresh = new Map();
    let after = "";
    do {
      const answer = await fetch(`/v1/events/${encodeURIComponent(event)}/door/offline?limit=500${
        after && `&after=${encodeURIComponent(after)}`}`);
      if (!answer.ok) throw new Error(`no list: ${answer.status}`);
      /** @type {Page} */
      const page = await answer.json();
      for (const item of page.items) fresh.set(item.digest, item.sealed);
      after = page.next ?? "";
    } while (after);
    this.#sealed = fresh;
  }

  /** @param {string} code @returns {Promise<Ticket | undefined>} */
  async find(code) {
    const sealed = this.#sealed.get(base64url(await digest(code)));
    if (!sealed) return undefined;
    const bytes = bytesOf(sealed);
    const key = await crypto.subtle.importKey(
      "raw", await digest(KEY + code), "AES-GCM", false, ["decrypt"]);
    const content = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: bytes.slice(0, 12) }, key, bytes.slice(12));
    return JSON.parse(new TextDecoder().decode(content));
  }

  /**
   * What the server would answer, as far as this device knows.
   * @param {string} code @param {string} direction
   * @returns {Promise<{outcome: string, ticket?: Ticket}>}
   */
  async decide(code, direction) {
    const ticket = await this.find(code);
    if (!ticket) return { outcome: "notATicket" };
    const last = passed()[ticket.id];
    if (direction === "out") return { outcome: last === "in" ? "out" : "notInside", ticket };
    if (ticket.blocked) return { outcome: "blocked", ticket };
    if (last === "in") return { outcome: "already", ticket };
    return { outcome: ticket.due ? "unpaid" : "ok", ticket };
  }
}
