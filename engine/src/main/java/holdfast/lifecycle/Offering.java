package holdfast.lifecycle;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.ledger.Offer;
import holdfast.lifecycle.Offering.Change;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /// One after the other; a refusal among them must not leave half a change behind, so each batch
    /// has one.
    @Override
    public List<OfferOutcome> serve(Tx tx, String workspace, List<Ask<Change>> asks)
            throws SQLException {
        List<OfferOutcome> outcomes = new ArrayList<>();
        for (Ask<Change> ask : asks) {
            Offer offer = switch (ask.request()) {
                case Change.Put put -> put(tx, workspace, put.inventory());
                case Change.Take take -> take(tx, workspace, take);
            };
            if (!offer.lines().isEmpty()) {
                Trip trip = tx.trip();
                trip.tell(WORKSPACE, workspace, offer.at());
                Journal.write(trip, workspace, offer.at(), offer.lines(), List.of());
                tx.commit(trip);
            }
            outcomes.add(offer.outcome());
        }
        return outcomes;
    }

    private Offer put(Tx tx, String workspace, Inventory inventory) throws SQLException {
        return switch (inventory) {
            case Inventory.Pool pool -> stocks.capacity().offer(tx, workspace, pool);
            case Inventory.SeatMap map -> stocks.seats().offer(tx, workspace, map);
            case Inventory.Calendar calendar ->
                    stocks.time().offer(tx, workspace, calendar);
        };
    }

    private Offer take(Tx tx, String workspace, Change.Take take) throws SQLException {
        return switch (take.kind()) {
            case CAPACITY -> stocks.capacity().withdraw(tx, workspace, take.inventory());
            case SEATS -> stocks.seats().withdraw(tx, workspace, take.inventory());
            case TIME -> stocks.time().withdraw(tx, workspace, take.inventory());
        };
    }
}
