// Sends a choice without leaving the page. A refusal stands beside the control that caused it.

/** @typedef {{ area?: string }[]} Items */
/** @typedef {(problem?: object) => Promise<void> | void} Lost */
/** @typedef {HTMLElement & { items?: Items, settle?: (held: boolean) => void, lost?: Lost }} Chooser */

// A refusal stands beside one control at a time.
/** @type {HTMLElement | null} */
let shown = null;
let count = 0;

/** @param {HTMLFormElement} form @returns {Chooser | null} */
function chooserOf(form) {
  return form.querySelector("holdfast-seats, holdfast-times");
}

/** A refused choice that is sent again is another request. @param {HTMLFormElement} form */
function renewNonce(form) {
  const nonce = form.elements.namedItem("nonce");
  if (nonce instanceof HTMLInputElement) {
    nonce.value = [...crypto.getRandomValues(new Uint8Array(12))]
      .map((each) => each.toString(16).padStart(2, "0")).join("");
  }
}

/** An alternative. A form cannot stand in a form, so its button names it. @param {Element} choice */
function alternative(choice) {
  const form = choice.querySelector("form");
  const button = choice.querySelector("button");
  if (form && button) {
    form.id = `alternative-${++count}`;
    form.hidden = true;
    button.setAttribute("form", form.id);
    choice.append(button);
    document.querySelector("main")?.append(form);
    listen(form);
  }
  return choice;
}

/** The content of the page that refuses, without what leads away from it. @param {Document} page */
function refusalIn(page) {
  const title = page.querySelector("main h1");
  const text = page.querySelector("main .lead");
  if (!title || !text) return null;
  const strong = document.createElement("strong");
  strong.textContent = title.textContent;
  const words = document.createElement("p");
  words.textContent = text.textContent;
  const head = document.createElement("p");
  head.append(strong);
  const details = page.querySelector("main .details");
  const choices = page.querySelector("main .choices");
  choices?.querySelectorAll("li").forEach((choice) => alternative(choice));
  /** @type {HTMLAnchorElement | null} */
  const back = page.querySelector("main .go a");
  const path = back ? new URL(back.href, location.href).pathname : "";
  const elsewhere = back && path.endsWith("/basket") ? back : null;
  return [head, words, details, choices, elsewhere].filter((each) => each !== null);
}

/**
 * Shows a refusal, and moves the focus to it.
 * @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {Element[]} content
 */
function show(form, submitter, content) {
  const panel = document.createElement("div");
  panel.className = "notice warn refusal";
  panel.id = `refusal-${++count}`;
  panel.tabIndex = -1;
  panel.setAttribute("role", "alert");
  panel.append(...content);
  const before = shown?.contains(submitter) ? shown : null;
  const place = before ?? submitter?.closest("[data-action], .go, .best, .starts")
    ?? form.lastElementChild;
  if (place instanceof HTMLElement) {
    panel.slot = place.slot;
    place.before(panel);
  }
  forget();
  shown = panel;
  const part = panel.closest("section") ?? form;
  [...part.querySelectorAll("select, button.main")].filter((each) => !panel.contains(each))
    .forEach((control) => control.setAttribute("aria-describedby", panel.id));
  panel.focus();
}

/** Removes the last refusal. */
function forget() {
  if (!shown) return;
  document.querySelectorAll(`[aria-describedby="${shown.id}"]`)
    .forEach((control) => control.removeAttribute("aria-describedby"));
  shown.querySelectorAll("button[form]").forEach((button) =>
    document.getElementById(button.getAttribute("form") ?? "")?.remove());
  shown.remove();
  shown = null;
}

/**
 * Lets the element say what was lost and offer the closest alternatives in place.
 * @param {Chooser | null} chooser @param {Document} page
 */
function lost(chooser, page) {
  /** @type {HTMLElement[]} */
  const details = [...page.querySelectorAll("main .details li")]
    .map((each) => /** @type {HTMLElement} */ (each));
  const items = chooser?.items ?? [];
  if (!chooser?.lost || details.length === 0 || items.length === 0) return false;
  if (chooser.localName === "holdfast-times") {
    void chooser.lost();
    return true;
  }
  const shortages = details.flatMap((each) => each.dataset.taken?.split("\n") ?? [])
    .map((seat) => {
      const at = seat.indexOf(":");
      return {
        item: items.findIndex((item) => item.area === seat.slice(0, at)),
        taken: [seat.slice(at + 1)],
      };
    }).filter((each) => each.item >= 0);
  if (shortages.length > 0) void chooser.lost({ shortages });
  return shortages.length > 0;
}

/**
 * Shows what is in the basket now, with the ways from here. The page is stale then: it has been
 * loaded again when the dialog is closed.
 * @param {DOMStringMap} texts @param {string} address the basket's @param {Document} page the basket
 */
function added(texts, address, page) {
  const lines = page.querySelector("main .lines");
  const checkout = page.querySelector("main .go .main");
  if (!lines || !checkout) {
    location.assign(address);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "added";
  dialog.setAttribute("aria-labelledby", "added");
  const title = document.createElement("h2");
  title.id = "added";
  title.textContent = texts.added ?? "";
  lines.querySelectorAll(".acts").forEach((each) => each.remove());
  const basket = document.createElement("a");
  basket.className = "button quiet";
  basket.href = address;
  basket.textContent = texts.basket ?? "";
  const more = document.createElement("button");
  more.type = "button";
  more.className = "quiet";
  more.textContent = texts.more ?? "";
  more.addEventListener("click", () => dialog.close());
  const ways = document.createElement("p");
  ways.className = "go";
  ways.append(checkout, basket, more);
  dialog.append(title, lines, ...page.querySelectorAll("main .card > .total"), ways);
  dialog.addEventListener("close", () => location.reload());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function send(form, submitter) {
  const body = new URLSearchParams();
  new FormData(form, submitter).forEach((value, key) => body.append(key, String(value)));
  const answer = await fetch(form.action, {
    method: "POST", body, headers: { Accept: "text/html" },
  });
  if (answer.ok || answer.redirected) {
    /** @type {HTMLElement | null} */
    const adding = document.querySelector("form[data-added]");
    if (adding) {
      added(adding.dataset, answer.url,
        new DOMParser().parseFromString(await answer.text(), "text/html"));
    } else {
      location.assign(answer.url);
    }
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = refusalIn(page);
  if (!content) throw new Error(`${answer.status} without a reason`);
  renewNonce(form);
  again(form, submitter);
  const chooser = chooserOf(form);
  if (lost(chooser, page)) {
    forget();
  } else {
    chooser?.settle?.(false);
    show(form, submitter, content);
  }
}

/** The form can be sent again. @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function again(form, submitter) {
  delete form.dataset.sent;
  submitter?.removeAttribute("aria-busy");
}

/** @param {HTMLFormElement} form */
function listen(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const { submitter } = event;
    form.dataset.sent = "yes";
    submitter?.setAttribute("aria-busy", "true");
    // Without an answer the nonce stays: the choice may have arrived.
    send(form, submitter).catch(() => {
      again(form, submitter);
      chooserOf(form)?.settle?.(false);
      const words = document.createElement("p");
      words.textContent = document.querySelector("form[data-failed]")
        ?.getAttribute("data-failed") ?? "";
      show(form, submitter, [words]);
    });
  });
}

/** Shows what the chosen places cost together. @param {HTMLFormElement} form */
function total(form) {
  const chosen = [...form.querySelectorAll("select")].filter((each) => Number(each.value) > 0);
  const currency = chosen.find((each) => each.dataset.currency)?.dataset.currency;
  const smallest = chosen.reduce((sum, each) =>
    sum + Number(each.value) * Number(each.dataset.smallest ?? 0), 0);
  /** @type {NodeListOf<HTMLElement>} */
  const places = form.querySelectorAll("[data-total]");
  places.forEach((place) => {
    place.hidden = !currency;
    if (!currency) return;
    const money = new Intl.NumberFormat(document.documentElement.lang, {
      style: "currency", currency, trailingZeroDisplay: "stripIfInteger",
    });
    const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
    place.textContent = (place.dataset.total ?? "")
      .replace("{0}", money.format(smallest / 10 ** digits));
  });
}

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll("form[data-failed]");
forms.forEach((form) => {
  listen(form);
  total(form);
  form.addEventListener("change", () => total(form));
});

export {};
