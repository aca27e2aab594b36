package holdfast.lifecycle;

/// One request in a batch. Its `id` is the id of the hold that it makes, or stands in the row of
/// the hold that it changes, so that a retry finds what the first try did. `tries` counts the
/// earlier tries.
public record Attempt<Q>(Q request, String id, String digest, int tries) {
    public Attempt<Q> again() {
        return new Attempt<>(request, id, digest, tries + 1);
    }
}
