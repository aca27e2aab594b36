package holdfast.judge;

import holdfast.BlockOutcome.Blocked;
import holdfast.Claim;
import holdfast.ExchangeOutcome.Exchanged;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome.Granted;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Window;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Checks that a granted basket is what the request asked for, item by item and complete.
final class BasketCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (Operation each : evidence.operations()) {
            Optional<Hold> got = switch (each.answer()) {
                case Granted granted -> Optional.of(granted.hold());
                case Exchanged exchanged -> Optional.of(exchanged.hold());
                case Blocked blocked -> Optional.of(blocked.block());
                default -> Optional.empty();
            };
            got.ifPresent(hold -> {
                findings.weighed(Promise.WHOLE);
                String wrong = wrong(each, hold.basket().items(), evidence.offers());
                if (!wrong.isEmpty()) {
                    findings.add(Promise.WHOLE, hold.id() + " " + wrong, each);
                }
            });
        }
    }

    private static String wrong(Operation operation, List<HeldItem> items, OfferTimeline offers) {
        List<Claim> claims = OwnershipIndex.claims(operation.call());
        if (claims.size() != items.size()) {
            return "has " + items.size() + " items of " + claims.size();
        }
        boolean block = operation.call() instanceof RecordedCall.Block;
        for (int at = 0; at < items.size(); at++) {
            boolean fits = switch (claims.get(at)) {
                case Claim.Capacity(String pool, long quantity) ->
                        items.get(at).equals(new HeldItem.Capacity(pool, quantity));
                case Claim.Seats seats -> items.get(at) instanceof HeldItem.Seats taken
                        && seats(seats, taken, operation, offers);
                case Claim.Time time -> items.get(at) instanceof HeldItem.Time taken
                        && (block || time(time, taken));
            };
            if (!fits) {
                return "has " + items.get(at) + " for " + claims.get(at);
            }
        }
        return "";
    }

    private static boolean seats(
            Claim.Seats asked, HeldItem.Seats got, Operation operation, OfferTimeline offers) {
        if (!got.seatMap().equals(asked.seatMap()) || got.names().size() != asked.choice().count()
                || new HashSet<>(got.names()).size() != got.names().size()) {
            return false;
        }
        return switch (asked.choice()) {
            case Claim.Named(List<String> names) ->
                    new HashSet<>(names).equals(new HashSet<>(got.names()));
            case Claim.Best best -> offers
                    .between(new OfferTimeline.Id(Kind.SEATS, asked.seatMap()),
                            operation.invoked().nanos(), operation.answered().nanos())
                    .only()
                    .map(map -> map instanceof Inventory.SeatMap whole
                            && sideBySide(whole, got.names(), best.accessible()))
                    .orElse(true);
        };
    }

    private static boolean sideBySide(
            Inventory.SeatMap map, List<String> names, boolean accessible) {
        for (Inventory.Row row : map.rows()) {
            List<String> all = row.seats().stream().map(Inventory.Seat::name).toList();
            int first = names.stream().mapToInt(all::indexOf).min().orElse(-1);
            if (first < 0 || first + names.size() > all.size()) {
                continue;
            }
            List<Inventory.Seat> run = row.seats().subList(first, first + names.size());
            boolean same = run.stream().map(Inventory.Seat::name).allMatch(names::contains);
            boolean spare = run.stream().anyMatch(Inventory.Seat::accessible);
            return same && spare == accessible;
        }
        return false;
    }

    /// One calendar of each part, each for its own stretch.
    private static boolean time(Claim.Time asked, HeldItem.Time got) {
        if (got.stretches().size() != asked.parts().size()) {
            return false;
        }
        for (int at = 0; at < asked.parts().size(); at++) {
            Claim.Part part = asked.parts().get(at);
            HeldItem.Stretch stretch = got.stretches().get(at);
            Instant start = asked.start();
            Window visit = new Window(start.plus(part.from()), start.plus(part.to()));
            Window occupied = new Window(
                    visit.from().minus(part.before()), visit.to().plus(part.after()));
            if (!part.anyOf().contains(stretch.calendar()) || !stretch.visit().equals(visit)
                    || !stretch.occupied().equals(occupied)) {
                return false;
            }
        }
        return true;
    }
}
