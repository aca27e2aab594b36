package holdfast;

/// The venue's time that a listing is to have from now on. A listing has at most one.
public sealed interface VenueTime {

    /// Unchanged: the listing keeps what it has, if anything.
    record Keep() implements VenueTime {}

    /// None: what it has is given back.
    record None() implements VenueTime {}

    /// Exactly this, in place of any other.
    record Of(String calendar, Window window) implements VenueTime {
        public Of {
            InputRules.id("calendar", calendar);
            if (window.length().compareTo(Claim.Part.LONGEST) > 0) {
                throw new Invalid("window", "must be at most 366 days");
            }
        }

        /// The claim for the calendar.
        public Claim.Time claim() {
            return new Claim.Time(calendar, window);
        }
    }
}
