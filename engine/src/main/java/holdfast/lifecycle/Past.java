package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.ledger.Piece;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hold as it was at an earlier version, rebuilt from the journal: what was answered then can be
/// answered again, whatever became of it since.
final class Past {
    private Past() {}

    private static final String FIND = """
            SELECT hold_version FROM journal
            WHERE workspace = ? AND hold = ? AND attempt = ?""";

    /// The hold as this attempt left it, if it did.
    static Optional<HoldRow> after(Tx tx, String workspace, HoldRow row, String attempt)
            throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Integer> found =
                trip.ask(FIND, each -> each.getInt(1), workspace, row.hold(), attempt);
        trip.go();
        return found.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(at(tx, workspace, row, found.rows().getFirst()));
    }

    private static final String NOTES = """
            SELECT verb, note FROM journal
            WHERE workspace = ? AND hold = ? AND hold_version BETWEEN 1 AND ?
              AND note IS NOT NULL
            ORDER BY hold_version DESC""";

    private record Note(String verb, String note) {}

    private static final String LINES = """
            SELECT claim, effect, verb, until, at FROM journal
            WHERE workspace = ? AND hold = ? AND hold_version = ?
            ORDER BY kind, inventory, version""";

    private record Line(
            Piece piece, String effect, String verb, @Nullable Instant until, Instant at) {}

    /// The hold at a version.
    static HoldRow at(Tx tx, String workspace, HoldRow row, int version) throws SQLException {
        if (row.life().version() == version) {
            return row;
        }
        Trip trip = tx.trip();
        Trip.Answer<Line> answer = trip.ask(
                LINES,
                each -> new Line(Piece.parse(each.getString(1)), each.getString(2),
                        each.getString(3), Rows.moment(each, 4), Rows.certainly(each, 5)),
                workspace, row.hold(), version);
        Trip.Answer<Note> notes = trip.ask(
                NOTES, each -> new Note(each.getString(1), each.getString(2)),
                workspace, row.hold(), version);
        trip.go();
        List<Line> lines = answer.rows();
        Line any = lines.getFirst();
        boolean over = any.verb.equals("cancel") || any.verb.equals("unblock");
        String endless = any.verb.equals("block") ? "blocked" : "booked";
        String living = any.until == null ? endless : "held";
        Life life = new Life(over ? "cancelled" : living, version, over ? any.at : any.until,
                any.at, row.life().attempt());
        return new HoldRow(row.hold(), life, row.origin(),
                new Hold.Notes(
                        last(notes.rows(), "hold", "exchange"), last(notes.rows(), "confirm")),
                lines.stream()
                        .filter(line -> over || !line.effect.equals("give"))
                        .map(Line::piece).toList());
    }

    private static Optional<String> last(List<Note> latestFirst, String... verbs) {
        return latestFirst.stream().filter(each -> List.of(verbs).contains(each.verb))
                .map(Note::note).findFirst();
    }
}
