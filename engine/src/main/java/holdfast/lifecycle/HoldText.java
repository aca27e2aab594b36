package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A hold as text, stored as the answer to an idempotency key: one line with tabs between the
/// fields, then its allotments.
final class HoldText {
    private static final String MARK = "hold\t";
    private static final String AGAIN = "again\t";

    private HoldText() {}

    static boolean isHold(String text) {
        return text.startsWith(MARK) || isAgain(text);
    }

    /// Whether an earlier request had done the same already.
    static boolean isAgain(String text) {
        return text.startsWith(AGAIN);
    }

    /// The id of the hold; empty if the text is of something else.
    static Optional<String> id(String text) {
        String hold = isAgain(text) ? text.substring(AGAIN.length()) : text;
        return hold.startsWith(MARK)
                ? Optional.of(hold.substring(MARK.length()).split("[\t\n]", 2)[0])
                : Optional.empty();
    }

    static String again(HoldRow row) {
        return AGAIN + of(row);
    }

    static String of(HoldRow row) {
        Life life = row.life();
        String until = life.until() == null ? "-" : life.until().toString();
        String first = MARK + String.join("\t", List.of(
                row.hold(), ColumnText.of(life.state()), Integer.toString(life.version()), until,
                life.changedAt().toString(), row.origin().madeAt().toString(),
                row.origin().customer().orElse(""), row.notes().hold().orElse(""),
                row.notes().booking().orElse("")));
        StringBuilder text = new StringBuilder(first);
        row.allotments().forEach(allotment -> text.append('\n').append(allotment.text()));
        return text.toString();
    }

    static HoldRow parse(String text) {
        String hold = isAgain(text) ? text.substring(AGAIN.length()) : text;
        String[] lines = hold.split("\n", -1);
        String[] word = lines[0].split("\t", -1);
        Life life = new Life(ColumnText.state(word[2]), Integer.parseInt(word[3]),
                word[4].equals("-") ? null : Instant.parse(word[4]), Instant.parse(word[5]), "");
        Origin origin = new Origin(some(word[7]), Instant.parse(word[6]), Optional.empty());
        Hold.Notes notes = new Hold.Notes(some(word[8]), some(word[9]));
        List<Allotment> allotments = Arrays.stream(lines).skip(1).map(Allotment::parse).toList();
        return new HoldRow(word[1], life, origin, notes, allotments);
    }

    private static Optional<String> some(String word) {
        return word.isEmpty() ? Optional.empty() : Optional.of(word);
    }
}
