// Progressive enhancement of the storefront's pages: the countdown, the visitor's time zone, one
// request for a double click, and the return address of the language links.

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

// The first page was written before the server knew the visitor's zone.
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

// The server treats a double click as one request; this avoids sending the second.
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

// A page restored by the back button: its forms may be sent again, and its countdown is stale.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

/** @param {HTMLElement} held @param {HTMLElement} clock @param {HTMLElement} warning */
function countDown(held, clock, warning) {
  const { left: milliseconds, basket = "", name = "" } = held.dataset;
  const until = performance.now() + Number(milliseconds);
  const soon = 120_000;
  const tick = () => {
    const left = Math.max(0, until - performance.now());
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (left <= soon && !held.classList.contains("soon")) {
      held.classList.add("soon");
      warning.textContent = warning.dataset.soon ?? "";
    }
    if (left === 0) {
      clearInterval(timer);
      held.classList.add("over");
      warning.textContent = `${warning.dataset.over} `;
      const again = document.createElement("a");
      again.href = basket;
      again.textContent = name;
      warning.append(again);
      if (location.pathname === new URL(basket, location.href).pathname) {
        location.reload();
      }
    }
  };
  const timer = setInterval(tick, 250);
  tick();
}

/** @type {HTMLElement | null} */
const held = document.querySelector("#held");
/** @type {HTMLElement | null} */
const clock = document.querySelector("#clock");
/** @type {HTMLElement | null} */
const warning = document.querySelector("#held-warning");
if (held && clock && warning) countDown(held, clock, warning);
