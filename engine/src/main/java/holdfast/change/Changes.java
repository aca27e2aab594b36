package holdfast.change;

/// Changes what is on sale together with the caller's own rows: both in one transaction, or
/// neither.
public interface Changes {

    /// Runs the work in a transaction of its own and answers what the work makes of the outcome.
    /// What passes (a deadlock, a lock that takes too long, a lost connection) is tried again, by
    /// the work's plan again, as long as the engine's patience lasts. What the plan throws rolls
    /// back and is thrown as it is.
    <R> R change(String workspace, ChangeWork<R> work);
}
