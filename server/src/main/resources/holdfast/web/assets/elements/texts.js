// The messages of the seat map, in English and German, and those of all elements. `{name}` is a
// placeholder.

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {
  en: {
    best: "Best seats",
    bestFor: "Seats together",
    anywhere: "Anywhere",
    where: "Where",
    fewer: "One fewer",
    more: "One more",
    wheelchair: "With a wheelchair space",
    map: "Map",
    list: "List",
    view: "Show seats as",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    zoomAll: "Show whole map",
    seats: "Seats",
    stage: "Stage",
    row: "Row {row}",
    seat: "Row {row}, seat {seat}",
    free: "free",
    held: "being booked",
    mine: "in your basket",
    inBasket: "{seats} is in your basket already.",
    lone: "{seats} would be left on its own. Could you move one seat along?",
    loneMany: "{seats} would be left on their own. Could you move one seat along?",
    onlyFree: "Only rows with free seats",
    taken: "taken",
    chosen: "chosen",
    closed: "in another area",
    space: "wheelchair space",
    left: "{count} free",
    none: "sold out",
    price: "Price",
    from: "from {price}",
    notChosen: "No seats chosen yet.",
    allGone: "Sold out. Returned seats appear here immediately.",
    total: "Total",
    one: "1 seat",
    many: "{count} seats",
    takeOut: "remove",
    clear: "Clear",
    most: "You can book up to {count} seats at once.",
    gone: "{seats} has just been taken.",
    goneMany: "{seats} have just been taken.",
    instead: "Closest alternatives:",
    noInstead: "Nothing similar is available together. Try fewer seats or another area.",
    take: "Choose {seats}",
    noBest: "{count} seats together are not available here.",
    picked: "{seats} chosen.",
    loading: "Loading seats …",
    failed: "We couldn’t load the seats.",
    again: "Try again",
    offline: "Connection lost. Availability may be out of date. Reconnecting …",
    required: "Please choose at least one seat.",
    hint: "Hold Ctrl to zoom with the wheel",
    onlyPrice: "Show this price only",
    legendTaken: "taken",
    legendHeld: "being booked",
    gridHelp: "Arrow keys move, space chooses, page up and page down change the area, B chooses the best seats.",
    close: "Close",
    toBasket: "Go to basket",
  },
  de: {
    best: "Beste Plätze",
    bestFor: "Plätze nebeneinander",
    anywhere: "Überall",
    where: "Wo",
    fewer: "Ein Platz weniger",
    more: "Ein Platz mehr",
    wheelchair: "Mit Rollstuhlplatz",
    map: "Plan",
    list: "Liste",
    view: "Plätze zeigen als",
    zoomIn: "Vergrößern",
    zoomOut: "Verkleinern",
    zoomAll: "Ganzen Plan zeigen",
    seats: "Plätze",
    stage: "Bühne",
    row: "Reihe {row}",
    seat: "Reihe {row}, Platz {seat}",
    free: "frei",
    held: "wird gerade gebucht",
    mine: "in Ihrem Warenkorb",
    inBasket: "{seats} ist schon in Ihrem Warenkorb.",
    lone: "{seats} bliebe einzeln übrig. Können Sie einen Platz weiterrücken?",
    loneMany: "{seats} blieben einzeln übrig. Können Sie einen Platz weiterrücken?",
    onlyFree: "Nur Reihen mit freien Plätzen",
    taken: "vergeben",
    chosen: "ausgewählt",
    closed: "in einem anderen Bereich",
    space: "Rollstuhlplatz",
    left: "{count} frei",
    none: "ausverkauft",
    price: "Preis",
    from: "ab {price}",
    notChosen: "Noch keine Plätze ausgewählt.",
    allGone: "Ausverkauft. Zurückgegebene Plätze erscheinen hier sofort.",
    total: "Summe",
    one: "1 Platz",
    many: "{count} Plätze",
    takeOut: "entfernen",
    clear: "Leeren",
    most: "Sie können höchstens {count} Plätze auf einmal buchen.",
    gone: "{seats} wurde gerade vergeben.",
    goneMany: "{seats} wurden gerade vergeben.",
    instead: "Das kommt am nächsten:",
    noInstead: "Nebeneinander ist nichts Vergleichbares frei. Versuchen Sie es mit weniger Plätzen oder einem anderen Bereich.",
    take: "{seats} auswählen",
    noBest: "{count} Plätze nebeneinander sind hier nicht frei.",
    picked: "{seats} ausgewählt.",
    loading: "Plätze werden geladen …",
    failed: "Die Plätze konnten nicht geladen werden.",
    again: "Erneut versuchen",
    offline: "Verbindung unterbrochen. Die Anzeige ist vielleicht veraltet. Wir verbinden neu …",
    required: "Bitte wählen Sie mindestens einen Platz aus.",
    hint: "Zoomen mit Strg und Mausrad",
    onlyPrice: "Nur diesen Preis zeigen",
    legendTaken: "vergeben",
    legendHeld: "wird gerade gebucht",
    gridHelp: "Pfeiltasten bewegen, die Leertaste wählt aus, Bild auf und Bild ab wechseln den Bereich, B wählt die besten Plätze.",
    close: "Schließen",
    toBasket: "Zum Warenkorb",
  },
};

/** @typedef {(name: string, values?: Record<string, string | number>) => string} Text */
/** @typedef {(price: import("./api.js").Money | null) => string} MoneyFormat */

/** The language of the page around an element. @param {Element} element */
export function languageOf(element) {
  const near = element.closest("[lang]")?.getAttribute("lang") || navigator.language || "en";
  // For a page in "en" the visitor's own region decides how dates and numbers look.
  return navigator.languages.find((each) => each.startsWith(`${near}-`)) ?? near;
}

/** Adds the messages of another element. @param {Record<string, Record<string, string>>} more */
export function addTexts(more) {
  for (const [language, texts] of Object.entries(more)) {
    Object.assign(TEXTS[language], texts);
  }
}

/**
 * With its name in the language, if that is translated.
 * @template {{ name?: string, translations?: import("./api.js").Translations }} T
 * @param {T} entry @param {string} language @returns {T}
 */
export function named(entry, language) {
  const name = entry.translations?.[language.slice(0, 2)]?.name;
  return name ? { ...entry, name } : entry;
}

/** @param {string} language @returns {Text} */
export function textsIn(language) {
  const texts = TEXTS[language.slice(0, 2).toLowerCase()] ?? TEXTS.en;
  return (name, values = {}) => (texts[name] ?? TEXTS.en[name] ?? name)
    .replace(/\{(\w+)\}/g, (_, field) => String(values[field] ?? ""));
}

/** Each with its own currency's digits. @param {string} language @returns {MoneyFormat} */
export function moneyIn(language) {
  /** @type {Map<string, { form: Intl.NumberFormat, unit: number }>} */
  const forms = new Map();
  return (price) => {
    if (!price) {
      return "";
    }
    let known = forms.get(price.currency);
    if (!known) {
      const form = new Intl.NumberFormat(language, {
        style: "currency", currency: price.currency, trailingZeroDisplay: "stripIfInteger",
      });
      known = { form, unit: 10 ** (form.resolvedOptions().maximumFractionDigits ?? 2) };
      forms.set(price.currency, known);
    }
    return known.form.format(price.amount / known.unit);
  };
}

/** As in "A-1, A-2 and A-3". @param {string} language @param {string[]} parts */
export function listIn(language, parts) {
  return new Intl.ListFormat(language, { style: "long", type: "conjunction" }).format(parts);
}
