package holdfast.lifecycle;

import holdfast.Effect;
import holdfast.Hold;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hold at an earlier version, rebuilt from the journal, so that an earlier answer can be given
/// again.
final class HoldHistory {
    private HoldHistory() {}

    private static final String FIND = """
            SELECT hold_version FROM journal
            WHERE workspace = ? AND hold = ? AND attempt = ?""";

    /// The hold as this attempt left it, if it did.
    static Optional<HoldRow> after(Transaction tx, String workspace, HoldRow row, String attempt)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Integer> found =
                pipeline.query(FIND, each -> each.getInt(1), workspace, row.hold(), attempt);
        pipeline.run();
        return found.rows().isEmpty()
                ? Optional.empty()
                : Optional.of(at(tx, workspace, row, found.rows().getFirst()));
    }

    private static final String NOTES = """
            SELECT verb, note FROM journal
            WHERE workspace = ? AND hold = ? AND hold_version BETWEEN 1 AND ?
              AND note IS NOT NULL
            ORDER BY hold_version DESC""";

    private record Note(Verb verb, String note) {}

    private static final String LINES = """
            SELECT claim, effect, verb, until, at FROM journal
            WHERE workspace = ? AND hold = ? AND hold_version = ?
            ORDER BY kind, inventory, version""";

    private record Line(
            Allotment allotment, Effect effect, Verb verb, @Nullable Instant until, Instant at) {}

    /// The hold at a version.
    static HoldRow at(Transaction tx, String workspace, HoldRow row, int version)
            throws SQLException {
        if (row.life().version() == version) {
            return row;
        }
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Line> answer = pipeline.query(
                LINES,
                each -> new Line(Allotment.parse(each.getString(1)),
                        ColumnText.effect(each.getString(2)),
                        ColumnText.verb(each.getString(3)), Rows.moment(each, 4),
                        Rows.certainly(each, 5)),
                workspace, row.hold(), version);
        Pipeline.Answer<Note> notes = pipeline.query(
                NOTES, each -> new Note(ColumnText.verb(each.getString(1)), each.getString(2)),
                workspace, row.hold(), version);
        pipeline.run();
        List<Line> lines = answer.rows();
        Line any = lines.getFirst();
        HoldState state = HoldState.after(any.verb, any.until);
        boolean over = state == HoldState.CANCELLED;
        Life life = new Life(
                state, version, over ? any.at : any.until, any.at, row.life().attempt());
        return new HoldRow(row.hold(), life, row.origin(),
                new Hold.Notes(
                        last(notes.rows(), Verb.HOLD, Verb.EXCHANGE),
                        last(notes.rows(), Verb.CONFIRM)),
                lines.stream()
                        .filter(line -> over || line.effect != Effect.GIVE)
                        .map(Line::allotment).toList());
    }

    private static Optional<String> last(List<Note> latestFirst, Verb... verbs) {
        return latestFirst.stream().filter(each -> List.of(verbs).contains(each.verb))
                .map(Note::note).findFirst();
    }
}
