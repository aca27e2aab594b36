package holdfast.lifecycle;

import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.List;

/// One verb: answers a batch of requests of one workspace in one transaction, which it commits.
public interface Verb<Q, A> {
    String workspace(Q request);

    /// Everything that makes a request this very request; a key stands for it.
    String text(Q request);

    /// Answers in the requests' order.
    List<A> serve(Tx tx, String workspace, List<Ask<Q>> asks) throws SQLException;
}
