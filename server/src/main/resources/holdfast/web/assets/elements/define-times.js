// The time picker alone, for a page that needs no other element.

import { HoldfastTimes } from "./times.js";

customElements.define("holdfast-times", HoldfastTimes);
