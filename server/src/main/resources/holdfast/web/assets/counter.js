// Progressive enhancement of the storefront's pages: the countdown, the visitor's time zone, one
// request for a double click, and the return address of the language links.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const plain = /^[A-Za-z0-9_+/-]{1,60}$/;
if (zone && plain.test(zone) && !document.cookie.includes(`holdfast_zone=${zone}`)) {
  document.cookie = `holdfast_zone=${zone}; path=/; max-age=15552000; samesite=lax`;
}

// The first page was written before the server knew the visitor's zone.
for (const time of document.querySelectorAll("time[datetime]")) {
  const city = time.nextElementSibling;
  const known = city?.nextElementSibling?.classList.contains("there");
  if (!city || known || !zone) continue;
  const place = city.dataset.zone;
  if (!place) continue;
  const at = new Date(time.dateTime);
  const wall = (where) => new Intl.DateTimeFormat("sv", {
    timeZone: where, dateStyle: "short", timeStyle: "short",
  }).format(at);
  if (wall(place) === wall(zone)) continue;
  const sameDay = wall(place).slice(0, 10) === wall(zone).slice(0, 10);
  const there = document.createElement("span");
  there.className = "there";
  there.textContent = city.dataset.there.replace("{0}", new Intl.DateTimeFormat(
    document.documentElement.lang, sameDay ? { timeStyle: "short" }
      : { dateStyle: "full", timeStyle: "short" }).format(at));
  city.after(there);
}

for (const link of document.querySelectorAll("a[data-back]")) {
  link.href += `&back=${encodeURIComponent(location.pathname + location.search)}`;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The server treats a double click as one request; this avoids sending the second.
for (const form of document.querySelectorAll("form[data-once]")) {
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

const held = document.querySelector("#held");
if (held) {
  const until = performance.now() + Number(held.dataset.left);
  const clock = held.querySelector("#clock");
  const warning = held.querySelector("#held-warning");
  const soon = 120_000;
  let timer;
  const tick = () => {
    const left = Math.max(0, until - performance.now());
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (left <= soon && !held.classList.contains("soon")) {
      held.classList.add("soon");
      warning.textContent = warning.dataset.soon;
    }
    if (left === 0) {
      clearInterval(timer);
      held.classList.add("over");
      warning.textContent = `${warning.dataset.over} `;
      const again = document.createElement("a");
      again.href = held.dataset.basket;
      again.textContent = held.dataset.name;
      warning.append(again);
      if (location.pathname === new URL(held.dataset.basket, location.href).pathname) {
        location.reload();
      }
    }
  };
  timer = setInterval(tick, 250);
  tick();
}
