// All elements of Holdfast, by one script tag:
// <script type="module" src="https://…/assets/latest/elements/holdfast.js"></script>

import { HoldfastBook } from "./book.js";
import { HoldfastSeats } from "./seats.js";
import { HoldfastTimes } from "./times.js";

/** @type {Record<string, CustomElementConstructor>} */
const ELEMENTS = {
  "holdfast-seats": HoldfastSeats,
  "holdfast-times": HoldfastTimes,
  "holdfast-book": HoldfastBook,
};

for (const [name, type] of Object.entries(ELEMENTS)) {
  if (!customElements.get(name)) {
    customElements.define(name, type);
  }
}
