package holdfast.proof.scenario;

import holdfast.Free;
import holdfast.Holdfast;
import holdfast.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything a scenario put on sale, so that after each refusal one can see that nothing moved.
final class Shelves {
    private static final Set<String> DONE =
            Set.of("held", "booked", "blocked", "cancelled", "offered");
    private final Holdfast engine;
    private final Set<Stocked> stocked = new LinkedHashSet<>();

    private record Stocked(String workspace, Kind kind, String id) {}

    Shelves(Holdfast engine) {
        this.engine = engine;
    }

    void stock(String workspace, Kind kind, String id) {
        stocked.add(new Stocked(workspace, kind, id));
    }

    /// Versions are left out, and the deadline that a free seat once had: a refusal may tidy what
    /// had lapsed, which is free already.
    List<Object> look(String workspace) {
        List<Object> seen = new ArrayList<>();
        for (Stocked each : stocked) {
            if (each.workspace().equals(workspace)) {
                switch (each.kind()) {
                    case CAPACITY -> engine.freePlaces(workspace, each.id())
                            .map(Free.Places::places).ifPresent(seen::add);
                    case SEATS -> engine.freeSeats(workspace, each.id())
                            .ifPresent(seats -> seats.seats()
                                    .forEach(seat -> seen.add(standing(seat))));
                    case TIME -> { }
                }
            }
        }
        return seen;
    }

    private static Free.Place standing(Free.Place seat) {
        return seat.state() == Free.State.FREE
                ? new Free.Place(seat.name(), seat.state(), seat.accessible(), Optional.empty())
                : seat;
    }

    static boolean refuses(String head) {
        return !DONE.contains(head);
    }

    void unchanged(List<Object> before, String workspace) {
        List<Object> after = look(workspace);
        if (!before.equals(after)) {
            throw new AssertionError("a refusal changed something: " + before + " to " + after);
        }
    }
}
