package holdfast.verbs;

import holdfast.Claim;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Window;
import java.time.Instant;
import java.util.List;

/// An inventory of each kind on which exactly two claims fit.
enum Stock {
    POOL(Kind.CAPACITY) {
        @Override
        Inventory inventory(String id) {
            return new Inventory.Pool(id, 2);
        }

        @Override
        Claim claim(String id) {
            return new Claim.Capacity(id, 1);
        }
    },
    SEATS(Kind.SEATS) {
        @Override
        Inventory inventory(String id) {
            return new Inventory.SeatMap(id, List.of(new Inventory.Row(
                    List.of(new Inventory.Seat("A1"), new Inventory.Seat("A2")))));
        }

        @Override
        Claim claim(String id) {
            return new Claim.Seats(id, 1);
        }

        @Override
        Claim all(String id) {
            return new Claim.Seats(id, "A1", "A2");
        }
    },
    CALENDAR(Kind.TIME) {
        @Override
        Inventory inventory(String id) {
            return new Inventory.Calendar(id, 2, null);
        }

        @Override
        Claim claim(String id) {
            return new Claim.Time(id, HOUR);
        }
    };

    private static final Window HOUR = new Window(
            Instant.parse("2030-05-01T10:00:00Z"), Instant.parse("2030-05-01T11:00:00Z"));

    private final Kind kind;

    Stock(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    abstract Inventory inventory(String id);

    /// The smallest claim.
    abstract Claim claim(String id);

    /// What the venue blocks: all seats, an hour of all lanes, or one place.
    Claim all(String id) {
        return claim(id);
    }
}
