package holdfast.server.desk;

import java.util.List;

/// What cancelling a booking gives back, before it is done.
public final class CancelPage {
    private CancelPage() {}

    /// What the page shows.
    ///
    /// @param override whether the shop's rules refused it, which staff may override
    public record View(
            String id, String name, List<BookingDesk.Item> items, Back back, String problem,
            boolean override) {}

    /// The money, in words; empty ones do not apply.
    ///
    /// @param fee    what the shop keeps or asks for by its rules
    /// @param due    what of the fee is not paid yet
    /// @param byHand whether the box office took the money, and gives it back
    /// @param seen   the fee in the currency's smallest unit
    public record Back(
            String refund, String fee, String due, boolean byHand, long seen,
            String currency) {}
}
