// The choice of a person. Rooms and machines are not offered for choice.

import { el } from "./look.js";

/**
 * The calendars of the first need with more than one.
 * @param {import("./api.js").Api} api @param {any} service
 * @returns {Promise<{ id: string, name: string }[]>}
 */
export async function people(api, service) {
  const first = (service?.needs ?? []).find((need) => need.anyOf.length > 1);
  const all = await Promise.all((first?.anyOf ?? []).map((id) =>
    api.read(`v1/calendars/${encodeURIComponent(id)}`).catch(() => null)));
  return all.filter((each) => each && !["room", "machine"].includes(each.role));
}

/**
 * @param {HTMLElement} place
 * @param {{ id: string, name: string }[]} some
 * @param {string} chosen
 * @param {import("./texts.js").Say} say
 * @param {(id: string) => void} choose
 */
export function choices(place, some, chosen, say, choose) {
  const choice = (/** @type {string} */ id, /** @type {string} */ name) =>
    el("label", {}, el("input", {
      type: "radio", name: "who", value: id, checked: id === chosen, onchange: () => choose(id),
    }), name);
  place.replaceChildren(el("legend", {}, say("who")), choice("", say("anyone")),
    ...some.map((each) => choice(each.id, each.name)));
  place.hidden = some.length < 2;
}
