package holdfast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Effect;
import holdfast.Verb;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.lifecycle.Lifecycle.No;
import holdfast.lifecycle.Lifecycle.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// {@link Lifecycle} and {@link ColumnText} say the same as `docs/lifecycle.md` and as the
/// constraints of the schema. Each comparison is also made with one seeded difference, which it
/// must find.
class LifecycleTest {
    private static final Path DOCS = Path.of("..", "docs", "lifecycle.md");
    private static final Path SCHEMA = Path.of("src", "main", "resources", "holdfast", "schema");
    private static final Instant DEADLINE = Instant.parse("2026-06-01T12:00:00Z");
    private static final List<Verb> CHANGING = List.of(
            Verb.CONFIRM, Verb.EXTEND, Verb.EXCHANGE, Verb.CANCEL, Verb.UNBLOCK, Verb.EXPIRE);

    @Test
    void theTableOfAnswersIsTheDocumentedOne() throws IOException {
        String docs = Files.readString(DOCS);
        assertThat(answers(docs)).containsExactlyElementsOf(answers());
        assertThat(answers(docs.replace(
                "| `extend` | held | `Booked`", "| `extend` | held | `Expired`")))
                .isNotEqualTo(answers());
        assertThat(answers(docs.replaceFirst("(?m)^\\| `unblock` \\|[^\\n]*\\n", "")))
                .isNotEqualTo(answers());
    }

    @Test
    void theLegalChangesAreTheDocumentedOnes() throws IOException {
        String docs = Files.readString(DOCS);
        assertThat(changes(docs)).isEqualTo(changes());
        assertThat(changes(docs.replace("| booked | cancelled |", "| booked | expired |")))
                .isNotEqualTo(changes());
    }

    @Test
    void theConstraintsHaveTheTextsOfTheEnums() throws IOException {
        String schema = schema();
        assertThat(differences(schema)).isEmpty();
        assertThat(differences(schema.replace("'exchange', 'confirm'", "'exchange', 'conform'")))
                .containsExactly("journal_verb_known");
        assertThat(differences(schema.replace("('offer', 'take',", "('offer',")))
                .containsExactly("journal_effect_known");
        assertThat(differences(schema.replace("'cancelled', 'expired'", "'cancelled', 'over'")))
                .containsExactly("hold_state_known");
        assertThat(differences(schema.replace(
                "seat_claim_state_known CHECK (state IN ('held', 'booked', 'blocked'))",
                "seat_claim_state_known CHECK (state IN ('held', 'booked'))")))
                .containsExactly("seat_claim_state_known");
    }

    @Test
    void everyTextIsReadAsItIsWritten() {
        assertThat(HoldState.values()).allSatisfy(
                each -> assertThat(ColumnText.state(ColumnText.of(each))).isEqualTo(each));
        assertThat(Verb.values()).allSatisfy(
                each -> assertThat(ColumnText.verb(ColumnText.of(each))).isEqualTo(each));
        assertThat(Effect.values()).allSatisfy(
                each -> assertThat(ColumnText.effect(ColumnText.of(each))).isEqualTo(each));
    }

    /// The journal has no states: they follow from the verb and the deadline.
    @Test
    void everyLegalChangeLeavesTheStateThatTheJournalImplies() {
        for (Verb verb : CHANGING) {
            for (HoldState state : HoldState.values()) {
                if (step(verb, state, true) instanceof Step.To(HoldState next)) {
                    Instant until = lasts(next) ? null : DEADLINE;
                    assertThat(HoldState.after(verb, until)).as(verb + " " + state).isEqualTo(next);
                }
            }
        }
        assertThat(HoldState.after(Verb.HOLD, DEADLINE)).isEqualTo(HoldState.HELD);
        assertThat(HoldState.after(Verb.HOLD, null)).isEqualTo(HoldState.BOOKED);
        assertThat(HoldState.after(Verb.BLOCK, null)).isEqualTo(HoldState.BLOCKED);
    }

    @Test
    void anEndedBlockIsUnknownToCancelAndAnEndedHoldToUnblock() {
        assertThat(Lifecycle.step(Verb.CANCEL, HoldState.CANCELLED, true, true))
                .isEqualTo(No.UNKNOWN);
        assertThat(Lifecycle.step(Verb.UNBLOCK, HoldState.CANCELLED, false, true))
                .isEqualTo(No.UNKNOWN);
    }

    /// A block is blocked until it is unblocked, and cancelled from then on.
    private static Step step(Verb verb, HoldState state, boolean evenBooked) {
        boolean block = state == HoldState.BLOCKED
                || (state == HoldState.CANCELLED && verb == Verb.UNBLOCK);
        return Lifecycle.step(verb, state, block, evenBooked);
    }

    private static boolean lasts(HoldState state) {
        return state == HoldState.BOOKED || state == HoldState.BLOCKED;
    }

    /// The rows of the table as the code has them.
    private static List<String> answers() {
        List<String> rows = new ArrayList<>();
        rows.add("| verb | " + Arrays.stream(HoldState.values()).map(ColumnText::of)
                .collect(Collectors.joining(" | ")) + " |");
        for (Verb verb : CHANGING) {
            rows.add(row("`" + ColumnText.of(verb) + "`", verb, false));
            if (verb == Verb.CANCEL) {
                rows.add(row("`cancel` with `evenBooked`", verb, true));
            }
        }
        return rows;
    }

    private static String row(String name, Verb verb, boolean evenBooked) {
        return "| " + name + " | " + Arrays.stream(HoldState.values())
                .map(state -> cell(verb, step(verb, state, evenBooked)))
                .collect(Collectors.joining(" | ")) + " |";
    }

    /// `expire` is no request, so it has no refusal.
    private static String cell(Verb verb, Step step) {
        return switch (step) {
            case Step.To to -> ColumnText.of(to.state());
            case No no -> {
                String name = no.name().charAt(0) + no.name().substring(1).toLowerCase(Locale.ROOT);
                yield verb == Verb.EXPIRE ? "-" : "`" + (no == No.AGAIN ? "again" : name) + "`";
            }
        };
    }

    /// The rows of the same table in the page, without the line under its head.
    private static List<String> answers(String docs) {
        return docs.lines().dropWhile(line -> !line.startsWith("| verb |"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("| ---")).toList();
    }

    private record Change(@Nullable HoldState from, HoldState to, Verb by) {}

    private static Set<Change> changes() {
        Set<Change> changes = new LinkedHashSet<>();
        changes.add(new Change(null, HoldState.after(Verb.HOLD, DEADLINE), Verb.HOLD));
        changes.add(new Change(null, HoldState.after(Verb.HOLD, null), Verb.HOLD));
        changes.add(new Change(null, HoldState.after(Verb.BLOCK, null), Verb.BLOCK));
        for (Verb verb : CHANGING) {
            for (HoldState from : HoldState.values()) {
                if (step(verb, from, true) instanceof Step.To(HoldState to)) {
                    changes.add(new Change(from, to, verb));
                }
            }
        }
        return changes;
    }

    private static final Pattern VERB = Pattern.compile("`([a-z]+)`");

    /// The table of changes in the page: from, to, and the verb by its first name in code.
    private static Set<Change> changes(String docs) {
        Set<Change> changes = new LinkedHashSet<>();
        docs.lines().dropWhile(line -> !line.startsWith("| a hold that is |"))
                .takeWhile(line -> line.startsWith("|")).skip(2)
                .map(line -> line.split(" *\\| *", -1)).forEach(cell -> {
                    Matcher verb = VERB.matcher(cell[3]);
                    assertThat(verb.find()).as(cell[3]).isTrue();
                    for (String from : cell[1].split(" or ", -1)) {
                        HoldState before =
                                from.equals("(nothing)") ? null : ColumnText.state(from);
                        HoldState after = before != null && cell[2].equals("the same")
                                ? before : ColumnText.state(cell[2]);
                        changes.add(new Change(before, after, ColumnText.verb(verb.group(1))));
                    }
                });
        return changes;
    }

    private static String schema() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMA)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    /// The constraints whose list is not that of the enum.
    private static List<String> differences(String schema) {
        Set<String> states = texts(Arrays.stream(HoldState.values()).map(ColumnText::of));
        Set<String> lasting = texts(Arrays.stream(HoldState.values())
                .filter(LifecycleTest::lasts).map(ColumnText::of));
        Set<String> living = texts(Stream.of(HoldState.HELD, HoldState.BOOKED, HoldState.BLOCKED)
                .map(ColumnText::of));
        List<String> differences = new ArrayList<>();
        compare(schema, "hold_state_known", states, differences);
        compare(schema, "hold_deadline_fits_state", lasting, differences);
        for (String table : List.of("seat_claim", "pool_claim", "time_claim")) {
            compare(schema, table + "_state_known", living, differences);
        }
        compare(schema, "journal_verb_known",
                texts(Arrays.stream(Verb.values()).map(ColumnText::of)), differences);
        compare(schema, "journal_effect_known",
                texts(Arrays.stream(Effect.values()).map(ColumnText::of)), differences);
        return differences;
    }

    private static void compare(
            String schema, String constraint, Set<String> texts, List<String> differences) {
        Matcher list = Pattern.compile(constraint + "\\s+CHECK \\(+\\w+ IN \\(([^)]*)\\)")
                .matcher(schema);
        assertThat(list.find()).as(constraint).isTrue();
        Set<String> found = texts(Pattern.compile("'([a-z]+)'").matcher(list.group(1)).results()
                .map((MatchResult word) -> word.group(1)));
        if (!found.equals(texts)) {
            differences.add(constraint);
        }
    }

    private static Set<String> texts(Stream<String> texts) {
        return texts.collect(Collectors.toSet());
    }
}
