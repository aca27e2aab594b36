// The keys of the desk: a box to jump to any page, an overview of the keys, and g with a letter for
// a place. The box and the overview are pages of the server, of which one part is shown here.

const CHORD = 1500;
let chord = -CHORD;

document.addEventListener("keydown", (event) => {
  const jump = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (jump && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    show("jump");
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !types(event.target)) {
    plain(event);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-open]") : null;
  if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    show(link.dataset.open ?? "");
  }
});

/** @param {KeyboardEvent} event */
function plain(event) {
  if (event.timeStamp - chord < CHORD) {
    chord = -CHORD;
    place(event.key)?.click();
  } else if (event.key === "g") {
    chord = event.timeStamp;
  } else if (event.key === "/" || event.key === "?") {
    event.preventDefault();
    show(event.key === "/" ? "jump" : "keys");
  }
}

/** @param {string} key @returns {HTMLElement | null} */
function place(key) {
  return /^[a-z]$/.test(key) ? document.querySelector(`nav.rail a[data-key="${key}"]`) : null;
}

/** @param {EventTarget | null} target */
function types(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("input, select, textarea"));
}

/** @param {string} part */
async function show(part) {
  const link = document.querySelector(`a[data-open="${part}"]`);
  if (!(link instanceof HTMLAnchorElement) || document.querySelector("dialog[open]")) return;
  const here = document.querySelector(`main [data-part="${part}"]`);
  if (here) {
    here.querySelector("input")?.focus();
    return;
  }
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector(`[data-part="${part}"]`);
    if (!answer.ok || !content) throw new Error(`no ${part}`);
    open(content, page.querySelector("h1")?.textContent ?? "");
  } catch {
    location.assign(link.href);
  }
}

/** @param {Element} content @param {string} title */
function open(content, title) {
  if (document.querySelector("dialog[open]")) return;
  const dialog = document.createElement("dialog");
  dialog.className = "above";
  dialog.setAttribute("aria-label", title);
  dialog.append(content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  begin(content);
}

const box = document.querySelector("main [data-part=jump]");
if (box) begin(box);

/** @param {Element} content */
function begin(content) {
  const field = content.querySelector("input[type=search]");
  if (!(field instanceof HTMLInputElement)) return;
  const items = [...content.querySelectorAll("li")].map((item) => ({
    item, link: item.querySelector("a"), text: bare(item.textContent ?? ""),
  }));
  const none = content.querySelector("[data-none]");
  const status = content.querySelector("[role=status]");
  const shown = () => items.flatMap(({ item, link }) => (item.hidden || !link ? [] : [link]));
  field.addEventListener("input", () => {
    const words = bare(field.value).split(/\s+/);
    items.forEach((each) => {
      each.item.hidden = !words.every((word) => each.text.includes(word));
    });
    const found = shown();
    if (none instanceof HTMLElement) none.hidden = found.length > 0;
    if (status) status.textContent = found[0]?.textContent ?? none?.textContent ?? "";
  });
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    shown()[0]?.click();
  });
  content.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [field, ...shown()];
    const at = all.findIndex((each) => each === document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  });
  field.focus();
}

/** @param {string} text */
function bare(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
