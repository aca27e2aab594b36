package holdfast.judge;

import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.ConfirmRequest;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.TimeQuery;
import java.util.Optional;

/// A client's request: one record for each method of {@link holdfast.Holdfast}.
public sealed interface RecordedCall {

    /// Its workspace; empty if it is about all of them.
    String workspace();

    /// Its idempotency key, if it has one.
    default Optional<String> key() {
        return Optional.empty();
    }

    /// The id of the hold that it names, if any.
    default Optional<String> about() {
        return Optional.empty();
    }

    record Offer(String workspace, Inventory inventory) implements RecordedCall {}

    record Withdraw(String workspace, Kind kind, String inventory) implements RecordedCall {}

    record Block(BlockRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> key() {
            return request.key();
        }
    }

    record Unblock(String workspace, String block) implements RecordedCall {
        @Override
        public Optional<String> about() {
            return Optional.of(block);
        }
    }

    record Hold(HoldRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> key() {
            return request.key();
        }
    }

    record Confirm(ConfirmRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> about() {
            return Optional.of(request.hold());
        }
    }

    record Cancel(CancelRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> about() {
            return Optional.of(request.hold());
        }
    }

    record Extend(ExtendRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> key() {
            return request.key();
        }

        @Override
        public Optional<String> about() {
            return Optional.of(request.hold());
        }
    }

    record Exchange(ExchangeRequest request) implements RecordedCall {
        @Override
        public String workspace() {
            return request.workspace();
        }

        @Override
        public Optional<String> key() {
            return request.key();
        }

        @Override
        public Optional<String> about() {
            return Optional.of(request.hold());
        }
    }

    record Expire(int most) implements RecordedCall {
        @Override
        public String workspace() {
            return "";
        }
    }

    record Find(String workspace, String hold) implements RecordedCall {
        @Override
        public Optional<String> about() {
            return Optional.of(hold);
        }
    }

    record FreePlaces(String workspace, String pool) implements RecordedCall {}

    record FreeSeats(String workspace, String seatMap) implements RecordedCall {}

    record FreeTimes(TimeQuery query) implements RecordedCall {
        @Override
        public String workspace() {
            return query.workspace();
        }
    }

    record HoldHistory(String workspace, String hold) implements RecordedCall {
        @Override
        public Optional<String> about() {
            return Optional.of(hold);
        }
    }

    record InventoryHistory(String workspace, Kind kind, String inventory, long after, int most)
            implements RecordedCall {}

    record Audit(String workspace) implements RecordedCall {}
}
