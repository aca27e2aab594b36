// The choice of a person. Rooms and machines are not offered for choice.

import { el } from "./dom.js";

/** @typedef {import("./api.js").Calendar} Calendar */

/**
 * The calendars of the first need with more than one.
 * @param {import("./api.js").Api} api @param {import("./api.js").Service} service
 * @returns {Promise<Calendar[]>}
 */
export async function loadStaff(api, service) {
  const first = (service.needs ?? []).find((need) => need.anyOf.length > 1);
  const calendars = await Promise.all((first?.anyOf ?? []).map((id) =>
    api.calendar(id).catch(() => null)));
  return calendars.filter((each) => each !== null)
    .filter((each) => !["room", "machine"].includes(each.role ?? ""));
}

/**
 * @param {HTMLElement} fieldset
 * @param {Calendar[]} staff
 * @param {string} chosen
 * @param {import("./texts.js").Text} text
 * @param {(id: string) => void} choose
 */
export function showStaffChoice(fieldset, staff, chosen, text, choose) {
  const choice = (/** @type {string} */ id, /** @type {string} */ name) =>
    el("label", {}, el("input", {
      type: "radio", name: "who", value: id, checked: id === chosen, onchange: () => choose(id),
    }), name);
  fieldset.replaceChildren(el("legend", {}, text("who")), choice("", text("anyone")),
    ...staff.map((each) => choice(each.id, each.name)));
  fieldset.hidden = staff.length < 2;
}
