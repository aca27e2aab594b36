package holdfast;

import java.util.List;
import java.util.Optional;

/// What the caller puts on a request. The idempotency key makes it one request however often it is
/// sent; the note is kept and given back, and means nothing to the engine.
///
/// A note is no part of what a key stands for: a caller may stamp it with what changes between two
/// tries, the price of the day say, and the second try still gets the first one's answer, with the
/// first one's note.
///
/// @param fingerprint what the key stands for, as in a digest of what the client sent; without one
///                    the engine takes the request itself. With one, the same key gets the same
///                    answer although the request means something else by now
/// @param listings the versions of the descriptions that the request was made from: where one of
///                 them is not the latest any more, the request is refused as outdated
public record RequestOptions(
        Optional<String> key, Optional<String> fingerprint, Optional<String> note,
        List<ListingVersion> listings) {
    public static final RequestOptions NONE =
            new RequestOptions(Optional.empty(), Optional.empty());

    public RequestOptions {
        key.ifPresent(word -> InputRules.text("key", word, 255));
        fingerprint.ifPresent(word -> InputRules.text("fingerprint", word, 255));
        note.ifPresent(InputRules::note);
        listings = List.copyOf(listings);
        InputRules.between("listings", listings.size(), 0, 64);
    }

    public RequestOptions(Optional<String> key, Optional<String> note) {
        this(key, Optional.empty(), note, List.of());
    }

    public RequestOptions key(String word) {
        return new RequestOptions(Optional.of(word), fingerprint, note, listings);
    }

    public RequestOptions note(String text) {
        return new RequestOptions(key, fingerprint, Optional.of(text), listings);
    }

    public RequestOptions fingerprint(String text) {
        return new RequestOptions(key, Optional.of(text), note, listings);
    }

    public RequestOptions listings(List<ListingVersion> versions) {
        return new RequestOptions(key, fingerprint, note, versions);
    }
}
