// The page of a payment: buttons that copy bank details, and waiting for a state to change.

/** @type {NodeListOf<HTMLElement>} */
const copiers = document.querySelectorAll("[data-copy]");
for (const button of copiers) {
  if (!navigator.clipboard) continue;
  const before = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    button.textContent = button.dataset.copied ?? "";
    setTimeout(() => { button.innerHTML = before; }, 2_000);
  });
}

/**
 * Asks again what a payment waits for, and shows the page anew when that has changed.
 * @param {HTMLElement} waiting
 */
async function wait(waiting) {
  const pause = Number(waiting.dataset.wait) * 1_000;
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    if (document.hidden) continue;
    const answer = await fetch(waiting.dataset.self ?? location.href).catch(() => null);
    if (!answer?.ok) continue;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const state = page.querySelector("[data-wait], [data-state]")?.getAttribute("data-state");
    if (state !== waiting.dataset.state) {
      location.replace(answer.url);
      return;
    }
  }
}

/** @type {HTMLElement | null} */
const waiting = document.querySelector("[data-wait]");
if (waiting) wait(waiting);
