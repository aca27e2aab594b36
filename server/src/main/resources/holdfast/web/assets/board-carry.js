// Picks a visit up and carries it over the board: with a mouse at once, with a finger after it
// rested on the visit, with the keyboard by Space. The board says where it is, and where it is let go.

const STEP = 5;
const FAR = 6;
const REST = 400;

/**
 * Where a visit is let go.
 * @typedef {{ from: string, calendar: string, day: string, time: string }} Place
 */

/**
 * @typedef {object} Owner
 * @property {(text: string) => void} say
 * @property {(key: string, ...parts: string[]) => string} text
 * @property {(link: HTMLAnchorElement, place: Place) => Promise<void>} drop
 */

/**
 * @typedef {object} Load
 * @property {HTMLAnchorElement} link
 * @property {HTMLElement} from the column that it was in
 * @property {HTMLElement} column
 * @property {number} start minutes of the day
 * @property {number} minutes how long it is
 * @property {HTMLElement} ghost
 */

export class Carry {
  /** @type {HTMLElement} */
  board;
  /** @type {Owner} */
  owner;
  /** @type {Load | undefined} */
  load;
  /** @type {{ link: HTMLAnchorElement, x: number, y: number, grip: number, rest: number } | undefined} */
  press;
  /** Whether a move is being sent. */
  sending = false;

  /** @param {HTMLElement} board @param {Owner} owner */
  constructor(board, owner) {
    this.board = board;
    this.owner = owner;
    board.addEventListener("keydown", (event) => this.key(event));
    board.addEventListener("pointerdown", (event) => this.down(event));
    board.addEventListener("pointermove", (event) => this.over(event));
    board.addEventListener("pointerup", () => this.up());
    board.addEventListener("pointercancel", () => this.cancel());
    board.addEventListener("contextmenu", (event) => this.press && event.preventDefault());
    // A finger that carries a visit does not scroll.
    board.addEventListener("touchmove", (event) => {
      if (this.load && event.cancelable) event.preventDefault();
    }, { passive: false });
    // The click that follows a carry would open the visit's page.
    board.addEventListener("click", (event) => {
      if (this.carried) event.preventDefault();
      this.carried = false;
    }, true);
    board.addEventListener("focusout", () => this.load && !this.press && this.cancel());
  }

  carried = false;

  get busy() {
    return Boolean(this.load) || Boolean(this.press) || this.sending;
  }

  // Keyboard

  /** @param {KeyboardEvent} event */
  key(event) {
    const link = movable(event.target);
    if (this.load) this.carryKey(event);
    else if (link && event.key === " ") {
      event.preventDefault();
      this.pick(link);
      this.tell("pick", link.querySelector("b")?.textContent ?? "");
    }
  }

  /** @param {KeyboardEvent} event */
  carryKey(event) {
    const load = this.load;
    if (!load) return;
    const steps = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] ?? 0;
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (steps !== 0 || aside !== 0) {
      const columns = this.columns(load.from);
      const at = columns.indexOf(load.column) + aside;
      const next = columns[Math.max(0, Math.min(columns.length - 1, at))] ?? load.column;
      this.to(next, load.start + steps * (event.shiftKey ? 3 : 1));
      this.tell("at");
      load.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") {
      this.drop();
    } else if (event.key === "Escape") {
      this.cancel();
    } else if (event.key !== "Shift") {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Says where it is. @param {string} key @param {string[]} first */
  tell(key, ...first) {
    const load = this.load;
    if (!load) return;
    const place = this.owner.text(key, ...first, clock(load.start), load.column.dataset.title ?? "");
    this.owner.say(`${place} ${this.owner.text(this.isFree() ? "free" : "busy")}`);
  }

  // Mouse and finger

  /** @param {PointerEvent} event */
  down(event) {
    const link = movable(event.target);
    if (!link || this.load || this.sending || !event.isPrimary || event.button !== 0) return;
    const grip = event.clientY - link.getBoundingClientRect().top;
    const rest = event.pointerType === "mouse" ? 0 : window.setTimeout(() => this.lift(), REST);
    this.press = { link, x: event.clientX, y: event.clientY, grip, rest };
    if (event.pointerType === "mouse") link.setPointerCapture(event.pointerId);
  }

  lift() {
    if (this.press) this.pick(this.press.link);
  }

  /** @param {PointerEvent} event */
  over(event) {
    const press = this.press;
    if (!press) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > FAR;
    if (!this.load && far) {
      if (press.rest) {
        // The finger scrolls.
        this.forget();
        return;
      }
      this.lift();
    }
    const load = this.load;
    if (!load) return;
    const column = this.columns(load.from).find((each) => {
      const box = each.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX < box.right;
    }) ?? load.column;
    const top = lanes(column).getBoundingClientRect().top;
    const minute = (event.clientY - press.grip - top) / this.scale(column) + this.first();
    this.to(column, Math.round(minute / STEP) * STEP);
  }

  up() {
    const carried = Boolean(this.load);
    this.forget();
    if (carried) {
      this.carried = true;
      setTimeout(() => { this.carried = false; });
      this.drop();
    }
  }

  forget() {
    clearTimeout(this.press?.rest);
    this.press = undefined;
  }

  // What is carried

  /** @param {HTMLAnchorElement} link */
  pick(link) {
    const from = link.closest(".column");
    if (!(from instanceof HTMLElement)) return;
    const [hour, minute] = (link.dataset.start ?? "").split(":").map(Number);
    const ghost = document.createElement("div");
    ghost.className = "ghost";
    ghost.setAttribute("aria-hidden", "true");
    const start = (hour ?? 0) * 60 + (minute ?? 0);
    this.load = { link, from, column: from, start, minutes: Number(link.dataset.minutes), ghost };
    link.classList.add("lifted");
    this.board.classList.add("moving");
    this.to(from, start);
  }

  /** @param {HTMLElement} column @param {number} minute */
  to(column, minute) {
    const load = this.load;
    if (!load) return;
    const first = this.first();
    const last = first + this.board.querySelectorAll(".axis .hour").length * 60;
    load.column = column;
    load.start = Math.max(first, Math.min(minute, last - load.minutes));
    const scale = this.scale(column);
    load.ghost.style.insetBlockStart = `${(load.start - first) * scale}px`;
    load.ghost.style.blockSize = `${load.minutes * scale}px`;
    load.ghost.textContent = clock(load.start);
    lanes(column).append(load.ghost);
    load.ghost.classList.toggle("bad", !this.isFree());
  }

  /** Whether a lane of the column shows nothing there. The server decides. */
  isFree() {
    const load = this.load;
    if (!load) return false;
    const box = load.ghost.getBoundingClientRect();
    return [...load.column.querySelectorAll(".lane")].some((lane) => {
      const taken = lane.querySelectorAll(".booked a, .piece.held .box, .block .box");
      return ![...taken].some((each) => {
        const other = each.getBoundingClientRect();
        return each !== load.link && box.top < other.bottom - 1 && other.top < box.bottom - 1;
      });
    });
  }

  drop() {
    const load = this.load;
    if (!load) return;
    const place = {
      from: load.from.dataset.calendar ?? "", calendar: load.column.dataset.calendar ?? "",
      day: load.column.dataset.day ?? "", time: clock(load.start),
    };
    const stays = load.column === load.from && place.time === load.link.dataset.start;
    this.put();
    if (stays) {
      this.owner.say(this.owner.text("cancel"));
      return;
    }
    this.sending = true;
    this.owner.drop(load.link, place).finally(() => { this.sending = false; });
  }

  cancel() {
    this.forget();
    if (this.load) {
      this.put();
      this.owner.say(this.owner.text("cancel"));
    }
  }

  put() {
    const load = this.load;
    this.load = undefined;
    load?.ghost.remove();
    load?.link.classList.remove("lifted");
    this.board.classList.remove("moving");
  }

  /** The columns of the same kind: a person's visit does not go to a room. @param {HTMLElement} from */
  columns(from) {
    return [...this.board.querySelectorAll(".column")].flatMap((each) => (
      each instanceof HTMLElement && each.dataset.role === from.dataset.role ? [each] : []));
  }

  first() {
    return Number(this.board.dataset.first) * 60;
  }

  /** Pixels for each minute. @param {HTMLElement} column */
  scale(column) {
    const minutes = this.board.querySelectorAll(".axis .hour").length * 60;
    return lanes(column).getBoundingClientRect().height / minutes;
  }
}

/** @param {HTMLElement} column @returns {Element} */
function lanes(column) {
  return column.querySelector(".lanes") ?? column;
}

/** @param {EventTarget | null} target */
function movable(target) {
  const link = target instanceof Element ? target.closest("a[data-id]") : null;
  return link instanceof HTMLAnchorElement ? link : null;
}

/** @param {number} minute */
function clock(minute) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
