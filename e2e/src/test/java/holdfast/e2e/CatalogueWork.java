package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that alone changes one part of the catalogue, so it knows the expected state: after a
/// lost answer it is the state before or after that change.
abstract class CatalogueWork<S> {
    private volatile S known;
    private volatile Optional<S> perhaps = Optional.empty();
    private final AtomicInteger changes = new AtomicInteger();

    CatalogueWork(S known) {
        this.known = known;
    }

    /// Makes one change through {@link #sent}.
    abstract void step(Client client, Random random);

    /// The state by its description, which must agree with what is on sale.
    abstract S read(Client client);

    S known() {
        return known;
    }

    int changes() {
        return changes.get();
    }

    boolean certain() {
        return perhaps.isEmpty();
    }

    /// Sends a change to the state `next`, and records the state that is known then.
    ///
    /// @return the answer, if there was one
    Optional<Reply> sent(
            Client client, S next, String method, String path, String body, String... headers) {
        try {
            Reply reply = client.trying(
                    method, path, body.getBytes(StandardCharsets.UTF_8), headers);
            if (reply.status() < 300) {
                known = next;
                changes.incrementAndGet();
                return Optional.of(reply);
            }
            if (reply.status() < 500) {
                throw new AssertionError("the only one who changes it was refused: " + reply);
            }
        } catch (IOException gone) {
            // The change may have happened.
        }
        perhaps = Optional.of(next);
        return Optional.empty();
    }

    /// An answered change is there; an unanswered one is there as a whole or not at all.
    void judge(List<Client> clients) {
        S now = read(clients.getFirst());
        if (!now.equals(known)) {
            assertThat(perhaps).as("what was answered was %s", known).hasValue(now);
        }
        known = now;
        perhaps = Optional.empty();
        clients.forEach(client -> assertThat(read(client)).isEqualTo(known));
    }
}
