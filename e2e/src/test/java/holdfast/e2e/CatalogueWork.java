package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// One who changes a part of the catalogue that no other one changes, and so knows how it is: after
/// a change whose answer was lost it is as it was before, or as it was to become.
abstract class CatalogueWork<S> {
    private volatile S known;
    private volatile Optional<S> perhaps = Optional.empty();
    private final AtomicInteger changes = new AtomicInteger();

    CatalogueWork(S known) {
        this.known = known;
    }

    /// Sends one change; what it makes is told to {@link #sent}.
    abstract void step(Client client, Random random);

    /// How it is by its description. What is on sale must agree with that.
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

    /// Sends a change that makes of it what `next` says, and keeps what is known then.
    ///
    /// @return the answer, where there was one
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
            // It happened or it did not.
        }
        perhaps = Optional.of(next);
        return Optional.empty();
    }

    /// What was answered is there, and what was not answered is there as a whole or not at all.
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
