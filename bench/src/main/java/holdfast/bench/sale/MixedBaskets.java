package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Baskets of three kinds: two places of the hot pool, one seat of the hall and one visit on a
/// calendar, all or none. Clients choose the seat and the visit as in the fields of these kinds.
public record MixedBaskets(HotPool pool, HallSale hall, CalendarSale calendars)
        implements Field {
    private static final int PLACES = 2;

    @Override
    public String word() {
        return "mixed";
    }

    @Override
    public String title() {
        return "Mixed baskets: two places, one seat and one visit";
    }

    @Override
    public List<Inventory> pattern() {
        return Stream.of(pool.pattern(), hall.pattern(), calendars.pattern())
                .flatMap(List::stream).toList();
    }

    @Override
    public boolean oneRow() {
        return true;
    }

    @Override
    public int copies(long holds) {
        return hall.copies(holds);
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace, hall.open(workspace, copies), calendars.open(workspace, 1));
    }

    @Override
    public Sale unopposed(String workspace, int copies) {
        return new Open(workspace,
                hall.unopposed(workspace, copies), calendars.unopposed(workspace, 1));
    }

    private record Open(String workspace, Sale seats, Sale visits) implements Sale {
        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            if (seats.next(random).orElse(null) instanceof WantedClaim.Seats seat
                    && visits.next(random).orElse(null) instanceof WantedClaim.Time visit) {
                return Optional.of(new WantedClaim.Basket(
                        new WantedClaim.Places(workspace, HotPool.POOL, PLACES), seat, visit));
            }
            return Optional.empty();
        }

        @Override
        public void granted(WantedClaim wish) {
            if (wish instanceof WantedClaim.Basket basket) {
                seats.granted(basket.seats());
                visits.granted(basket.time());
            }
        }
    }
}
