package holdfast.lifecycle;

import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One verb: answers a batch of requests of one workspace in one transaction, which it commits.
public interface BatchedVerb<Q, A> {
    String workspace(Q request);

    /// The text by which requests with one key are compared; empty without a key.
    Optional<String> text(Q request);

    /// Answers in the requests' order.
    List<A> serve(Transaction tx, String workspace, List<Attempt<Q>> attempts) throws SQLException;
}
