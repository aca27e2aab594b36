package holdfast.judge;

/// The promises that the judge checks, with their numbers in the list of invariants.
public enum Promise {
    SEAT_ONCE(1, "no seat has two live claims"),
    NEVER_OVERSOLD(2, "a pool's live quantities never exceed its capacity"),
    NO_OVERLAP(3, "no two live periods overlap in one lane of a calendar"),
    CONSERVED(4, "free, held, booked and blocked make the total after every entry of the journal"),
    ENDS_ONCE(5, "each hold ends exactly once"),
    EXACT_EXPIRY(6, "a hold lives until its deadline exactly"),
    NEVER_STALE(7, "an outdated version never changes anything"),
    DURABLE(8, "what was acknowledged is there"),
    NO_EFFECT(9, "refused means without effect"),
    RESOLVABLE(10, "an unknown answer is resolved by its key to one answer"),
    SAME_ANSWER(11, "same key and same request: one effect, the same answer"),
    WHOLE(12, "a basket is taken whole or not at all"),
    VISIBLE(13, "what a caller was told is seen by every later request"),
    BACK_ONCE(15, "cancelling gives back once"),
    HONEST(16, "nothing is refused that was free during the whole request"),
    IN_ORDER(17, "every journal entry is there, in order, with a stable version"),
    APART(18, "no workspace sees or affects another"),
    NO_NEIGHBOURS(20, "no request fails because of another one in its batch"),
    LIMITED(21, "a customer's limit holds");

    private final int number;
    private final String words;

    Promise(int number, String words) {
        this.number = number;
        this.words = words;
    }

    public int number() {
        return number;
    }

    public String words() {
        return words;
    }
}
