package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.change.AuditView;
import holdfast.server.booking.HoldsCheck;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares the valid tickets with what is booked, a thousand bookings at a time. An audit of
/// everything reads the tickets between the first and the last of them, so that it also finds
/// tickets that belong to no booking.
public final class TicketsAudit implements HoldsCheck {
    private static final String SOLD = "each sold seat, place and visit has one valid ticket";
    private static final int AT_ONCE = 1_000;
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final AuditView view;
    private final List<Hold> batch = new ArrayList<>();
    private String seen = "";
    private long tickets;

    public TicketsAudit(AuditView view) {
        this.view = view;
    }

    @Override
    public void hold(Hold hold) throws SQLException {
        batch.add(hold);
        if (batch.size() == AT_ONCE) {
            compare(hold.id());
        }
    }

    @Override
    public void finish() throws SQLException {
        if (view.whole() || !batch.isEmpty()) {
            compare(LAST);
        }
        view.checked("tickets", tickets);
    }

    private static final String BETWEEN = """
            SELECT hold, unit FROM ticket
            WHERE workspace = ? AND hold > ? AND hold <= ? AND state = 'valid'""";

    private static final String OF = """
            SELECT hold, unit FROM ticket
            WHERE workspace = ? AND hold = ANY (?::text[]) AND state = 'valid'""";

    private void compare(String until) throws SQLException {
        Map<String, Set<String>> valid = new TreeMap<>();
        if (view.whole()) {
            view.tx().each(BETWEEN, row -> valid.computeIfAbsent(
                    row.getString(1), hold -> new HashSet<>()).add(row.getString(2)),
                    view.workspace(), seen, until);
        } else {
            view.tx().each(OF, row -> valid.computeIfAbsent(
                    row.getString(1), hold -> new HashSet<>()).add(row.getString(2)),
                    view.workspace(), batch.stream().map(Hold::id).toArray(String[]::new));
        }
        for (Hold hold : batch) {
            Set<String> has = valid.getOrDefault(hold.id(), Set.of());
            valid.remove(hold.id());
            Set<String> sold = new HashSet<>();
            TicketUnit.of(hold).forEach(unit -> sold.add(unit.unit()));
            tickets += has.size();
            sold.stream().filter(unit -> !has.contains(unit)).sorted().forEach(unit -> view
                    .report(SOLD, hold.id(), unit + " is sold and has no valid ticket"));
            has.stream().filter(unit -> !sold.contains(unit)).sorted().forEach(unit -> view
                    .report(SOLD, hold.id(), unit + " is not sold and has a valid ticket"));
        }
        valid.keySet().forEach(hold -> view.report(SOLD, hold,
                "it has valid tickets, but is no booking"));
        batch.clear();
        seen = until;
    }
}
