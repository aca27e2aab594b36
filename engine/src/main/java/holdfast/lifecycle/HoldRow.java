package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Taken;
import holdfast.ledger.Piece;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A hold as its row has it.
record HoldRow(
        String hold, Life life, Origin origin, Hold.Notes notes, List<Piece> pieces) {

    /// What changes. `until` is null for infinity; `attempt` is the request that made this version.
    record Life(
            String state,
            int version,
            @Nullable Instant until,
            Instant changedAt,
            String attempt) {}

    /// What stays. `reason` is why the house blocked it.
    record Origin(Optional<String> customer, Instant madeAt, Optional<String> reason) {}

    HoldRow {
        pieces = List.copyOf(pieces);
    }

    boolean is(String state) {
        return life.state.equals(state);
    }

    /// A booking or a block: it has no deadline.
    boolean lasts() {
        return is("booked") || is("blocked");
    }

    /// Held, and its deadline has come: it is over, whether or not anybody tidied up.
    boolean lapsed(Instant now) {
        return is("held") && life.until != null && !life.until.isAfter(now);
    }

    /// The moment it ended or will lapse.
    Instant end() {
        if (life.until == null) {
            throw new IllegalStateException("hold " + hold + " does not lapse");
        }
        return life.until;
    }

    Hold seen(Instant now) {
        Hold.Basket basket = basket();
        if (lapsed(now)) {
            return new Hold.Expired(basket, end());
        }
        return switch (life.state) {
            case "held" -> new Hold.Held(basket, end());
            case "booked" -> new Hold.Booked(basket, life.changedAt);
            case "blocked" -> new Hold.Blocked(basket, origin.reason.orElse(""));
            case "cancelled" -> new Hold.Cancelled(basket, end());
            case "expired" -> new Hold.Expired(basket, end());
            default -> throw new IllegalStateException("no such state: " + life.state);
        };
    }

    HoldRow noted(Hold.Notes other) {
        return new HoldRow(hold, life, origin, other, pieces);
    }

    Hold.Basket basket() {
        return new Hold.Basket(
                hold, life.version, origin.customer, origin.madeAt, taken(pieces), notes);
    }

    /// What the customer is told: not the bigger pools and limits that came along.
    static List<Taken> taken(List<Piece> pieces) {
        Map<Integer, Taken> items = new TreeMap<>();
        Map<Integer, List<Piece.Stretch>> visits = new TreeMap<>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Places places -> {
                    if (places.role() == Piece.Role.CLAIM) {
                        items.put(places.item(),
                                new Taken.Capacity(places.inventory(), places.quantity()));
                    }
                }
                case Piece.Seats seats -> items.put(seats.item(),
                        new Taken.Seats(seats.inventory(), seats.names()));
                case Piece.Stretch stretch -> visits
                        .computeIfAbsent(stretch.item(), item -> new ArrayList<>()).add(stretch);
            }
        }
        visits.forEach((item, stretches) -> {
            stretches.sort(Comparator.comparingInt(Piece.Stretch::part));
            items.put(item, new Taken.Time(stretches.stream()
                    .map(each -> new Taken.Stretch(
                            each.inventory(), each.lane(), each.visit(), each.occupied()))
                    .toList()));
        });
        return List.copyOf(items.values());
    }
}
