package holdfast;

import java.util.Optional;

/// Confirm a hold: make it a booking, with the caller's note. A repeated request is harmless and
/// does not change the note.
///
/// @param options the idempotency key, its fingerprint, and the booking's note
/// @param version the version of the hold that was priced and paid for; if the hold has another
///                one, the engine refuses the request as stale
public record ConfirmRequest(
        String workspace, String hold, RequestOptions options, Optional<Integer> version) {
    public ConfirmRequest {
        InputRules.id("workspace", workspace);
        InputRules.id("hold", hold);
        version.ifPresent(each -> InputRules.between("version", each, 1, Integer.MAX_VALUE));
    }

    public ConfirmRequest(
            String workspace, String hold, Optional<String> note, Optional<Integer> version) {
        this(workspace, hold, new RequestOptions(Optional.empty(), note), version);
    }

    public ConfirmRequest(String workspace, String hold, Optional<String> note) {
        this(workspace, hold, note, Optional.empty());
    }

    public ConfirmRequest(String workspace, String hold) {
        this(workspace, hold, Optional.empty());
    }

    public Optional<String> key() {
        return options.key();
    }

    public Optional<String> note() {
        return options.note();
    }
}
