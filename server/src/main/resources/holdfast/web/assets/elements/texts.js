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
    zoomIn: "Closer",
    zoomOut: "Further away",
    zoomAll: "Show everything",
    seats: "Seats",
    stage: "Stage",
    row: "Row {row}",
    seat: "Row {row}, seat {seat}",
    free: "free",
    held: "in somebody’s basket",
    taken: "taken",
    chosen: "chosen",
    closed: "in another area",
    space: "wheelchair space",
    left: "{count} free",
    none: "sold out",
    price: "Price",
    from: "from {price}",
    notChosen: "No seat chosen yet.",
    allGone: "Sold out for now. What somebody gives back is free here at once.",
    total: "Total",
    one: "1 seat",
    many: "{count} seats",
    takeOut: "take out",
    clear: "Clear",
    most: "At most {count} seats in one go.",
    gone: "{seats} has just gone to somebody else.",
    goneMany: "{seats} have just gone to somebody else.",
    instead: "Next best:",
    noInstead: "Nothing comparable is free together any more. Try fewer seats or another area.",
    take: "Take {seats}",
    noBest: "{count} seats together are no longer free here.",
    picked: "{seats} chosen.",
    loading: "The seats are on their way …",
    failed: "The seats could not be loaded.",
    again: "Try again",
    offline: "Connection lost. What you see may be out of date; trying again.",
    required: "Choose at least one seat.",
    hint: "Hold Ctrl to zoom with the wheel",
    onlyPrice: "Look at this price only",
    legendTaken: "taken",
    legendHeld: "in a basket",
    gridHelp: "Arrow keys move, space chooses, page up and down change the area, B picks the best.",
    close: "Close",
    month: "Month",
    before: "Month before",
    after: "Month after",
    dayFree: "{day}, times free",
    dayNone: "{day}, nothing free",
    anyone: "Anyone",
    who: "With whom",
    morning: "Morning",
    afternoon: "Afternoon",
    evening: "Evening",
    night: "Night",
    zone: "Times in {zone}",
    zones: "Times in {zone}; below, where you are ({yours})",
    yours: "{time} where you are ({zone})",
    timesOn: "Free on {day}",
    noTimes: "Nothing is free on this day any more.",
    noMonth: "Nothing is free in this month.",
    nextFree: "Show the next free day",
    noneAhead: "Nothing is free at the moment. Look again later.",
    timesFailed: "The times could not be loaded.",
    timesLoading: "The times are on their way …",
    timeGone: "{time} has just gone to somebody else. These are the nearest:",
    timeGoneNone: "{time} has just gone to somebody else.",
    timeRequired: "Choose a time.",
    with: "with {who}",
    minutes: "{count} minutes",
    book: "Book",
    holding: "One moment …",
    heldFor: "Held for you for {left}",
    toBasket: "Go to the basket",
    giveBack: "Give back",
    lapsed: "The time is up, and what was held is free again.",
    bookFailed: "It did not work. Nothing was held; try again.",
    limit: "That is more than one customer may have.",
    notOnSale: "This is not on sale now.",
    nothing: "Choose something first.",
    busy: "Much is going on here. Try again in a moment.",
  },
  de: {
    best: "Beste Plätze",
    bestFor: "Plätze nebeneinander",
    anywhere: "Überall",
    where: "Wo",
    fewer: "Einer weniger",
    more: "Einer mehr",
    wheelchair: "Mit Rollstuhlplatz",
    map: "Plan",
    list: "Liste",
    view: "Plätze zeigen als",
    zoomIn: "Näher",
    zoomOut: "Weiter weg",
    zoomAll: "Alles zeigen",
    seats: "Plätze",
    stage: "Bühne",
    row: "Reihe {row}",
    seat: "Reihe {row}, Platz {seat}",
    free: "frei",
    held: "in einem anderen Warenkorb",
    taken: "vergeben",
    chosen: "gewählt",
    closed: "in einem anderen Bereich",
    space: "Rollstuhlplatz",
    left: "{count} frei",
    none: "ausverkauft",
    price: "Preis",
    from: "ab {price}",
    notChosen: "Noch kein Platz gewählt.",
    allGone: "Zurzeit ausverkauft. Was jemand zurückgibt, ist hier sofort wieder frei.",
    total: "Summe",
    one: "1 Platz",
    many: "{count} Plätze",
    takeOut: "herausnehmen",
    clear: "Leeren",
    most: "Höchstens {count} Plätze auf einmal.",
    gone: "{seats} ist gerade an jemand anderen gegangen.",
    goneMany: "{seats} sind gerade an jemand anderen gegangen.",
    instead: "Das Nächstbeste:",
    noInstead: "Vergleichbares ist zusammen nicht mehr frei. Versuchen Sie weniger Plätze oder einen anderen Bereich.",
    take: "{seats} nehmen",
    noBest: "{count} Plätze nebeneinander sind hier nicht mehr frei.",
    picked: "{seats} gewählt.",
    loading: "Die Plätze kommen gleich …",
    failed: "Die Plätze konnten nicht geladen werden.",
    again: "Noch einmal versuchen",
    offline: "Keine Verbindung. Was Sie sehen, ist vielleicht veraltet; wir versuchen es weiter.",
    required: "Wählen Sie mindestens einen Platz.",
    hint: "Mit Strg und dem Rad zoomen",
    onlyPrice: "Nur diesen Preis ansehen",
    legendTaken: "vergeben",
    legendHeld: "im Warenkorb",
    gridHelp: "Pfeiltasten bewegen, Leertaste wählt, Bild auf und ab wechseln den Bereich, B nimmt die besten.",
    close: "Schließen",
    month: "Monat",
    before: "Voriger Monat",
    after: "Nächster Monat",
    dayFree: "{day}, Zeiten frei",
    dayNone: "{day}, nichts frei",
    anyone: "Egal wer",
    who: "Bei wem",
    morning: "Vormittag",
    afternoon: "Nachmittag",
    evening: "Abend",
    night: "Nacht",
    zone: "Zeiten in {zone}",
    zones: "Zeiten in {zone}; darunter bei Ihnen ({yours})",
    yours: "{time} bei Ihnen ({zone})",
    timesOn: "Frei am {day}",
    noTimes: "An diesem Tag ist nichts mehr frei.",
    noMonth: "In diesem Monat ist nichts frei.",
    nextFree: "Nächsten freien Tag zeigen",
    noneAhead: "Im Moment ist nichts frei. Schauen Sie später wieder.",
    timesFailed: "Die Zeiten konnten nicht geladen werden.",
    timesLoading: "Die Zeiten kommen gleich …",
    timeGone: "{time} ist gerade an jemand anderen gegangen. Das liegt am nächsten:",
    timeGoneNone: "{time} ist gerade an jemand anderen gegangen.",
    timeRequired: "Wählen Sie eine Zeit.",
    with: "bei {who}",
    minutes: "{count} Minuten",
    book: "Buchen",
    holding: "Einen Moment …",
    heldFor: "Für Sie gehalten, noch {left}",
    toBasket: "Zum Warenkorb",
    giveBack: "Zurückgeben",
    lapsed: "Die Zeit ist um, und alles ist wieder frei.",
    bookFailed: "Das hat nicht geklappt. Nichts wurde gehalten; versuchen Sie es noch einmal.",
    limit: "Das ist mehr, als jemand haben darf.",
    notOnSale: "Das ist gerade nicht im Verkauf.",
    nothing: "Wählen Sie zuerst etwas aus.",
    busy: "Hier ist gerade viel los. Versuchen Sie es gleich noch einmal.",
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
