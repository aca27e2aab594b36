package holdfast;

import java.util.Optional;

/// Cancel a hold: everything it has becomes free, once. A booking is cancelled only when
/// `evenBooked`.
///
/// @param fingerprint what identifies the request for its key; see {@link RequestOptions}
public record CancelRequest(
        String workspace, String hold, boolean evenBooked, Optional<String> key,
        Optional<String> fingerprint) {
    public CancelRequest {
        InputRules.id("workspace", workspace);
        InputRules.id("hold", hold);
        key.ifPresent(word -> InputRules.text("key", word, 255));
        fingerprint.ifPresent(word -> InputRules.text("fingerprint", word, 255));
    }

    public CancelRequest(String workspace, String hold, boolean evenBooked) {
        this(workspace, hold, evenBooked, Optional.empty(), Optional.empty());
    }
}
