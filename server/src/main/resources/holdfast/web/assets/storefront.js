// What scripts add to all pages of the storefront.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const plain = /^[A-Za-z0-9_+/-]{1,60}$/;
if (zone && plain.test(zone) && !document.cookie.includes(`holdfast_zone=${zone}`)) {
  document.cookie = `holdfast_zone=${zone}; path=/; max-age=15552000; samesite=lax`;
}

/** @param {HTMLTimeElement} time @param {HTMLElement} city the element after it, with the zone */
function addVisitorsTime(time, city) {
  const { zone: venue, there = "" } = city.dataset;
  if (!venue) return;
  const at = new Date(time.dateTime);
  const wall = (/** @type {string} */ timeZone) => new Intl.DateTimeFormat("sv", {
    timeZone, dateStyle: "short", timeStyle: "short",
  }).format(at);
  if (wall(venue) === wall(zone)) return;
  const sameDay = wall(venue).slice(0, 10) === wall(zone).slice(0, 10);
  const span = document.createElement("span");
  span.className = "there";
  span.textContent = there.replace("{0}", new Intl.DateTimeFormat(
    document.documentElement.lang, sameDay ? { timeStyle: "short" }
      : { dateStyle: "full", timeStyle: "short" }).format(at));
  city.after(span);
}

/** @type {NodeListOf<HTMLTimeElement>} */
const times = document.querySelectorAll("time[datetime]");
for (const time of times) {
  const city = time.nextElementSibling;
  const known = city?.nextElementSibling?.classList.contains("there");
  if (zone && city instanceof HTMLElement && !known) addVisitorsTime(time, city);
}

/** @type {NodeListOf<HTMLAnchorElement>} */
const languages = document.querySelectorAll("a[data-back]");
for (const link of languages) {
  link.href += `&back=${encodeURIComponent(location.pathname + location.search)}`;
}

/** @type {NodeListOf<HTMLElement>} */
const copiers = document.querySelectorAll("[data-copy-link]");
for (const button of copiers) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copyLink ?? "");
    button.textContent = button.dataset.copied ?? "";
  });
}

/** @type {NodeListOf<HTMLElement>} */
const printers = document.querySelectorAll("[data-print]");
for (const button of printers) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A double click is one request.
/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-once]");
for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
}

// A page restored by the back button is stale.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// What was typed outlives a change of the language.
const TYPED = "holdfast-typed";
/** @type {Storage | null} */
let storage = null;
try {
  storage = sessionStorage;
} catch {
  // A browser may refuse it; then the form begins empty.
}
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @returns {Control[]} */
function typable() {
  return [...document.querySelectorAll("main form :is(input:not([type=hidden]), select, textarea)")]
    .map((each) => /** @type {Control} */ (each));
}

/** @param {Control} each */
function ticked(each) {
  return each instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(each.type);
}

for (const link of languages) {
  link.addEventListener("click", () => storage?.setItem(TYPED, JSON.stringify({
    path: location.pathname,
    values: typable().map((each) => [each.name, ticked(each)
      ? /** @type {HTMLInputElement} */ (each).checked : each.value]),
  })));
}

const typed = JSON.parse(storage?.getItem(TYPED) ?? "null");
storage?.removeItem(TYPED);
if (typed?.path === location.pathname) {
  const controls = typable();
  typed.values.forEach((/** @type {[string, string | boolean]} */ [name, value], /** @type {number} */ at) => {
    const control = controls[at];
    if (control?.name !== name) return;
    if (typeof value === "boolean") {
      /** @type {HTMLInputElement} */ (control).checked = value;
    } else {
      control.value = value;
    }
  });
}
