package holdfast;

/// A block of a calendar's time that belongs to a listing: it is made and lifted with the listing's
/// change. It blocks every lane, open or not.
///
/// @param id the block's id, chosen by the caller; an existing block with this id is kept
public record Closure(String id, String calendar, Window window, String reason) {
    public Closure {
        InputRules.id("id", id);
        InputRules.id("calendar", calendar);
        InputRules.text("reason", reason, 500);
    }

    public Claim.Time claim() {
        return new Claim.Time(calendar, window);
    }
}
