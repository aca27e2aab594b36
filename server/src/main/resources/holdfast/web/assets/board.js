// The day board with scripts: it keeps itself fresh, and a visit is moved on it by mouse, by finger
// and by keyboard. What moves is sent to the form of the visit's page; the server asks the engine.

import { Carry } from "./board-carry.js";

/** @typedef {import("./board-carry.js").Place} Place */

const EVERY = 5_000;
const PLACES = /\{(\d)\}/g;

class DeskBoard extends HTMLElement {
  /** @type {Record<string, string>} */
  texts = {};
  /** @type {Carry | undefined} */
  carry;
  timer = 0;

  connectedCallback() {
    this.texts = JSON.parse(this.dataset.texts ?? "{}");
    this.carry = new Carry(this, {
      say: (text) => this.say(text),
      text: (key, ...parts) => this.text(key, ...parts),
      drop: (link, place) => this.move(link, place),
    });
    document.querySelectorAll(".board-keys").forEach((keys) => keys.removeAttribute("hidden"));
    this.timer = setInterval(() => {
      // Without a network the board stays as it is; the next round tries again.
      this.refresh().catch(() => undefined);
    }, EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.carry?.cancel();
  }

  /** @param {string} key @param {string[]} parts */
  text(key, ...parts) {
    return (this.texts[key] ?? "").replace(PLACES, (_, at) => parts[Number(at)] ?? "");
  }

  /** @param {string} text */
  say(text) {
    let status = document.getElementById("board-said");
    if (!status) {
      status = document.createElement("p");
      status.id = "board-said";
      status.className = "hidden";
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    status.textContent = text;
  }

  async refresh() {
    if (document.hidden || this.carry?.busy || document.querySelector("dialog[open]")) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected || this.carry?.busy) return;
    const board = parsed(await answer.text()).querySelector("desk-board .board");
    if (!(board instanceof HTMLElement)) return;
    const focus = this.focused();
    this.querySelector(".board")?.replaceWith(board);
    const link = focus ? this.querySelector(focus) : null;
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  }

  /** The selector of the link on the board that has the focus. @returns {string} */
  focused() {
    const link = document.activeElement;
    if (!(link instanceof HTMLAnchorElement) || !this.contains(link)) return "";
    return `a[href="${CSS.escape(link.getAttribute("href") ?? "")}"]`;
  }

  /** @param {HTMLAnchorElement} link @param {Place} place */
  move(link, place) {
    const { id, version, item } = link.dataset;
    const form = new URLSearchParams({
      token: this.dataset.token ?? "", version: version ?? "", item: item ?? "",
      calendar: place.from, to: place.calendar, day: place.day, time: place.time,
    });
    return this.send(`/desk/board/visits/${id}/move`, form, id ?? "");
  }

  /** @param {string} to @param {URLSearchParams} form @param {string} id the booking */
  async send(to, form, id) {
    this.say(this.text("moving"));
    form.set("week", this.dataset.week ?? "");
    form.set("role", new URLSearchParams(location.search).get("role") ?? "");
    try {
      const answer = await fetch(to, { method: "POST", body: form });
      const page = parsed(await answer.text());
      const refused = page.querySelector(".board-refused, main .notice.warn");
      if (answer.ok && answer.redirected) this.replace(page, answer.url, id);
      else if (refused) this.refused(refused, id);
      else location.assign(answer.url);
    } catch {
      this.say(this.text("failed"));
      this.refused(paragraph(this.text("failed")), id);
    }
  }

  /**
   * Shows the page that followed a move, in the place of this one.
   * @param {Document} page @param {string} address @param {string} id
   */
  replace(page, address, id) {
    const main = page.querySelector("main");
    const here = document.querySelector("main");
    if (!main || !here) {
      location.assign(address);
      return;
    }
    const scroll = this.querySelector(".board-scroll");
    const [left, top] = [scroll?.scrollLeft ?? 0, scroll?.scrollTop ?? 0];
    const said = main.querySelector(".said")?.lastChild?.textContent?.trim() ?? "";
    history.replaceState(null, "", address);
    here.replaceWith(main);
    main.querySelector(".board-scroll")?.scrollTo(left, top);
    const moved = main.querySelector(`a[data-id="${CSS.escape(id)}"]`);
    if (moved instanceof HTMLElement) moved.focus({ preventScroll: true });
    this.say(said);
  }

  /**
   * Says why a move was refused, with what is free instead.
   * @param {Element} why @param {string} id
   */
  refused(why, id) {
    document.querySelector("dialog.board-answer")?.remove();
    const dialog = document.createElement("dialog");
    dialog.className = "board-answer";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "small";
    close.textContent = this.text("close");
    close.addEventListener("click", () => dialog.close());
    why.removeAttribute("role");
    dialog.setAttribute("aria-label", why.querySelector("p")?.textContent ?? "");
    dialog.append(why, close);
    dialog.addEventListener("close", () => {
      dialog.remove();
      const link = this.querySelector(`a[data-id="${CSS.escape(id)}"]`);
      if (link instanceof HTMLElement) link.focus();
    });
    dialog.addEventListener("submit", (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement)) return;
      event.preventDefault();
      const fields = new URLSearchParams();
      new FormData(form, event.submitter).forEach((value, name) => {
        fields.append(name, String(value));
      });
      dialog.close();
      this.send(form.action, fields, id);
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}

/** @param {string} html */
function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** @param {string} text */
function paragraph(text) {
  const notice = document.createElement("div");
  notice.className = "notice warn";
  const line = document.createElement("p");
  line.textContent = text;
  notice.append(line);
  return notice;
}

customElements.define("desk-board", DeskBoard);
