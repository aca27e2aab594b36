// The messages, in English and German. `{name}` is a placeholder.

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
    month: "Month",
    before: "Previous month",
    after: "Next month",
    dayFree: "{day}, times available",
    dayNone: "{day}, no times available",
    anyone: "No preference",
    who: "With whom",
    morning: "Morning",
    afternoon: "Afternoon",
    evening: "Evening",
    night: "Night",
    zone: "{zone} time",
    zones: "{zone} time; your time ({yours}) below",
    yours: "{time} your time ({zone})",
    timesOn: "Available times on {day}",
    noTimes: "No times are available on this day.",
    noMonth: "No times are available this month.",
    nextFree: "Show the next available day",
    noneAhead: "No times are available at the moment. Please look again later.",
    timesFailed: "We couldn’t load the times.",
    timesLoading: "Loading times …",
    timeGone: "{time} has just been taken. Closest alternatives:",
    timeGoneNone: "{time} has just been taken.",
    timeRequired: "Please choose a time.",
    with: "with {who}",
    minutes: "{count} minutes",
    book: "Book",
    holding: "One moment …",
    heldFor: "Reserved for {left}",
    toBasket: "Go to basket",
    giveBack: "Release",
    expired: "Your reservation has expired.",
    bookFailed: "That didn’t work, and nothing was reserved. Please try again.",
    limit: "You’ve reached the limit for one customer.",
    notOnSale: "Not on sale at the moment.",
    nothing: "Please choose something first.",
    busy: "It’s very busy right now. Please try again in a moment.",
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
    month: "Monat",
    before: "Voriger Monat",
    after: "Nächster Monat",
    dayFree: "{day}, Zeiten frei",
    dayNone: "{day}, nichts frei",
    anyone: "Keine Präferenz",
    who: "Bei wem",
    morning: "Vormittag",
    afternoon: "Nachmittag",
    evening: "Abend",
    night: "Nacht",
    zone: "Ortszeit {zone}",
    zones: "Ortszeit {zone}; darunter Ihre Zeit ({yours})",
    yours: "{time} Ihrer Zeit ({zone})",
    timesOn: "Freie Zeiten am {day}",
    noTimes: "An diesem Tag ist nichts frei.",
    noMonth: "In diesem Monat ist nichts frei.",
    nextFree: "Nächsten freien Tag zeigen",
    noneAhead: "Zurzeit ist nichts frei. Bitte schauen Sie später wieder vorbei.",
    timesFailed: "Die Zeiten konnten nicht geladen werden.",
    timesLoading: "Zeiten werden geladen …",
    timeGone: "{time} wurde gerade vergeben. Das kommt am nächsten:",
    timeGoneNone: "{time} wurde gerade vergeben.",
    timeRequired: "Bitte wählen Sie eine Zeit.",
    with: "bei {who}",
    minutes: "{count} Minuten",
    book: "Buchen",
    holding: "Einen Moment …",
    heldFor: "Noch {left} für Sie reserviert",
    toBasket: "Zum Warenkorb",
    giveBack: "Freigeben",
    expired: "Ihre Reservierung ist abgelaufen.",
    bookFailed: "Das hat nicht geklappt, und es wurde nichts reserviert. Bitte versuchen Sie es noch einmal.",
    limit: "Sie haben die Höchstzahl pro Person erreicht.",
    notOnSale: "Zurzeit nicht im Verkauf.",
    nothing: "Bitte wählen Sie zuerst etwas aus.",
    busy: "Gerade ist sehr viel los. Bitte versuchen Sie es gleich noch einmal.",
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
