package holdfast.change;

/// Changes what is on sale together with the caller's own rows: both in one transaction, or
/// neither.
public interface Changes {

    /// Runs the work in a transaction of its own and returns what the work makes of the outcome.
    /// After a transient failure (a deadlock, a lock timeout, a lost connection) it plans and runs
    /// again, as long as the engine's patience lasts. An exception of the plan rolls back and is
    /// thrown as it is.
    <R> R change(String workspace, ChangeWork<R> work);
}
