package holdfast;

import java.time.Duration;
import java.util.Optional;

/// Extend a hold until this long from now, as far as the engine's limit allows. It is never
/// shortened.
///
/// @param fingerprint what identifies the request for its key; see {@link RequestOptions}
/// @param longest     how long this hold may live in all, if that is more than the engine's limit:
///                    for a caller that has a reason, such as a payment that is under way
public record ExtendRequest(
        String workspace, String hold, Duration holdFor, Optional<String> key,
        Optional<String> fingerprint, Optional<Duration> longest) {
    public ExtendRequest {
        InputRules.id("workspace", workspace);
        InputRules.id("hold", hold);
        InputRules.between("holdFor", holdFor, Duration.ofMillis(1), Duration.ofDays(366));
        key.ifPresent(word -> InputRules.text("key", word, 255));
        fingerprint.ifPresent(word -> InputRules.text("fingerprint", word, 255));
        longest.ifPresent(each -> InputRules.between(
                "longest", each, Duration.ofMillis(1), Duration.ofDays(366)));
    }

    public ExtendRequest(
            String workspace, String hold, Duration holdFor, Optional<String> key,
            Optional<String> fingerprint) {
        this(workspace, hold, holdFor, key, fingerprint, Optional.empty());
    }

    public ExtendRequest(
            String workspace, String hold, Duration holdFor, Optional<String> key) {
        this(workspace, hold, holdFor, key, Optional.empty());
    }

    public ExtendRequest(String workspace, String hold, Duration holdFor) {
        this(workspace, hold, holdFor, Optional.empty());
    }

    public ExtendRequest key(String word) {
        return new ExtendRequest(
                workspace, hold, holdFor, Optional.of(word), fingerprint, longest);
    }

    public ExtendRequest longest(Duration most) {
        return new ExtendRequest(workspace, hold, holdFor, key, fingerprint, Optional.of(most));
    }
}
