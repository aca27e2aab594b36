package holdfast.lifecycle;

import holdfast.ChangeOutcome;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Withdrawal;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Objections;
import holdfast.lifecycle.Offering.Change;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/// OFFER and WITHDRAW: what is on sale, and how much of it. Each change is a transaction of its
/// own.
public record Offering(Stocks stocks) implements Verb<Change, OfferOutcome> {

    public sealed interface Change {
        String workspace();

        record Put(String workspace, Inventory inventory) implements Change {}

        record Take(String workspace, Kind kind, String inventory) implements Change {}
    }

    @Override
    public String workspace(Change change) {
        return change.workspace();
    }

    @Override
    public Optional<String> text(Change change) {
        return Optional.empty();
    }

    private static final String WORKSPACE = """
            INSERT INTO workspace (workspace, made_at) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT workspace_once DO NOTHING""";

    static void workspace(Trip trip, String workspace, Instant at) {
        trip.tell(WORKSPACE, workspace, at);
    }

    /// One after the other; a refusal among them must not leave half a change behind, so each batch
    /// has one.
    @Override
    public List<OfferOutcome> serve(Tx tx, String workspace, List<Ask<Change>> asks)
            throws SQLException {
        List<OfferOutcome> outcomes = new ArrayList<>();
        for (Ask<Change> ask : asks) {
            Offers.Named named = new Offers.Named();
            outcomes.add(switch (ask.request()) {
                case Change.Put put -> {
                    named.offer(put.inventory(), true);
                    yield serve(tx, workspace, named,
                            put.inventory().kind(), put.inventory().id());
                }
                case Change.Take take -> {
                    named.withdraw(new Withdrawal(take.kind(), take.inventory(), false));
                    yield serve(tx, workspace, named, take.kind(), take.inventory());
                }
            });
        }
        return outcomes;
    }

    private OfferOutcome serve(
            Tx tx, String workspace, Offers.Named named, Kind kind, String inventory)
            throws SQLException {
        Offers offers = named.open(
                stocks, workspace, ThreadLocalRandom.current().nextLong());
        Trip locks = tx.trip();
        offers.lock(locks);
        Trip.Answer<Instant> clock = Clock.ask(locks);
        locks.go();
        Objections objections = new Objections();
        offers.decide(tx, clock.only(), objections);
        Optional<OfferOutcome> refusal = objections.first().map(Offering::refused);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OptionalLong version = offers.version(kind, inventory);
        if (version.isEmpty()) {
            return new Refusal.Unknown(List.of(inventory));
        }
        List<Line> lines = new ArrayList<>();
        Trip trip = tx.trip();
        offers.write(trip, lines);
        if (!lines.isEmpty()) {
            workspace(trip, workspace, clock.only());
            Journal.write(trip, workspace, clock.only(), lines, List.of());
            tx.commit(trip);
        }
        return new OfferOutcome.Offered(inventory, version.getAsLong());
    }

    private static OfferOutcome refused(ChangeOutcome refusal) {
        if (refusal instanceof OfferOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an offer: " + refusal);
    }
}
