package holdfast.audit;

import holdfast.Effect;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One hold, rebuilt from its journal lines: first its claims in every inventory, which are compared
/// with the rows of the claims; then its state, version, deadline, allotments, notes and customer.
final class RebuiltHold {
    private static final String TABLES = "the journal rebuilds the tables";
    private static final String SAME = "the journal rebuilds the holds";
    private static final String END = "a hold ends once";
    private static final String WHOSE = "the journal knows whose a hold is";

    private final String hold;
    private final AuditFindings findings;
    private final List<AuditedLine> lines = new ArrayList<>();
    private final Map<AuditedClaim.Key, AuditedClaim> claims = new HashMap<>();

    RebuiltHold(String hold, AuditFindings findings) {
        this.hold = hold;
        this.findings = findings;
    }

    /// The lines of an inventory come in their order.
    void apply(AuditedLine line) {
        List<AuditedClaim> moved = List.of();
        try {
            line.state();
            lines.add(line);
            moved = AuditedClaim.of(line, Allotment.parse(line.claim()));
        } catch (RuntimeException unreadable) {
            findings.add(AuditFindings.READABLE, hold, "version " + line.version() + " of "
                    + line.key() + " cannot be read");
        }
        for (AuditedClaim claim : moved) {
            switch (line.effect()) {
                case OFFER -> {}
                case TAKE -> {
                    if (claims.put(claim.key(), claim) != null) {
                        wrong(line, "taken again: " + claim.key());
                    }
                }
                case KEEP -> {
                    if (claims.put(claim.key(), claim) == null) {
                        wrong(line, "kept without being taken: " + claim.key());
                    }
                }
                case GIVE -> {
                    if (claims.remove(claim.key()) == null) {
                        wrong(line, "given back without being taken: " + claim.key());
                    }
                }
            }
        }
    }

    private void wrong(AuditedLine line, String detail) {
        RebuiltInventory.wrong(findings, line, detail);
    }

    /// Compares a claim's row, after all lines.
    void compare(AuditedClaim found) {
        AuditedClaim said = claims.remove(found.key());
        String inventory = found.key().of().toString();
        if (said == null) {
            findings.add(TABLES, inventory, "the journal does not know " + found);
        } else if (!said.equals(found)) {
            findings.add(TABLES, inventory, "the journal says " + said + ", the table " + found);
        }
    }

    /// Compares the hold's row, after all rows of its claims.
    void finish(@Nullable StoredHold row) {
        claims.values().forEach(said -> findings.add(TABLES, said.key().of().toString(),
                "the table does not have " + said));
        if (row != null && lines.isEmpty()) {
            findings.add(SAME, hold, "the journal does not know it");
        } else if (row == null && !lines.isEmpty()) {
            findings.add(SAME, hold, "it has journal lines and no row");
        } else if (row != null) {
            compare(row);
        }
    }

    private void compare(StoredHold row) {
        int last = version(lines);
        boolean ended = lines.stream().anyMatch(line -> line.of().version() == 0);
        int version = row.is(HoldState.EXPIRED) ? last + 1 : last;
        if (row.life().version() != version) {
            findings.add(SAME, hold,
                    "its version is " + row.life().version() + ", the journal's " + version);
        }
        List<AuditedLine> latest = of(last, lines);
        HoldState state = latest.getFirst().state();
        boolean expired = state == HoldState.HELD && row.is(HoldState.EXPIRED);
        if (!row.is(state) && !expired) {
            findings.add(SAME, hold,
                    "it is " + row.life().state() + ", the journal says " + ColumnText.of(state));
        }
        if (ended && !row.is(HoldState.HELD) && !row.is(HoldState.EXPIRED)) {
            findings.add(END, hold, "it expired, and it is " + row.life().state());
        }
        Instant until = latest.getFirst().until();
        if (!Objects.equals(until, row.life().until())) {
            findings.add(SAME, hold,
                    "until " + row.life().until() + ", the journal says " + until);
        }
        Set<String> allotments = latest.stream()
                .filter(line -> state == HoldState.CANCELLED || line.effect() != Effect.GIVE)
                .map(AuditedLine::claim).collect(Collectors.toSet());
        if (!allotments.equals(row.allotments())) {
            findings.add(SAME, hold, "its claims are not the journal's");
        }
        row.allotments().forEach(this::readable);
        differs(SAME, "reason", row.noted().reason(), last(Verb.BLOCK));
        differs(SAME, "note", row.noted().hold(), last(Verb.HOLD, Verb.EXCHANGE));
        differs(SAME, "booking's note", row.noted().booking(), last(Verb.CONFIRM));
        differs(WHOSE, "customer", row.noted().customer(),
                given(lines, line -> line.said().customer()));
    }

    private void readable(String allotment) {
        try {
            Allotment.parse(allotment);
        } catch (RuntimeException unreadable) {
            findings.add(AuditFindings.READABLE, hold, "its row has a claim that cannot be read");
        }
    }

    /// Findings omit the texts, because notes contain names and addresses.
    private void differs(String promise, String what, Set<String> has, Set<String> journal) {
        if (!has.equals(journal)) {
            findings.add(promise, hold, "its " + what + " is not the journal's");
        }
    }

    private static int version(List<AuditedLine> lines) {
        return lines.stream().mapToInt(line -> line.of().version()).max().orElse(0);
    }

    private static List<AuditedLine> of(int version, List<AuditedLine> lines) {
        return lines.stream().filter(line -> line.of().version() == version).toList();
    }

    /// The notes of the latest of these verbs.
    private Set<String> last(Verb... verbs) {
        List<AuditedLine> theirs = lines.stream()
                .filter(line -> List.of(verbs).contains(line.verb())).toList();
        return given(of(version(theirs), theirs), line -> line.said().note());
    }

    private static Set<String> given(
            List<AuditedLine> lines, Function<AuditedLine, @Nullable String> text) {
        return lines.stream().flatMap(line -> StoredHold.given(text.apply(line)).stream())
                .collect(Collectors.toSet());
    }
}
