package holdfast;

/// Give everything back, once. A booking is cancelled only when `evenBooked`.
public record CancelRequest(String workspace, String hold, boolean evenBooked) {
    public CancelRequest {
        Words.id("workspace", workspace);
        Words.id("hold", hold);
    }
}
