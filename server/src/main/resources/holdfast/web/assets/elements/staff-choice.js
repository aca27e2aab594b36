// The choice of a person. Rooms and machines are not offered for choice.

import { el } from "./dom.js";
import { named } from "./texts.js";

/** @typedef {import("./api.js").Calendar} Calendar */

/**
 * The calendars of the first need with more than one.
 * @param {import("./api.js").Api} api @param {import("./api.js").Service} service
 * @param {string} language
 * @returns {Promise<Calendar[]>}
 */
export async function loadStaff(api, service, language) {
  const first = (service.needs ?? []).find((need) => need.anyOf.length > 1);
  const calendars = await Promise.all((first?.anyOf ?? []).map((id) =>
    api.calendar(id).catch(() => null)));
  return calendars.filter((each) => each !== null).map((each) => named(each, language))
    .filter((each) => !["room", "machine"].includes(each.role ?? ""));
}

/**
 * @param {HTMLElement} fieldset
 * @param {Calendar[]} staff
 * @param {string} chosen
 * @param {import("./texts.js").Text} text
 * @param {(id: string) => void} choose
 * @param {(id: string) => Element | null} pictureOf the page's picture of a person
 */
export function showStaffChoice(fieldset, staff, chosen, text, choose, pictureOf) {
  const choice = (/** @type {string} */ id, /** @type {string} */ name) => {
    const picture = id ? pictureOf(id)?.cloneNode() : null;
    if (picture instanceof HTMLImageElement) picture.alt = "";
    return el("label", {}, el("input", {
      type: "radio", name: "who", value: id, checked: id === chosen, onchange: () => choose(id),
    }), picture, name);
  };
  fieldset.replaceChildren(el("legend", {}, text("who")), choice("", text("anyone")),
    ...staff.map((each) => choice(each.id, each.name)));
  fieldset.hidden = staff.length < 2;
}
