// The seat map alone, for a page that needs no other element.

import { HoldfastSeats } from "./seats.js";

customElements.define("holdfast-seats", HoldfastSeats);
