// The countdown of a hold, and extending it without leaving the page.

/** The milliseconds that a page of the basket says are left. @param {Response} answer */
async function leftOn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return {
    left: Number(page.querySelector("#held")?.getAttribute("data-left") ?? 0),
    notice: page.querySelector("main .notice p")?.textContent ?? "",
  };
}

/** @param {HTMLElement} held @param {HTMLElement} clock @param {HTMLElement} warning */
function countDown(held, clock, warning) {
  const { left: milliseconds, basket = "", name = "" } = held.dataset;
  const soon = 120_000;
  // The pages of other workspaces have other baskets.
  const tabs = "BroadcastChannel" in globalThis
    ? new BroadcastChannel(`holdfast-basket ${basket}`) : null;
  let until = performance.now() + Number(milliseconds);
  let timer = 0;
  let asking = false;
  const over = () => {
    held.classList.add("over");
    warning.textContent = `${warning.dataset.over} `;
    const again = document.createElement("a");
    again.href = basket;
    again.textContent = name;
    warning.append(again);
    if (location.pathname === new URL(basket, location.href).pathname) {
      location.reload();
    }
  };
  /** @param {number} left @param {string} [said] */
  const begin = (left, said = "") => {
    until = performance.now() + left;
    held.classList.remove("soon", "over");
    warning.textContent = said;
    clearInterval(timer);
    timer = setInterval(tick, 250);
    tick();
  };
  // Another tab may have extended the hold: the server knows.
  const ask = async () => {
    asking = true;
    const answer = await fetch(basket, { headers: { Accept: "text/html" } })
      .then(leftOn).catch(() => ({ left: 0 }));
    asking = false;
    if (answer.left > 0) {
      begin(answer.left);
    } else {
      over();
    }
  };
  function tick() {
    const left = Math.max(0, until - performance.now());
    const seconds = Math.ceil(left / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (left <= soon && !held.classList.contains("soon")) {
      held.classList.add("soon");
      warning.textContent = warning.dataset.soon ?? "";
    }
    if (left === 0 && !asking) {
      clearInterval(timer);
      void ask();
    }
  }
  /** @type {HTMLFormElement | null} */
  const extend = held.querySelector("form.extend");
  extend?.addEventListener("submit", (event) => {
    // The basket's own page says it in its notice.
    if (location.pathname === new URL(basket, location.href).pathname) return;
    event.preventDefault();
    if (extend.dataset.sent) return;
    extend.dataset.sent = "yes";
    const body = new URLSearchParams();
    new FormData(extend).forEach((value, key) => body.append(key, String(value)));
    fetch(extend.action, { method: "POST", body }).then(async (answer) => {
      const { left, notice } = await leftOn(answer);
      if (!answer.ok || left === 0) {
        location.assign(answer.redirected ? answer.url : basket);
        return;
      }
      begin(left, notice);
      tabs?.postMessage(left);
    }).catch(() => location.assign(basket)).finally(() => delete extend.dataset.sent);
  });
  tabs?.addEventListener("message", ({ data }) => begin(Number(data)));
  if (location.search.includes("said=extended")) tabs?.postMessage(Number(milliseconds));
  begin(Number(milliseconds));
}

/** @type {HTMLElement | null} */
const held = document.querySelector("#held");
/** @type {HTMLElement | null} */
const clock = document.querySelector("#clock");
/** @type {HTMLElement | null} */
const warning = document.querySelector("#held-warning");
if (held && clock && warning) countDown(held, clock, warning);

export {};
