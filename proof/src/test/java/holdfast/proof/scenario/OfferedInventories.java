package holdfast.proof.scenario;

import holdfast.Effect;
import holdfast.Free;
import holdfast.Holdfast;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Verb;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All inventories that a scenario offered, to check after each refusal that none has changed.
final class OfferedInventories {
    private static final Set<String> DONE =
            Set.of("held", "booked", "blocked", "cancelled", "offered");
    private static final int MOST = 1_000;

    private final Holdfast engine;
    private final Set<Stocked> stocked = new LinkedHashSet<>();

    record Stocked(String workspace, Kind kind, String id) {}

    OfferedInventories(Holdfast engine) {
        this.engine = engine;
    }

    void stock(String workspace, Kind kind, String id) {
        stocked.add(new Stocked(workspace, kind, id));
    }

    /// A snapshot: the version of each journal, and what was free.
    record Sight(Map<Stocked, Long> versions, Map<Stocked, Free> free) {}

    Sight look(String workspace) {
        Sight sight = new Sight(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Stocked each : stocked) {
            if (each.workspace().equals(workspace)) {
                sight.versions.putAll(versions(each));
                free(each).ifPresent(free -> sight.free.put(each, free));
            }
        }
        return sight;
    }

    private Map<Stocked, Long> versions(Stocked what) {
        Map<String, Long> version =
                engine.versions(what.workspace, what.kind, List.of(what.id));
        return version.isEmpty() ? Map.of() : Map.of(what, version.get(what.id));
    }

    private Optional<? extends Free> free(Stocked what) {
        return switch (what.kind) {
            case CAPACITY -> engine.freePlaces(what.workspace, what.id);
            case SEATS -> engine.freeSeats(what.workspace, what.id);
            // What a calendar has free depends on the query; its journal shows changes.
            case TIME -> Optional.empty();
        };
    }

    static boolean refuses(String head) {
        return !DONE.contains(head);
    }

    /// A refusal may expire holds that were over already, and does nothing else: the journals may
    /// have only such lines since, and a seat may lose only its old deadline.
    void unchanged(Sight before, String workspace) {
        Sight after = look(workspace);
        before.versions.forEach((what, version) -> {
            for (JournalLine each : engine.history(workspace, what.kind, what.id, version, MOST)) {
                if (!expires(each)) {
                    throw changed(version, each);
                }
            }
        });
        before.free.forEach((what, free) -> {
            Free now = after.free.get(what);
            if (now == null || !same(free, now)) {
                throw changed(free, now);
            }
        });
        if (!before.versions.keySet().equals(after.versions.keySet())) {
            throw changed(before.versions, after.versions);
        }
    }

    private static AssertionError changed(Object before, @Nullable Object after) {
        return new AssertionError("a refusal changed something: " + before + " to " + after);
    }

    private static boolean expires(JournalLine entry) {
        return entry.what().verb() == Verb.EXPIRE && entry.what().effect() == Effect.GIVE;
    }

    private static boolean same(Free before, Free after) {
        return switch (before) {
            case Free.Places places -> after instanceof Free.Places now
                    && new Free.Places(now.pool(), places.version(), now.onSale(),
                            now.capacity(), now.places(), now.nextDeadline()).equals(places);
            case Free.Seats seats -> after instanceof Free.Seats now
                    && now.onSale() == seats.onSale() && same(seats.seats(), now.seats());
            case Free.Times _ -> before.equals(after);
        };
    }

    private static boolean same(List<Free.Place> before, List<Free.Place> after) {
        return before.size() == after.size() && IntStream.range(0, before.size())
                .allMatch(at -> same(before.get(at), after.get(at)));
    }

    private static boolean same(Free.Place before, Free.Place after) {
        boolean tidied = before.state() == Free.State.FREE && after.until().isEmpty();
        return after.equals(tidied
                ? new Free.Place(before.name(), Free.State.FREE, before.accessible(),
                        Optional.empty())
                : before);
    }
}
