// The documentation works without this: it fills in keys, shows one language at a time, copies code,
// and closes the contents on a phone.

const KEPT = "holdfast-docs";
/** @type {Record<string, string>} */
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

/**
 * @param {string} name
 * @param {string} value
 */
function keep(name, value) {
  kept[name] = value;
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

/**
 * A word for a shell, quoted where it has to be.
 * @param {string} text
 */
function word(text) {
  return /^[\w.:/…-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** @type {NodeListOf<HTMLElement>} */
const setups = document.querySelectorAll("[data-fill]");

function fill() {
  for (const setup of setups) {
    setup.textContent = [
      `export HOLDFAST=${word(location.origin)}`,
      `export SECRET=${word(kept.SECRET || "sk_…")}`,
      `export KEY=${word(kept.KEY || "pk_…")}`,
    ].join("\n");
  }
}

/** @type {HTMLFormElement | null} */
const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.hidden = false;
  for (const input of keys.querySelectorAll("input")) {
    input.value = kept[input.name] ?? "";
    input.addEventListener("input", () => {
      keep(input.name, input.value.trim());
      fill();
    });
  }
  keys.addEventListener("submit", (event) => { event.preventDefault(); });
}
fill();

/** @type {NodeListOf<HTMLElement>} */
const figures = document.querySelectorAll("figure[data-language]");
/** @type {HTMLElement | null} */
const languages = document.querySelector("[data-languages]");

/** @param {string} name */
function show(name) {
  for (const figure of figures) {
    figure.hidden = figure.dataset.language !== name;
  }
  for (const button of languages?.querySelectorAll("button") ?? []) {
    button.setAttribute("aria-pressed", String(button.textContent === name));
  }
}

if (languages) {
  const names = [...new Set([...figures].map((figure) => figure.dataset.language ?? ""))];
  for (const name of names) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      keep("language", name);
      show(name);
    });
    languages.append(button);
  }
  languages.hidden = false;
  show(names.includes(kept.language ?? "") ? kept.language ?? "" : names[0] ?? "");
}

for (const pre of navigator.clipboard ? document.querySelectorAll("main pre") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.querySelector("code")?.textContent ?? "");
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2_000);
  });
  const box = document.createElement("div");
  box.className = "copied";
  pre.replaceWith(box);
  box.append(pre, button);
}

/** @type {HTMLDetailsElement | null} */
const menu = document.querySelector("[data-menu]");
if (menu && matchMedia("(max-width: 48rem)").matches) {
  menu.open = false;
}

/** @type {HTMLInputElement | null} */
const search = document.querySelector("#q");
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element
    && event.target.closest("input, textarea, select");
  if (event.key === "/" && search && !typing) {
    event.preventDefault();
    search.focus();
  }
});
