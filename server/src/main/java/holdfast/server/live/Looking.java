package holdfast.server.live;

import holdfast.Free;
import holdfast.Holdfast;
import holdfast.Kind;
import holdfast.News;
import holdfast.server.live.Sight.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a refusal may go by. What is not on sale is not seen: the engine says so.
record Looking(Holdfast engine) {
    private static final int MOST_NEWS = 2_000;
    /// A bigger map is left to the engine.
    private static final int MOST_SEATS = 200_000;
    private static final int MOST_CUSTOMERS = 10_000;

    Optional<Sight.Pool> pool(String workspace, String id, long began, long epoch) {
        Instant at = engine.now();
        return engine.freePlaces(workspace, id).filter(Free.Places::onSale).map(free ->
                new Sight.Pool(new Reading(at, began, epoch), free.places(),
                        free.lapses().map(SeatArea::micros).orElse(Long.MAX_VALUE)));
    }

    /// A scope with too many customers is not seen: to read all of them again and again would cost
    /// more than it saves.
    Optional<Sight.Counted> counted(String workspace, String scope, long began, long epoch) {
        Instant at = engine.now();
        return engine.counted(workspace, scope, MOST_CUSTOMERS).map(customers ->
                new Sight.Counted(new Reading(at, began, epoch), customers));
    }

    /// The whole map the first time, and then what changed.
    Optional<Sight.Hall> hall(
            String workspace, String id, Optional<Sight> before, long began, long epoch) {
        if (before.orElse(null) instanceof Sight.Hall hall) {
            News news = engine.since(workspace,
                    List.of(new News.Mark(Kind.SEATS, id, hall.version)), MOST_NEWS);
            Optional<Sight.Hall> next =
                    changed(hall, news, new Reading(news.now(), began, epoch));
            if (next.isPresent()) {
                return next;
            }
        }
        Instant at = engine.now();
        return engine.freeSeats(workspace, id)
                .filter(free -> free.onSale() && free.seats().size() <= MOST_SEATS)
                .map(free -> whole(free, new Reading(at, began, epoch)));
    }

    private static Sight.Hall whole(Free.Seats free, Reading reading) {
        int count = free.seats().size();
        Map<String, Integer> numbers = HashMap.newHashMap(count);
        long[] until = new long[count];
        for (int number = 0; number < count; number++) {
            Free.Place seat = free.seats().get(number);
            numbers.put(seat.name(), number);
            until[number] = until(seat.state(), seat.until());
        }
        return new Sight.Hall(reading, free.version(), numbers, until);
    }

    private static long until(Free.State state, Optional<Instant> deadline) {
        return switch (state) {
            case FREE -> Sight.Hall.FREE;
            case HELD -> deadline.map(SeatArea::micros).orElse(Sight.Hall.FREE);
            case BOOKED, BLOCKED -> Sight.Hall.GONE;
        };
    }

    /// Nothing when the map itself was changed, or so much else that it is better read again.
    private static Optional<Sight.Hall> changed(Sight.Hall hall, News news, Reading reading) {
        long version = hall.version;
        long[] until = hall.until.clone();
        for (News.Change change : news.changes()) {
            if (!(change instanceof News.Seats seats)) {
                return Optional.empty();
            }
            version = seats.version();
            for (String name : seats.names()) {
                Integer number = hall.numbers.get(name);
                if (number == null) {
                    return Optional.empty();
                }
                until[number] = until(seats.state(), seats.until());
            }
        }
        return news.all() ? Optional.of(new Sight.Hall(reading, version, hall.numbers, until))
                : Optional.empty();
    }
}
