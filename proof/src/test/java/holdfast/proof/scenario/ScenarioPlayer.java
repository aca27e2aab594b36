package holdfast.proof.scenario;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.TimeQuery;
import holdfast.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Runs one scenario on one engine: executes each line and compares its outcome as text.
final class ScenarioPlayer {
    private static final LocalTime OPENING = LocalTime.of(10, 0);
    private static final String FIRST = "theatre";

    private final Holdfast engine;
    private final SettableClock clock;
    private final Set<String> workspaces = new LinkedHashSet<>(Set.of(FIRST));
    private final HoldNames cast = new HoldNames();
    private final OfferedInventories inventories;
    private String workspace = FIRST;
    private Times times = Times.USUAL;
    private Instant now = times.day().atTime(OPENING).atZone(times.zone()).toInstant();

    ScenarioPlayer(Holdfast engine, SettableClock clock) {
        this.engine = engine;
        this.clock = clock;
        this.inventories = new OfferedInventories(engine);
    }

    void play(Scenario scenario) {
        clock.set(now);
        scenario.lines().forEach(this::play);
        for (String each : workspaces) {
            var report = engine.audit(each);
            if (!report.clean()) {
                throw new AssertionError(
                        "audit after " + scenario.begins() + ": " + report.findings());
            }
        }
    }

    private void play(ScenarioLine line) {
        try {
            var before = inventories.look(workspace);
            Optional<AnswerText> answer = perform(new LineTokens(line));
            compare(line, answer);
            if (answer.map(AnswerText::head).filter(OfferedInventories::refuses).isPresent()) {
                inventories.unchanged(before, workspace);
            }
        } catch (ScenarioException misread) {
            throw misread;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(line + "\n    " + e.getMessage(), e);
        }
    }

    private static void compare(ScenarioLine line, Optional<AnswerText> answer) {
        if (answer.isEmpty()) {
            line.expected().ifPresent(_ -> {
                throw new ScenarioException(line, "nothing comes of this line");
            });
            return;
        }
        AnswerText expected = line.expected().map(AnswerText::parse)
                .or(() -> answer.map(AnswerText::head).filter("offered"::equals)
                        .map(AnswerText::of))
                .orElseThrow(() -> new ScenarioException(line,
                        "say what is to come of it: " + answer.get()));
        answer.get().missing(expected).ifPresent(missing -> {
            throw new AssertionError("answered: " + answer.get() + "\n    missing:  " + missing);
        });
    }

    private Optional<AnswerText> perform(LineTokens in) {
        String first = in.next("a word");
        return switch (first) {
            case "zone" -> set(() -> times = times.in(times.zone(in.next("a zone"), in)), in);
            case "now" -> set(() -> move(times.parse(in.next("a time"), in)), in);
            case "tick" -> set(() -> tick(Times.length(in.next("a length"), in)), in);
            case "workspace" -> set(() -> enter(in.next("a workspace")), in);
            case "offer" -> Optional.of(offer(in));
            case "withdraw" -> Optional.of(withdraw(in));
            case "expire" -> Optional.of(AnswerText.of(expire(in)));
            case "free" -> Optional.of(free(in));
            case "history" -> Optional.of(history(in));
            case "find" -> Optional.of(find(in));
            default -> Optional.of(
                    new RequestLines(engine, cast, workspace, times).ask(first, in));
        };
    }

    private static Optional<AnswerText> set(Runnable change, LineTokens in) {
        change.run();
        in.end();
        return Optional.empty();
    }

    /// The scenario's current day: `now` may move it, and `tick` keeps it.
    private void move(Instant to) {
        now = to;
        times = times.on(to);
        clock.set(now);
    }

    private void tick(Duration by) {
        now = now.plus(by);
        clock.tick(by);
    }

    private void enter(String other) {
        workspace = other;
        workspaces.add(other);
    }

    private AnswerText offer(LineTokens in) {
        Inventory inventory = new OfferText(in, times).inventory();
        in.end();
        OfferOutcome outcome = engine.offer(workspace, inventory);
        if (outcome instanceof OfferOutcome.Offered) {
            inventories.stock(workspace, inventory.kind(), inventory.id());
        }
        return telling().tell(outcome);
    }

    private AnswerText withdraw(LineTokens in) {
        Kind kind = kind(in);
        String id = in.next("an id");
        in.end();
        return telling().tell(engine.withdraw(workspace, kind, id));
    }

    private static Kind kind(LineTokens in) {
        return switch (in.next("a kind")) {
            case "pool" -> Kind.CAPACITY;
            case "seats" -> Kind.SEATS;
            case "calendar" -> Kind.TIME;
            default -> throw in.wrong("the kind is pool, seats or calendar");
        };
    }

    private String expire(LineTokens in) {
        int most = in.number("how many at most");
        in.end();
        return String.valueOf(engine.expire(most));
    }

    private AnswerText free(LineTokens in) {
        if (in.take("times")) {
            return freeTimes(in);
        }
        Kind kind = kind(in);
        String id = in.next("an id");
        in.end();
        AvailabilityText free = new AvailabilityText(times, cast::nameOf);
        Supplier<AnswerText> nothing = () -> AnswerText.of("nothing");
        return switch (kind) {
            case CAPACITY -> engine.freePlaces(workspace, id).map(free::tell).orElseGet(nothing);
            case SEATS -> engine.freeSeats(workspace, id).map(free::tell).orElseGet(nothing);
            case TIME -> throw in.wrong("of a calendar only times can be free");
        };
    }

    private AnswerText freeTimes(LineTokens in) {
        var within = times.window(in.next("a window"), in);
        Duration step = in.take("step")
                ? Times.length(in.next("a length"), in)
                : Duration.ofMinutes(15);
        List<holdfast.Claim.Part> parts = new ClaimText(in, times).parts();
        in.end();
        TimeQuery query = new TimeQuery(workspace, within, times.zone(), step, parts);
        return new AvailabilityText(times, cast::nameOf).tell(engine.freeTimes(query));
    }

    private AnswerText history(LineTokens in) {
        AvailabilityText happened = new AvailabilityText(times, cast::nameOf);
        if (in.take("of")) {
            String who = in.next("whose hold");
            in.end();
            return happened.tell(engine.history(workspace, cast.of(who).id()));
        }
        Kind kind = kind(in);
        String id = in.next("an id");
        int after = in.take("after") ? in.number("a version") : 0;
        int most = in.take("most") ? in.number("how many") : 1_000;
        in.end();
        return happened.tell(engine.history(workspace, kind, id, after, most));
    }

    private AnswerText find(LineTokens in) {
        String who = in.next("whose hold");
        in.end();
        return engine.find(workspace, cast.of(who).id())
                .map(telling()::tell)
                .orElseGet(() -> AnswerText.of("nothing"));
    }

    private OutcomeText telling() {
        return new OutcomeText(times, cast::nameOf);
    }
}
