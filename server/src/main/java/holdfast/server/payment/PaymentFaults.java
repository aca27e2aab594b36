package holdfast.server.payment;

/// The points between two writes at which a process may die. Tests throw an error there; nothing
/// catches it, so that everything is left as a crash would leave it.
@FunctionalInterface
public interface PaymentFaults {
    PaymentFaults NONE = point -> {};

    /// Called when such a point is reached.
    ///
    /// @param point such as `capture.sent`
    void at(String point);
}
