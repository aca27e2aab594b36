package holdfast.lifecycle;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.Withdrawal;
import holdfast.capacity.PoolOffers;
import holdfast.claims.InventoryChange;
import holdfast.claims.Objections;
import holdfast.claims.OfferBatch;
import holdfast.claims.PendingLine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.seats.SeatOffers;
import holdfast.time.CalendarOffers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// The offers and withdrawals of one change, of all three kinds. They lock in the same order as
/// claims do.
final class InventoryOffers {
    private final PoolOffers capacity;
    private final SeatOffers seats;
    private final CalendarOffers time;

    private InventoryOffers(PoolOffers capacity, SeatOffers seats, CalendarOffers time) {
        this.capacity = capacity;
        this.seats = seats;
        this.time = time;
    }

    /// The named inventories, by kind.
    static final class Named {
        private final InventoryChange<Inventory.Pool> pools = new InventoryChange<>();
        private final InventoryChange<Inventory.SeatMap> maps = new InventoryChange<>();
        private final InventoryChange<Inventory.Calendar> calendars = new InventoryChange<>();

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

        private InventoryChange<?> of(Kind kind) {
            return switch (kind) {
                case CAPACITY -> pools;
                case SEATS -> maps;
                case TIME -> calendars;
            };
        }

        InventoryOffers open(KindStores stores, String workspace, long stamp) {
            return new InventoryOffers(
                    stores.capacity().offers(workspace, stamp, pools),
                    stores.seats().offers(workspace, stamp, maps),
                    stores.time().offers(workspace, stamp, calendars));
        }
    }

    CalendarOffers time() {
        return time;
    }

    void lock(Pipeline pipeline) {
        capacity.lock(pipeline);
        seats.lock(pipeline);
        time.lock(pipeline);
    }

    void decide(Transaction tx, Instant now, Objections objections) throws SQLException {
        capacity.decide(tx, now, objections);
        seats.decide(tx, now, objections);
        time.decide(tx, now, objections);
    }

    void write(Pipeline pipeline, List<PendingLine> lines) {
        capacity.write(pipeline, lines);
        seats.write(pipeline, lines);
        time.write(pipeline, lines);
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
