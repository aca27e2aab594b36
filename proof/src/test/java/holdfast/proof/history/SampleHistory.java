package holdfast.proof.history;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A short history with one of everything, the same each time except for its times, so mutations
/// can name what they break. Its holds are called h1, h2 and so on.
final class SampleHistory {
    private static final Instant TEN = Instant.parse("2027-03-01T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Recorder recorder = new Recorder(InstantSource.system());
    private final Holdfast real;
    private final Holdfast anna;
    private final Map<String, String> names = new LinkedHashMap<>();

    private SampleHistory(Holdfast real) {
        this.real = real;
        anna = recorder.client("anna", real);
    }

    static List<String> lines(Holdfast engine) throws InterruptedException {
        SampleHistory play = new SampleHistory(engine);
        play.offer();
        play.lives();
        play.refusals();
        play.views();
        return play.close();
    }

    private void offer() {
        for (String workspace : List.of("w", "v")) {
            anna.offer(workspace, new Inventory.Pool("hall", 10));
            anna.offer(workspace, new Inventory.Pool("front", 4, Optional.of("hall")));
            anna.offer(workspace, new Inventory.SeatMap("map", List.of(new Inventory.Row(List.of(
                    new Inventory.Seat("A-1"), new Inventory.Seat("A-2"),
                    new Inventory.Seat("A-3"), new Inventory.Seat("A-4"),
                    new Inventory.Seat("A-5"))))));
            anna.offer(workspace, new Inventory.Calendar("maya"));
        }
    }

    private static Claim.Time hour(int from) {
        Instant start = TEN.plus(HOUR.multipliedBy(from));
        return new Claim.Time("maya", new Window(start, start.plus(HOUR)));
    }

    private static Claim.Seats seat(String name) {
        return new Claim.Seats("map", name);
    }

    private String hold(HoldRequest request) {
        if (!(anna.hold(request) instanceof HoldOutcome.Granted granted)) {
            throw new AssertionError("the play goes otherwise: " + request);
        }
        String id = granted.hold().id();
        names.putIfAbsent(id, "h" + (names.size() + 1));
        return id;
    }

    private void lives() throws InterruptedException {
        HoldRequest first = new HoldRequest(
                "w", seat("A-1"), new Claim.Capacity("front", 2))
                .customer("carl", new Limit("event", 3, 2)).key("k1");
        String h1 = hold(first);
        anna.confirm(new ConfirmRequest("w", h1));
        hold(first);
        String h2 = hold(new HoldRequest("w", hour(0), seat("A-2")).key("k2"));
        anna.confirm(new ConfirmRequest("w", h2));
        String h3 = hold(new HoldRequest("w", seat("A-3"), hour(3)));
        anna.cancel(new CancelRequest("w", h3, false));
        String h4 = hold(new HoldRequest("w", seat("A-4")).holdFor(Duration.ofMillis(30)));
        Thread.sleep(60);
        anna.confirm(new ConfirmRequest("w", h4));
        anna.find("w", h4);
        String h5 = hold(new HoldRequest("w", seat("A-3"), hour(1)));
        anna.exchange(new ExchangeRequest(
                "w", h5, 1, seat("A-4"), new Claim.Capacity("hall", 1), hour(2)));
        anna.extend(new ExtendRequest("w", h5, Duration.ofMinutes(30)).key("k5"));
        anna.exchange(new ExchangeRequest("w", h5, 1, seat("A-3")));
        String h6 = hold(new HoldRequest("v", new Claim.Capacity("hall", 1)));
        anna.find("w", h6);
        anna.confirm(new ConfirmRequest("w", h6));
        anna.find("v", h6);
        if (anna.block(new BlockRequest("w", "wet",
                seat("A-5"))) instanceof BlockOutcome.Blocked blocked) {
            names.put(blocked.block().id(), "h7");
        }
        // One more request, so that the deadlines above lie between two observations.
        hold(new HoldRequest("w", hour(5)).customer("dora", new Limit("event", 3, 1)).key("k8"));
    }

    private void refusals() {
        anna.hold(new HoldRequest("w", seat("A-1")));
        anna.hold(new HoldRequest("w", new Claim.Capacity("front", 3)));
        anna.hold(new HoldRequest("w", hour(0)));
        anna.hold(new HoldRequest("w", new Claim.Capacity("hall", 1))
                .customer("carl", new Limit("event", 3, 2)));
        anna.hold(new HoldRequest("w", seat("A-3")).key("k1"));
        anna.hold(new HoldRequest("w", seat("Z-9")));
    }

    private void views() {
        anna.freePlaces("w", "front");
        anna.freeSeats("w", "map");
        anna.freeTimes(new TimeQuery("w", new Window(TEN, TEN.plus(HOUR.multipliedBy(6))),
                ZoneOffset.UTC, HOUR, hour(0).parts()));
        anna.history("w", Kind.SEATS, "map", 0, 500);
    }

    private List<String> close() {
        History history = FinalReads.close(recorder, real);
        return history.lines().stream().map(this::named).toList();
    }

    private String named(String line) {
        String named = line;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }
}
