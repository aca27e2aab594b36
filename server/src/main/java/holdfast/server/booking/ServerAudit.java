package holdfast.server.booking;

import holdfast.Hold;
import holdfast.change.AuditCheck;
import holdfast.change.AuditView;
import holdfast.server.catalog.Catalog;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The server's part of the audit, on the engine's snapshot. It compares the catalogue with what is
/// on sale, recorded prices with the versions that were sold, and the server's own rows with
/// bookings, blocks and keys. Where not everything is compared, it leaves out the inventories, the
/// keys, and closures and rows without a hold that changed. A workspace without a catalogue uses
/// only the engine, and nothing is compared.
public final class ServerAudit implements AuditCheck {
    private static final String KEYS = "an idempotency key names an entry that exists";
    /// The answer to a key of the catalogue: the versions that were written, as in `evt_1@1`.
    private static final Pattern STAMPS =
            Pattern.compile("[^\\s@]+@[0-9]{1,18}(?: [^\\s@]+@[0-9]{1,18})*");
    private static final int AT_ONCE = 5_000;

    private final List<HoldsCheck.Opening> more;

    /// @param more parts for rows that are not of this package
    public ServerAudit(HoldsCheck.Opening... more) {
        this.more = List.of(more);
    }

    @Override
    public void check(AuditView view) throws SQLException {
        Catalog catalog = Catalog.within(view.tx());
        DescriptionsAudit descriptions = new DescriptionsAudit(view, catalog);
        if (!descriptions.check()) {
            return;
        }
        BookingsAudit bookings = new BookingsAudit(
                view, descriptions::isClosure, new SoldPricesAudit(view, catalog));
        List<HoldsCheck> others = more.stream().map(each -> each.open(view)).toList();
        view.holds(hold -> {
            if (hold instanceof Hold.Blocked block) {
                descriptions.block(block);
            }
            bookings.hold(hold);
            for (HoldsCheck each : others) {
                each.hold(hold);
            }
        });
        bookings.finish();
        for (HoldsCheck each : others) {
            each.finish();
        }
        if (view.whole()) {
            descriptions.finish();
            keys(view);
        }
    }

    private static void keys(AuditView view) throws SQLException {
        Set<String> stamps = new HashSet<>();
        view.answers(answer -> {
            if (STAMPS.matcher(answer).matches()) {
                stamps.addAll(Arrays.asList(answer.split(" ", -1)));
            }
            if (stamps.size() >= AT_ONCE) {
                look(view, stamps);
            }
        });
        look(view, stamps);
    }

    private static void look(AuditView view, Set<String> stamps) throws SQLException {
        if (!stamps.isEmpty()) {
            Catalog.missing(view.tx(), view.workspace(), stamps)
                    .forEach(stamp -> view.report(KEYS, stamp, "it is recorded as made by an "
                            + "idempotency key"));
            stamps.clear();
        }
    }
}
