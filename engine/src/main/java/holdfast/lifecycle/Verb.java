package holdfast.lifecycle;

import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One verb: answers a batch of requests of one workspace in one transaction, which it commits.
public interface Verb<Q, A> {
    String workspace(Q request);

    /// Everything that makes a request this very request, where a key stands for it; nothing else.
    Optional<String> text(Q request);

    /// Answers in the requests' order.
    List<A> serve(Transaction tx, String workspace, List<Attempt<Q>> attempts) throws SQLException;
}
