package holdfast;

/// The time of a hall that a listing is to have from now on. A listing has at most one.
public sealed interface VenueTime {

    /// What it has, whatever that is.
    record Keep() implements VenueTime {}

    /// None: what it has is given back.
    record None() implements VenueTime {}

    /// Exactly this, whatever it had before.
    record Of(String calendar, Window window) implements VenueTime {
        public Of {
            InputRules.id("calendar", calendar);
            if (window.length().compareTo(Claim.Part.LONGEST) > 0) {
                throw new Invalid("window", "must be at most 366 days");
            }
        }

        /// What is claimed of the calendar.
        public Claim.Time claim() {
            return new Claim.Time(calendar, window);
        }
    }
}
