package holdfast.audit;

import holdfast.Effect;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rebuilds every hold from the journal and compares it with its row: state, version, deadline,
/// claims and notes.
final class HoldsAudit {
    private static final String SAME = "the journal rebuilds the holds";
    private static final String END = "a hold ends once";

    private final Transaction tx;
    private final String workspace;
    private final AuditFindings findings;
    private final List<AuditedLine> lines = new ArrayList<>();
    private final Map<String, Row> rows = new HashMap<>();
    private long holds;

    private record Row(
            String state,
            int version,
            @Nullable Instant until,
            Set<String> allotments,
            Noted noted) {
        boolean is(HoldState other) {
            return state.equals(ColumnText.of(other));
        }
    }

    /// Each set has at most one element, unless the journal is damaged.
    private record Noted(Set<String> reason, Set<String> hold, Set<String> booking) {}

    HoldsAudit(Transaction tx, String workspace, AuditFindings findings) {
        this.tx = tx;
        this.workspace = workspace;
        this.findings = findings;
    }

    long holds() {
        return holds;
    }

    private static final String ROWS = """
            SELECT hold, state, version, until, claims, reason, note, booking_note
            FROM hold WHERE workspace = ?""";

    private static final String JOURNAL = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version,
                   CASE WHEN verb IN ('cancel', 'unblock') THEN at ELSE until END, claim,
                   note
            FROM journal WHERE workspace = ? AND hold IS NOT NULL
            ORDER BY hold, hold_version""";

    void check() throws SQLException {
        tx.each(ROWS, this::row, workspace);
        holds = rows.size();
        tx.each(JOURNAL, this::line, workspace);
        finish();
        rows.forEach((hold, row) -> findings.add(SAME, hold, "the journal does not know it"));
    }

    private void row(ResultSet row) throws SQLException {
        rows.put(row.getString(1), new Row(row.getString(2), row.getInt(3),
                Rows.moment(row, 4), new HashSet<>(Rows.texts(row, 5)),
                new Noted(given(row.getString(6)), given(row.getString(7)),
                        given(row.getString(8)))));
    }

    private void line(ResultSet row) throws SQLException {
        Optional<AuditedLine> read = AuditedLine.read(row, findings);
        if (read.isEmpty()) {
            return;
        }
        AuditedLine line = read.get();
        if (!lines.isEmpty() && !lines.getFirst().hold().equals(line.hold())) {
            finish();
        }
        lines.add(line);
    }

    private void finish() {
        if (lines.isEmpty()) {
            return;
        }
        String hold = lines.getFirst().hold();
        Row row = rows.remove(hold);
        if (row == null) {
            findings.add(SAME, hold, "it has journal lines and no row");
        } else {
            compare(hold, row);
        }
        lines.clear();
    }

    private void compare(String hold, Row row) {
        int last = lines.getLast().of().version();
        boolean ended = lines.stream().anyMatch(line -> line.of().version() == 0);
        int version = row.is(HoldState.EXPIRED) ? last + 1 : last;
        if (row.version != version) {
            findings.add(SAME, hold,
                    "its version is " + row.version + ", the journal's " + version);
        }
        List<AuditedLine> latest =
                lines.stream().filter(line -> line.of().version() == last).toList();
        HoldState state = latest.getFirst().state();
        boolean expired = state == HoldState.HELD && row.is(HoldState.EXPIRED);
        if (!row.is(state) && !expired) {
            findings.add(SAME, hold,
                    "it is " + row.state + ", the journal says " + ColumnText.of(state));
        }
        if (ended && !row.is(HoldState.HELD) && !row.is(HoldState.EXPIRED)) {
            findings.add(END, hold, "it expired, and it is " + row.state);
        }
        Instant until = latest.getFirst().until();
        if (!Objects.equals(until, row.until)) {
            findings.add(SAME, hold, "until " + row.until + ", the journal says " + until);
        }
        Set<String> allotments = latest.stream()
                .filter(line -> state == HoldState.CANCELLED || line.effect() != Effect.GIVE)
                .map(AuditedLine::claim).collect(Collectors.toSet());
        if (!allotments.equals(row.allotments)) {
            findings.add(SAME, hold,
                    "it has " + row.allotments + ", the journal says " + allotments);
        }
        row.allotments.forEach(piece -> readable(hold, piece));
        noted(hold, row.noted);
    }

    private void readable(String hold, String piece) {
        try {
            Allotment.parse(piece);
        } catch (RuntimeException unreadable) {
            findings.add(AuditFindings.READABLE, hold, "its row has the claim "
                    + AuditFindings.brief(piece));
        }
    }

    /// Findings omit the notes' text, because notes contain names and addresses.
    private void noted(String hold, Noted noted) {
        differs(hold, "reason", noted.reason, last(Verb.BLOCK));
        differs(hold, "note", noted.hold, last(Verb.HOLD, Verb.EXCHANGE));
        differs(hold, "booking's note", noted.booking, last(Verb.CONFIRM));
    }

    private void differs(String hold, String what, Set<String> has, Set<String> journal) {
        if (!has.equals(journal)) {
            findings.add(SAME, hold, "its " + what + " is not the journal's");
        }
    }

    /// The notes of the latest of these verbs.
    private Set<String> last(Verb... verbs) {
        List<AuditedLine> theirs = lines.stream()
                .filter(line -> List.of(verbs).contains(line.verb())).toList();
        return theirs.stream()
                .filter(line -> line.of().version() == theirs.getLast().of().version())
                .flatMap(line -> given(line.note()).stream()).collect(Collectors.toSet());
    }

    private static Set<String> given(@Nullable String note) {
        return note == null ? Set.of() : Set.of(note);
    }
}
