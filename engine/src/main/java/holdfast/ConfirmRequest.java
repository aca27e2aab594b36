package holdfast;

/// Make this hold a booking. Asking again is harmless.
public record ConfirmRequest(String workspace, String hold) {
    public ConfirmRequest {
        Words.id("workspace", workspace);
        Words.id("hold", hold);
    }
}
