package holdfast.server.availability;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Free;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.engine.Limits;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventStreamTest {
    private static final String WATCH = "/v1/events/evt_1/changes";
    private static final int CROWD = 2_000;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private static String areas(int rows) {
        StringBuilder all = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            all.append(all.isEmpty() ? "" : ", ")
                    .append("{\"row\": \"R").append(row).append("\", \"seats\": 10}");
        }
        return """
                [{"id": "floor", "kind": "capacity", "capacity": 50},
                 {"id": "stalls", "kind": "seats", "rows": [%s]}]""".formatted(all);
    }

    private static Map<String, String> truth(LiveNode node) {
        Map<String, String> seats = new TreeMap<>();
        for (Free.Place place : node.engine.freeSeats(LiveNode.HERE, "evt_1:stalls").orElseThrow()
                .seats()) {
            seats.put("stalls/" + place.name(),
                    place.state().name().toLowerCase(Locale.ROOT));
        }
        return seats;
    }

    private static HoldOutcome hold(LiveNode node, String seat, Duration time) {
        return node.engine.hold(new HoldRequest(
                LiveNode.HERE, new Claim.Seats("evt_1:stalls", seat)).holdFor(time));
    }

    @Test
    void sendsChangesAndExpiries() throws IOException {
        scratch.clock().set(Instant.parse("2026-11-20T12:00:00Z"));
        try (LiveNode node = new LiveNode(scratch, 10)) {
            node.event("evt_1", areas(2));
            try (StreamReader line = new StreamReader(node, WATCH, "")) {
                assertThat(line.status()).contains("200");
                Viewer viewer = new Viewer();
                line.next(viewer);
                assertThat(viewer.seats).isEqualTo(truth(node)).hasSize(20);
                assertThat(viewer.free).containsEntry("floor", 50L);
                hold(node, "R1-1", Duration.ofMinutes(5));
                line.next(viewer);
                assertThat(viewer.seats).containsEntry("stalls/R1-1", "held");
                node.engine.hold(new HoldRequest(
                        LiveNode.HERE, new Claim.Capacity("evt_1:floor", 3)));
                line.next(viewer);
                assertThat(viewer.free).containsEntry("floor", 47L);
                // No line is written at a deadline, and still the viewers get the change.
                scratch.clock().tick(Duration.ofMinutes(5));
                line.next(viewer);
                assertThat(viewer.seats).containsEntry("stalls/R1-1", "free");
                scratch.clock().tick(Duration.ofMinutes(15));
                line.next(viewer);
                assertThat(viewer.free).containsEntry("floor", 50L);
                assertThat(viewer.resyncs).isEqualTo(1);
            }
        }
    }

    /// A viewer that reconnects, to this node or another one, misses nothing.
    @Test
    void losesNothingWhenAClientReconnectsToAnotherNode() throws IOException {
        long seed = Long.getLong("holdfast.seed", 7);
        Random random = new Random(seed);
        scratch.clock().set(Instant.parse("2026-11-20T12:00:00Z"));
        try (LiveNode one = new LiveNode(scratch, 10);
                LiveNode two = new LiveNode(scratch, scratch.open(Limits.usual()), 10)) {
            Versioned<Event> event = one.event("evt_1", areas(3));
            two.events.sheet(LiveNode.HERE, event);
            Viewer viewer = new Viewer();
            List<String> holds = new ArrayList<>();
            int resumed = 0;
            for (int round = 0; round < 60; round++) {
                LiveNode at = random.nextBoolean() ? one : two;
                String seen = viewer.version < 0 ? "" : Long.toString(viewer.version);
                try (StreamReader line = new StreamReader(at, WATCH, seen)) {
                    int before = viewer.resyncs;
                    line.next(viewer);
                    resumed += viewer.resyncs == before ? 1 : 0;
                    assertThat(viewer.seats).as("seed %d round %d", seed, round)
                            .isEqualTo(truth(one));
                }
                for (int times = random.nextInt(4); times > 0; times--) {
                    change(one, random, holds);
                }
                // The other node polls in between, or not, so that their steps differ.
                if (random.nextBoolean()) {
                    two.events.sheet(LiveNode.HERE, event);
                }
            }
            assertThat(resumed).isGreaterThan(50);
        }
    }

    private void change(LiveNode node, Random random, List<String> holds) {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                String seat = "R" + (1 + random.nextInt(3)) + "-" + (1 + random.nextInt(10));
                if (hold(node, seat, Duration.ofSeconds(
                        1 + random.nextInt(60))) instanceof HoldOutcome.Granted granted) {
                    holds.add(granted.hold().id());
                }
            }
            case 2 -> scratch.clock().tick(Duration.ofSeconds(random.nextInt(40)));
            case 3 -> node.engine.expire(3);
            default -> {
                if (!holds.isEmpty()) {
                    String hold = holds.remove(random.nextInt(holds.size()));
                    if (random.nextInt(4) == 0) {
                        node.engine.confirm(new ConfirmRequest(LiveNode.HERE, hold));
                    } else {
                        node.engine.cancel(new CancelRequest(LiveNode.HERE, hold, true));
                    }
                }
            }
        }
    }

    @Test
    void servesTwoThousandClientsFromOneLiveEvent() throws IOException {
        try (LiveNode node = new LiveNode(scratch, CROWD)) {
            node.event("evt_1", areas(2));
            List<StreamReader> lines = new ArrayList<>();
            try {
                List<Viewer> viewers = new ArrayList<>();
                for (int number = 0; number < CROWD; number++) {
                    StreamReader line = new StreamReader(node, WATCH, "");
                    lines.add(line);
                    Viewer viewer = new Viewer();
                    viewers.add(viewer);
                    line.next(viewer);
                }
                assertThat(node.events.boards()).isEqualTo(1);
                try (StreamReader tooMany = new StreamReader(node, WATCH, "")) {
                    assertThat(tooMany.status()).contains("503");
                }
                hold(node, "R2-7", Duration.ofMinutes(5));
                List<Callable<Boolean>> readers = new ArrayList<>();
                for (int number = 0; number < CROWD; number++) {
                    StreamReader line = lines.get(number);
                    Viewer viewer = viewers.get(number);
                    readers.add(() -> {
                        line.next(viewer);
                        return "held".equals(viewer.seats.get("stalls/R2-7"));
                    });
                }
                assertThat(Race.run(readers)).containsOnly(true);
            } finally {
                for (StreamReader line : lines) {
                    line.close();
                }
            }
        }
    }

    /// A viewer that does not read delays no other viewer.
    @Test
    void servesOthersDespiteASlowReader() throws IOException {
        try (LiveNode node = new LiveNode(scratch, 10)) {
            Versioned<Event> event = node.event("evt_1", areas(40));
            try (StreamReader slow = new StreamReader(node, WATCH, "");
                    StreamReader quick = new StreamReader(node, WATCH, "")) {
                Viewer hasty = new Viewer();
                quick.next(hasty);
                for (int round = 0; round < 400; round++) {
                    hold(node, "R" + (1 + round % 40) + "-" + (1 + round / 40),
                            Duration.ofMinutes(5));
                    node.events.sheet(LiveNode.HERE, event);
                }
                long now = node.events.sheet(LiveNode.HERE, event).version();
                while (hasty.version < now) {
                    quick.next(hasty);
                }
                assertThat(hasty.seats).isEqualTo(truth(node));
                Viewer late = new Viewer();
                while (late.version < now) {
                    slow.next(late);
                }
                assertThat(late.seats).isEqualTo(hasty.seats);
            }
        }
    }

    /// The buffer does not grow; a viewer that falls behind it gets the full state.
    @Test
    void dropsReadersThatAreBehindTheBuffer() {
        ChangeBuffer changes = new ChangeBuffer();
        changes.cut(5);
        long place = changes.end();
        BitSet seat = BitSet.valueOf(new long[] {2});
        for (int version = 6; version < 1_006; version++) {
            changes.add(version, List.of(seat), new byte[10]);
        }
        assertThat(changes.from(place).orElseThrow()).hasSize(1_000);
        assertThat(changes.since(5, List.of(new BitSet()))).contains(List.of(seat));
        changes.add(1_006, List.of(seat), new byte[10]);
        assertThat(changes.from(place)).isEmpty();
        assertThat(changes.from(place + 1).orElseThrow()).hasSize(1_000);
        assertThat(changes.since(5, List.of(new BitSet()))).isEmpty();
        assertThat(changes.since(6, List.of(new BitSet()))).contains(List.of(seat));
        for (int version = 1_007; version < 1_017; version++) {
            changes.add(version, List.of(seat), new byte[1 << 20]);
        }
        assertThat(changes.from(changes.end() - 1).orElseThrow()).hasSize(1);
        assertThat(changes.from(changes.end() - 2)).isEmpty();
    }
}
