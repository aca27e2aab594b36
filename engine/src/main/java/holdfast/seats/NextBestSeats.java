package holdfast.seats;

import holdfast.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Alternatives to wanted seats: other seats side by side, or groups where no party of that size
/// can sit together any more.
final class NextBestSeats {
    private final SeatMapState memory;
    private final long now;

    NextBestSeats(SeatMapState memory, long now) {
        this.memory = memory;
        this.now = now;
    }

    /// At most `most` choices without a seat in common, best first. Each is chosen on the map as it
    /// is now, as if it were the only choice.
    List<Claim.Named> instead(Claim.Choice wanted, int most) {
        BestSeats best = switch (wanted) {
            case Claim.Best party -> best(
                    SeatPreference.best(memory.chart), party.count(), party.accessible());
            case Claim.Named named -> near(named);
        };
        List<Claim.Named> choices = new ArrayList<>();
        Optional<int[]> next = best.choose();
        while (next.isPresent() && choices.size() < most) {
            choices.add(pass(best, next.get()));
            next = best.choose();
        }
        if (!choices.isEmpty()) {
            return choices;
        }
        next = new SplitSeats(best).choose();
        while (next.isPresent() && choices.size() < most) {
            choices.add(pass(best, next.get()));
            next = new SplitSeats(best).choose();
        }
        return choices;
    }

    private BestSeats best(SeatPreference aim, int party, boolean accessible) {
        return new BestSeats(memory, aim, party, accessible, now, new BitSet());
    }

    private BestSeats near(Claim.Named wanted) {
        List<Integer> seats = wanted.names().stream()
                .map(memory.chart::number).filter(Objects::nonNull).toList();
        boolean accessible = seats.stream().anyMatch(memory.chart::accessible);
        return best(SeatPreference.near(memory.chart, seats), wanted.count(), accessible);
    }

    private Claim.Named pass(BestSeats best, int[] seats) {
        Arrays.stream(seats).forEach(best.passed::set);
        return new Claim.Named(Arrays.stream(seats).mapToObj(memory.chart::name).toList());
    }
}
