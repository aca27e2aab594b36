package holdfast.lifecycle;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.Withdrawal;
import holdfast.capacity.PoolOffers;
import holdfast.ledger.Line;
import holdfast.ledger.Objections;
import holdfast.ledger.OfferBatch;
import holdfast.ledger.StockChange;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.seats.SeatOffers;
import holdfast.time.CalendarOffers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// What one change offers and withdraws of all three kinds: the only place that knows which kind
/// keeps an inventory. They lock in the same order as claims do.
record Offers(PoolOffers capacity, SeatOffers seats, CalendarOffers time) {

    /// What is named, kind by kind.
    static final class Named {
        private final StockChange<Inventory.Pool> pools = new StockChange<>();
        private final StockChange<Inventory.SeatMap> maps = new StockChange<>();
        private final StockChange<Inventory.Calendar> calendars = new StockChange<>();

        void add(ListingChange change) {
            change.offers().forEach(each -> offer(each, change.onSale()));
            change.withdrawals().forEach(this::withdraw);
            change.sells().forEach(each -> of(each.kind()).lock(each.inventory()));
        }

        void offer(Inventory inventory, boolean onSale) {
            switch (inventory) {
                case Inventory.Pool pool -> pools.offer(pool, onSale);
                case Inventory.SeatMap map -> maps.offer(map, onSale);
                case Inventory.Calendar calendar -> calendars.offer(calendar, onSale);
            }
        }

        void withdraw(Withdrawal withdrawal) {
            of(withdrawal.kind()).withdraw(withdrawal);
        }

        void lockCalendar(String calendar) {
            calendars.lock(calendar);
        }

        private StockChange<?> of(Kind kind) {
            return switch (kind) {
                case CAPACITY -> pools;
                case SEATS -> maps;
                case TIME -> calendars;
            };
        }

        Offers open(Stocks stocks, String workspace, long stamp) {
            return new Offers(
                    stocks.capacity().offers(workspace, stamp, pools),
                    stocks.seats().offers(workspace, stamp, maps),
                    stocks.time().offers(workspace, stamp, calendars));
        }
    }

    void lock(Trip trip) {
        capacity.lock(trip);
        seats.lock(trip);
        time.lock(trip);
    }

    void decide(Tx tx, Instant now, Objections objections) throws SQLException {
        capacity.decide(tx, now, objections);
        seats.decide(tx, now, objections);
        time.decide(tx, now, objections);
    }

    void write(Trip trip, List<Line> lines) {
        capacity.write(trip, lines);
        seats.write(trip, lines);
        time.write(trip, lines);
    }

    OptionalLong version(Kind kind, String inventory) {
        OfferBatch batch = switch (kind) {
            case CAPACITY -> capacity;
            case SEATS -> seats;
            case TIME -> time;
        };
        return batch.version(inventory);
    }
}
