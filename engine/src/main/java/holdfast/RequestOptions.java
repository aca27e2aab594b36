package holdfast;

import java.util.List;
import java.util.Optional;

/// Options of a request. The idempotency key makes it one request however often it is sent. The
/// note is stored and returned; the engine does not interpret it.
///
/// The note is not part of the fingerprint: a caller may put into it what changes between two
/// tries, such as the price of the day. The second try still gets the first one's answer, with the
/// first one's note.
///
/// @param fingerprint what identifies the request for its key, such as a digest of what the client
///                    sent; without one the engine takes the request itself. With one, the same key
///                    gets the same answer although the request means something else by now
/// @param listings the versions of the listings that the request was made from; if one of them is
///                 no longer the latest, the engine refuses the request as outdated
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
