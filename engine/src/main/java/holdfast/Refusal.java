package holdfast;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The refusals that several verbs share. A refusal changed nothing. docs/outcomes.md says which
/// one is given when more than one would be true.
public sealed interface Refusal {

    /// Load shedding: too many requests are waiting. Nothing was read or changed; retry after a
    /// while.
    record Overloaded(Duration retryAfter)
            implements Refusal,
            HoldOutcome,
            ConfirmOutcome,
            CancelOutcome,
            ExtendOutcome,
            ExchangeOutcome,
            BlockOutcome,
            OfferOutcome,
            ChangeOutcome {}

    /// The key was used before, for another request.
    record KeyReused(String key)
            implements Refusal,
            HoldOutcome,
            ConfirmOutcome,
            CancelOutcome,
            ExtendOutcome,
            ExchangeOutcome,
            BlockOutcome {}

    /// No such hold, booking, seat or inventory in this workspace.
    record Unknown(List<String> ids)
            implements Refusal,
            HoldOutcome,
            ConfirmOutcome,
            CancelOutcome,
            ExtendOutcome,
            ExchangeOutcome,
            BlockOutcome,
            OfferOutcome,
            ChangeOutcome {
        public Unknown {
            ids = List.copyOf(ids);
        }
    }

    /// The inventory exists, but it is not (or no longer) on sale.
    record NotOnSale(List<String> inventories) implements Refusal, HoldOutcome, ExchangeOutcome {
        public NotOnSale {
            inventories = List.copyOf(inventories);
        }
    }

    /// One customer's limit: at most `most` in this scope, of which `left` are left.
    record LimitReached(String scope, long most, long left)
            implements Refusal, HoldOutcome, ExtendOutcome, ExchangeOutcome {}

    /// Not all of it is free. The engine reads this each time; a caller that answers from a cache
    /// says as of when, by the database's clock.
    record Unavailable(List<Shortage> shortages, Optional<Instant> asOf)
            implements Refusal, HoldOutcome, ExchangeOutcome {
        public Unavailable {
            shortages = List.copyOf(shortages);
        }

        public Unavailable(List<Shortage> shortages) {
            this(shortages, Optional.empty());
        }
    }

    /// The deadline passed: everything is free again since then.
    record Expired(String hold, Instant at)
            implements Refusal, ConfirmOutcome, CancelOutcome, ExtendOutcome, ExchangeOutcome {}

    /// It was cancelled before.
    record Cancelled(String hold, Instant at)
            implements Refusal, ConfirmOutcome, ExtendOutcome, ExchangeOutcome {}

    /// It is a booking already, and the request was about a hold.
    record Booked(String hold) implements Refusal, CancelOutcome, ExtendOutcome {}

    /// It changed since the caller read it: `version` is the one it has now.
    record Stale(String hold, int version)
            implements Refusal, ConfirmOutcome, ExchangeOutcome {}

    /// These listings have other versions than those that the request was made from: read them,
    /// price and ask again. This refusal is never recorded for a key.
    record Outdated(List<String> listings) implements Refusal, HoldOutcome, ExchangeOutcome {
        public Outdated {
            listings = List.copyOf(listings);
        }
    }

    /// These live claims stand in the way; everything stays as it is.
    record InTheWay(List<Standing> claims)
            implements Refusal, BlockOutcome, OfferOutcome, ChangeOutcome {
        public InTheWay {
            claims = List.copyOf(claims);
        }
    }

    /// A live claim that stands in the way: its hold, its inventory, and which part of that.
    record Standing(String hold, String inventory, String what) {}
}
