// The free times of a day: their styles, their formats, and the search for the next ones.

import { el } from "./dom.js";
import { plusDays, formatDay } from "./month.js";

/** @typedef {import("./api.js").Start} Start */

export const TIMES = `
.frame { display: grid; gap: 20px; align-items: start;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.who { grid-column: 1 / -1; border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: 8px; min-width: 0; }
.who legend { padding: 0; margin-bottom: 8px; font-weight: 600;
  font-family: var(--holdfast-title-font, inherit); }
.who label:has(img) { padding: 6px 20px 6px 6px; gap: 10px; }
.who img { width: 48px; height: 48px; border-radius: 50%; object-fit: cover; }
.who label { display: inline-flex; align-items: center; min-height: 44px; padding: 8px 16px;
  border: 1px solid var(--_edge); border-radius: 99px; cursor: pointer; background: var(--_paper); }
.who label:has(:checked) { background: var(--_ink); border-color: var(--_ink); color: var(--_paper); }
.who label:has(:focus-visible) { outline: 3px solid var(--_accent); outline-offset: 2px; }
.who input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.day { min-height: 300px; scroll-margin-block-start: 7.5rem; }
.day > h2, .day > .head { margin: 0 0 4px; font-size: 1.0625rem; font-weight: 650;
  line-height: 1.45; padding-block: 16px 0; }
.zone { margin: 0 0 16px; color: var(--_muted); font-size: 0.875rem; }
.zone select { min-height: 32px; padding: 2px 8px; border: 1px solid var(--_edge);
  border-radius: var(--_small-radius); background: var(--_paper); color: var(--_ink); }
.part { border: 0; margin: 0 0 16px; padding: 0; }
.part h3 { margin: 0 0 8px; font-size: 0.875rem; font-weight: 500; color: var(--_muted); }
.part ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px;
  grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); }
.part button { width: 100%; flex-direction: column; gap: 0; padding: 6px 8px; line-height: 1.25;
  font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.part button small { font-weight: 400; color: var(--_muted); font-size: 0.75rem; }
.part button[aria-checked="true"] { background: var(--_accent); border-color: var(--_accent);
  color: var(--_on-accent); }
.part button[aria-checked="true"] small { color: inherit; }
.notice { grid-column: 1 / -1; }
.none { color: var(--_muted); margin: 0 0 12px; }
.chosen { grid-column: 1 / -1; padding: 12px 16px; border-radius: var(--_radius);
  background: var(--_ground); display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center;
  position: sticky; inset-block-end: 12px; border: 1px solid var(--_line); }
.summary { flex: 1 1 240px; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; }
.chosen b { font-size: 1.0625rem; }
.chosen span { color: var(--_muted); font-size: 0.875rem; }
.chosen .price { margin-inline-start: auto; font-weight: 650; color: var(--_ink); font-size: 1.0625rem; }
@media (max-height: 30rem) { .chosen { position: static; } }
@container (max-width: 620px) {
  .frame { grid-template-columns: minmax(0, 1fr); }
  .month { padding: 8px; }
  .day > h2 { padding-block: 0; }
  .day > .head { display: none; }
  .day { min-height: 0; }
  .chosen ::slotted([slot="action"]) { flex: 1 1 100%; }
}
@media (forced-colors: active) {
  .who label:has(:checked), .part button[aria-checked="true"] { forced-color-adjust: none;
    background: Highlight; color: HighlightText; }
}
`;

/** The visitor's time zone. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} zone */
export function city(zone) {
  return zone.split("/").pop()?.replaceAll("_", " ") ?? zone;
}

/** @param {number} hour */
function partOf(hour) {
  return hour < 6 ? "night" : hour < 12 ? "morning" : hour < 17 ? "afternoon" : "evening";
}

/** A moment's date and time in a zone, as in 2026-12-01 09:00. @param {string} moment @param {string} zone */
function wall(moment, zone) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: zone })
    .format(new Date(moment));
}

/** The starts by part of the day, as they follow each other. @param {Start[]} starts @param {string} zone */
function grouped(starts, zone) {
  /** @type {{ part: string, starts: Start[] }[]} */
  const groups = [];
  for (const each of starts) {
    const part = partOf(Number(wall(each.start, zone).slice(11, 13)));
    if (groups.at(-1)?.part === part) {
      groups.at(-1)?.starts.push(each);
    } else {
      groups.push({ part, starts: [each] });
    }
  }
  return groups;
}

/** A duration as in PT1H30M in minutes; 0 for a day or more. @param {string} [duration] */
export function minutesOf(duration = "") {
  const [, hours = 0, minutes = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  const all = Number(hours) * 60 + Number(minutes);
  return all < 1_440 ? all : 0;
}

const POLL_EVERY = 30_000;
const DAYS_AT_ONCE = 60;

/** Polls while the page is visible. @param {() => void} poll @param {AbortSignal} signal */
export function pollWhileVisible(poll, signal) {
  const visible = () => {
    if (document.visibilityState === "visible") {
      poll();
    }
  };
  const every = setInterval(visible, POLL_EVERY);
  document.addEventListener("visibilitychange", visible, { signal });
  signal.addEventListener("abort", () => clearInterval(every));
}

/** The arrow keys move among the times and choose. @param {KeyboardEvent} event */
function moveAmongTimes(event) {
  const group = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {NodeListOf<HTMLElement>} */
  const found = group.querySelectorAll("[data-start]");
  const all = [...found];
  const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
  const ahead = getComputedStyle(group).direction === "rtl" ? -1 : 1;
  /** @type {Record<string, number>} */
  const next = { ArrowRight: at + ahead, ArrowLeft: at - ahead, ArrowDown: at + 1, ArrowUp: at - 1,
    Home: 0, End: all.length - 1 };
  if (at >= 0 && event.key in next) {
    event.preventDefault();
    const time = all[(next[event.key] + all.length) % all.length];
    time.click();
    time.focus();
  }
}

/** The last day that can be shown. @param {string} today @param {string} [ahead] as in P90D */
export function horizon(today, ahead) {
  const days = /^P(\d+)D/.exec(ahead ?? "")?.[1];
  const hours = /^PT(\d+)H/.exec(ahead ?? "")?.[1];
  return plusDays(today, Math.min(1_100, Math.ceil(Number(days ?? Number(hours ?? 2_160) / 24))));
}

/**
 * The first day with free times, within a long period.
 * @param {string} from @param {string} most
 * @param {(from: string, to: string) => Promise<string[]>} ask
 */
export async function firstFree(from, most, ask) {
  for (let first = from; first < most; first = plusDays(first, DAYS_AT_ONCE)) {
    const days = await ask(first, plusDays(first, DAYS_AT_ONCE));
    if (days.length > 0) {
      return days[0];
    }
  }
  return "";
}

/** Formats times in the venue's zone, and in the visitor's. */
export class TimeFormat {
  /**
   * @param {string} language @param {string} zone @param {import("./texts.js").Text} text
   * @param {number} minutes how long a visit takes, or 0
   */
  constructor(language, zone, text, minutes) {
    this.language = language;
    this.zone = zone;
    this.text = text;
    this.minutes = minutes;
    /** The zone of the times in the list. */
    this.shown = zone;
  }

  /** @param {Start} start @param {string} [zone] @param {number} [after] minutes */
  time(start, zone = this.zone, after = 0) {
    return new Intl.DateTimeFormat(this.language, { timeStyle: "short", timeZone: zone })
      .format(Date.parse(start.start) + after * 60_000);
  }

  /** When it ends, if on the same day. @param {Start} start @param {string} [zone] */
  end(start, zone) {
    return this.minutes
      ? this.text("until", { time: this.time(start, zone, this.minutes) }) : "";
  }

  /** A time of the list, with its day where that is another one. @param {Start} start */
  slot(start) {
    const day = wall(start.start, this.shown).slice(0, 10);
    const other = day === start.start.slice(0, 10) ? ""
      : `${formatDay(day, this.language, { weekday: "short" })} `;
    return [other + this.time(start, this.shown), this.end(start, this.shown)];
  }

  /**
   * Names the zone of the times, and offers the visitor's where it differs.
   * @param {Start | undefined} start @param {() => void} again shows the times again
   */
  zones(start, again) {
    const { shown, text, zone } = this;
    if (!start || !this.here(start)) {
      return text("zone", { zone: city(zone) });
    }
    const choice = (/** @type {string} */ value, /** @type {string} */ name) =>
      el("option", { value, selected: value === shown }, name);
    const select = el("select", {
      onchange: () => {
        this.shown = select.value;
        again();
      },
    }, choice(zone, city(zone)), choice(HERE, text("yourZone", { zone: city(HERE) })));
    return el("label", {}, text("zoneShown"), " ", select);
  }

  /** The time in the visitor's zone, if it differs. @param {Start} start */
  here(start) {
    return wall(start.start, HERE) === wall(start.start, this.zone) ? ""
      : this.text("yours", { time: this.time(start, HERE), zone: city(HERE) });
  }

  /** @param {Start} start @param {Map<string, string>} [names] */
  whole(start, names) {
    const day = formatDay(start.start.slice(0, 10), this.language,
      { weekday: "short", day: "numeric", month: "short" });
    const who = start.with?.map((id) => names?.get(id)).filter(Boolean).join(", ");
    return [`${day}, ${this.time(start)}`, who].filter(Boolean).join(" · ");
  }

  /**
   * The free times of a day, by its parts.
   * @param {string} day @param {Start[]} starts @param {(start: Start) => HTMLElement} button
   * @param {() => void} again shows them again, in another zone
   */
  day(day, starts, button, again) {
    const { text } = this;
    const name = formatDay(day, this.language, { weekday: "long", day: "numeric", month: "long" });
    return [
      el("h2", {}, text("timesOn", { day: name })),
      el("p", { class: "zone" }, this.zones(starts[0], again)),
      starts.length === 0 ? "" : el("div", {
        role: "radiogroup", "aria-label": text("timesOn", { day: name }), onkeydown: moveAmongTimes,
      }, ...grouped(starts, this.shown).map((group, at) => {
        const id = `holdfast-part-${at}`;
        return el("div", { class: "part", role: "group", "aria-labelledby": id },
          el("h3", { id }, text(group.part)),
          el("ul", { role: "presentation" }, ...group.starts.map((start) =>
            el("li", { role: "presentation" }, button(start)))));
      })),
      starts.length === 0 ? el("p", { class: "none" }, text("noTimes")) : "",
    ];
  }

  /** @param {Start} start @param {string | undefined} who @param {string} price */
  chosen(start, who, price) {
    const day = formatDay(start.start.slice(0, 10), this.language,
      { weekday: "long", day: "numeric", month: "long" });
    return [
      el("b", {}, [`${day}, ${this.time(start)}`, this.end(start)].filter(Boolean).join("\u00a0")),
      el("span", {}, [this.here(start), who ? this.text("with", { who }) : ""]
        .filter(Boolean).join(" · ")),
      el("span", { class: "price" }, price),
    ];
  }
}
