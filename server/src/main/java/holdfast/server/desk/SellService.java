package holdfast.server.desk;

import java.util.List;

/// When the box office books a service.
public final class SellService {
    private SellService() {}

    /// What the page shows.
    ///
    /// @param days  the next days with free times
    /// @param times of the day that is shown
    public record View(
            String id, String price, List<MovePage.Target> days, String day,
            List<MovePage.Target> times, String problem) {}
}
