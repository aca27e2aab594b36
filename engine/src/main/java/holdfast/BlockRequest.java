package holdfast;

import java.util.List;
import java.util.Optional;

/// Take these seats, places or times out of sale, all or none, for a reason. A time claim blocks
/// every lane of each calendar it names, open or not.
///
/// @param fingerprint what identifies the request for its key; see {@link RequestOptions}
public record BlockRequest(
        String workspace, List<Claim> claims, String reason, Optional<String> key,
        Optional<String> fingerprint) {
    public BlockRequest {
        InputRules.id("workspace", workspace);
        claims = InputRules.some("items", claims, 32);
        InputRules.text("reason", reason, 500);
        key.ifPresent(word -> InputRules.text("key", word, 255));
        fingerprint.ifPresent(word -> InputRules.text("fingerprint", word, 255));
    }

    public BlockRequest(
            String workspace, List<Claim> claims, String reason, Optional<String> key) {
        this(workspace, claims, reason, key, Optional.empty());
    }

    public BlockRequest(String workspace, String reason, Claim... claims) {
        this(workspace, List.of(claims), reason, Optional.empty());
    }
}
