// The scanner's page: it sends scans without a new page, reads codes with the camera where the
// browser can, and goes on without a network. Without scripts the page's form does the same.

import { OfflineList, queue, remember, send, waiting } from "./scan-offline.js";

/** @typedef {import("./scan-offline.js").Ticket} Ticket */
/** @typedef {import("./scan-offline.js").Money} Money */
/** @typedef {import("./scan-offline.js").Scan} Scan */
/** @typedef {{outcome: string, ticket?: Ticket, details?: string[], undo?: string}} Answer */
/** @typedef {{detect(source: HTMLVideoElement): Promise<{rawValue: string}[]>}} Detector */
/** @typedef {{at: string, door: string, by: string}} Passage */
/** @typedef {{id: string, left?: Passage}} Entry */
/** @typedef {{type?: string, ticket?: Ticket, earlier?: Passage, checkIn?: Entry}} Reply */

const form = document.querySelector("form#scan");
if (form instanceof HTMLFormElement) begin(form);

/** @param {HTMLFormElement} scanner */
function begin(scanner) {
  const list = new OfflineList();
  const device = deviceName();
  const texts = readTexts();
  const code = field("code");
  const force = document.createElement("div");
  force.className = "scan-force";
  byId("result").after(force);
  document.querySelectorAll("form.scan-force").forEach((old) => old.remove());
  let online = true;
  let busy = false;

  /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
  function field(name) {
    const found = scanner.elements.namedItem(name);
    if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
    throw new Error(`no field ${name}`);
  }

  /** @param {string} key @param {string[]} values */
  function say(key, ...values) {
    return values.reduce(
      (text, value, at) => text.replace(`{${at}}`, value), texts[key] ?? key);
  }

  /** @param {string} text @param {boolean} forced @returns {Promise<void>} */
  async function check(text, forced) {
    if (busy || !text) return;
    busy = true;
    try {
      const answer = await ask(text, forced);
      show(answer, text);
    } catch {
      show({ outcome: "failed" }, text);
    } finally {
      busy = false;
      code.value = "";
      code.focus();
    }
  }

  /** @param {string} text @param {boolean} forced @returns {Promise<Answer>} */
  async function ask(text, forced) {
    const scan = {
      ...(text.startsWith("tkt_") ? { ticket: text } : { code: text }),
      event: field("event").value, door: field("door").value || undefined,
      direction: field("direction").value, nonce: crypto.randomUUID(),
    };
    try {
      const reply = await fetch("/v1/check-ins", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...scan, force: forced }), signal: AbortSignal.timeout(4_000),
      });
      if (reply.status === 401 || reply.status === 403) return { outcome: "signedOut" };
      if (reply.status < 500 && reply.status !== 429) {
        setOnline(true);
        return told(await reply.json());
      }
    } catch {
      // No answer: this device decides, and the same nonce makes it one entry later.
    }
    setOnline(false);
    return alone(text.toUpperCase(), scan, forced);
  }

  /** @param {string} text @param {Scan} scan @param {boolean} forced @returns {Promise<Answer>} */
  async function alone(text, scan, forced) {
    const { outcome, ticket } = await list.decide(text, scan.direction);
    if (outcome === "ok" || outcome === "out" || forced) {
      const { event, door, direction, nonce } = scan;
      queue({ code: text, event, door, direction, nonce, at: new Date().toISOString() });
      if (ticket) remember(ticket.id, direction);
      setOnline(false);
      return {
        outcome: direction === "out" ? "out" : "ok", details: [say("queued")],
        ...(ticket && { ticket }),
      };
    }
    return { outcome, ...(ticket && { ticket }) };
  }

  /** @param {Reply} reply @returns {Answer} */
  function told(reply) {
    const { ticket } = reply;
    if (reply.checkIn) {
      if (ticket) remember(ticket.id, reply.checkIn.left ? "out" : "in");
      const inside = byId("inside");
      inside.textContent = String(Number(inside.textContent?.replace(/\D/g, "") ?? 0)
        + (reply.checkIn.left ? -1 : 1) * (ticket?.admits ?? 1));
      return {
        outcome: reply.checkIn.left ? "out" : "ok", ...(ticket && { ticket }),
        ...(!reply.checkIn.left && { undo: reply.checkIn.id }),
      };
    }
    const outcome = (reply.type ?? "").split("/").pop() ?? "failed";
    const details = [];
    if (reply.earlier) {
      const at = new Date(reply.earlier.at).toLocaleTimeString(
        document.documentElement.lang, { timeStyle: "short" });
      details.push(say("earlier", at, reply.earlier.door, reply.earlier.by));
    }
    return { outcome, details, ...(ticket && { ticket }) };
  }

  /** @param {Answer} answer @param {string} text */
  function show(answer, text) {
    const passed = answer.outcome === "ok" || answer.outcome === "out";
    const { ticket } = answer;
    const lines = [
      ...(ticket ? [[ticket.area, ticket.seat ?? String(ticket.admits)].filter(Boolean).join(" · "),
        [ticket.name, ticket.reference].filter(Boolean).join(" · ")] : []),
      ...(ticket?.due && answer.outcome === "unpaid" ? [say("due", money(ticket.due))] : []),
      ...(answer.details ?? []),
    ];
    const result = byId("result");
    result.className = `scan-result ${passed ? "ok" : "stop"}`;
    result.replaceChildren(line(texts[answer.outcome] ?? say("failed"), "scan-headline"),
      ...lines.map((each) => line(each, "")));
    sound(passed);
    force.replaceChildren();
    if (["unpaid", "wrongDoor", "tooEarly", "blocked"].includes(answer.outcome)
        || (!online && answer.outcome === "notATicket")) {
      force.append(button(say("force"), "danger", () => check(text, true)));
    }
    const { undo } = answer;
    if (undo) force.append(button(say("undo"), "quiet", () => takeBack(undo)));
  }

  /** @param {string} entry */
  async function takeBack(entry) {
    const reply = await fetch(`/v1/check-ins/${entry}/undo`, { method: "POST" });
    /** @type {{ticket?: string}} */
    const undone = await reply.json();
    if (undone.ticket) remember(undone.ticket, "out");
    const result = byId("result");
    result.className = "scan-result";
    result.replaceChildren(line(say(reply.ok ? "undone" : "failed"), "scan-headline"));
    force.replaceChildren();
    if (reply.ok) {
      const inside = byId("inside");
      inside.textContent = String(Number(inside.textContent?.replace(/\D/g, "") ?? 1) - 1);
    }
  }

  /** @param {boolean} now */
  function setOnline(now) {
    online = now;
    byId("network").textContent = now ? say("list", String(list.size))
      : say("offline", String(waiting().length));
  }

  async function refresh() {
    try {
      for (const reason of await send(device)) {
        byId("conflicts").append(item(say("conflict", texts[reason] ?? reason)));
      }
      await list.load(field("event").value);
      setOnline(true);
    } catch {
      setOnline(false);
    }
  }

  scanner.addEventListener("submit", (event) => {
    event.preventDefault();
    void check(code.value.trim(), false);
  });
  addEventListener("online", () => void refresh());
  setInterval(() => void refresh(), 20_000);
  void refresh();
  camera((text) => check(text, false));
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @returns {Record<string, string>} */
function readTexts() {
  /** @type {NodeListOf<HTMLElement>} */
  const items = document.querySelectorAll("#scan-texts [data-key]");
  return Object.fromEntries(
    [...items].map((each) => [each.dataset.key ?? "", each.textContent ?? ""]));
}

/** @param {string} text @param {string} style */
function line(text, style) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  if (style) paragraph.className = style;
  return paragraph;
}

/** @param {string} text */
function item(text) {
  const entry = document.createElement("li");
  entry.textContent = text;
  return entry;
}

/** @param {string} text @param {string} style @param {() => Promise<void>} act */
function button(text, style, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = style;
  made.textContent = text;
  made.addEventListener("click", () => void act());
  return made;
}

/** @param {Money} due */
function money(due) {
  const format = new Intl.NumberFormat(
    document.documentElement.lang, { style: "currency", currency: due.currency });
  return format.format(due.amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A name by which the desk tells this device from others. */
function deviceName() {
  const known = localStorage.getItem("holdfast_device");
  if (known) return known;
  const name = `scanner ${crypto.randomUUID().slice(0, 4)}`;
  localStorage.setItem("holdfast_device", name);
  return name;
}

/** @type {AudioContext | undefined} */
let audio;

/** High and short for yes, low and long for no. @param {boolean} good */
function sound(good) {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = good ? 1_320 : 220;
  tone.type = good ? "sine" : "square";
  volume.gain.value = 0.15;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + (good ? 0.12 : 0.5));
  navigator.vibrate?.(good ? 60 : [200, 80, 200]);
}

/** @param {(text: string) => Promise<void>} found */
function camera(found) {
  const maker = Reflect.get(globalThis, "BarcodeDetector");
  const start = byId("camera");
  const video = byId("video");
  if (typeof maker !== "function" || !navigator.mediaDevices
      || !(video instanceof HTMLVideoElement)) {
    return;
  }
  start.hidden = false;
  start.addEventListener("click", async () => {
    /** @type {Detector} */
    const detector = Reflect.construct(maker, [{ formats: ["qr_code"] }]);
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia(
        { video: { facingMode: "environment" } });
    } catch {
      start.hidden = true;
      return;
    }
    video.hidden = false;
    start.hidden = true;
    await video.play();
    let last = "";
    let lastAt = 0;
    setInterval(async () => {
      const [seen] = await detector.detect(video);
      // The same code stays in view for a while.
      if (seen && (seen.rawValue !== last || Date.now() - lastAt > 5_000)) {
        last = seen.rawValue;
        lastAt = Date.now();
        await found(seen.rawValue);
      }
    }, 250);
  });
}
