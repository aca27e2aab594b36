package holdfast.lifecycle;

/// One request in a batch. `id` names this attempt for ever: it is the id of the hold it makes, or
/// the mark it leaves on the hold it changes, so that trying again finds what the first try did.
/// `tries` says how often it was tried before.
public record Attempt<Q>(Q request, String id, String digest, int tries) {
    public Attempt<Q> again() {
        return new Attempt<>(request, id, digest, tries + 1);
    }
}
