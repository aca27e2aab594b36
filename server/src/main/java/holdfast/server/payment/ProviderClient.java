package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Asks a provider on behalf of one workspace. A call never throws for what a network or a provider
/// can do: that is an {@link Answer.Unknown}.
public interface ProviderClient {

    /// How long a customer has for paying.
    Duration window();

    /// Opens a payment, so that the customer can pay.
    Answer<Opened> open(String key, Opening what);

    /// Closes it. Done means that no money can come; refused that it is too late.
    Answer<String> close(String key, Refs refs);

    Answer<Look> look(Refs refs);

    Answer<String> capture(String key, Refs refs, Money amount);

    /// Frees a reserved amount.
    Answer<String> release(String key, Refs refs);

    Answer<ProviderRefund> refund(String key, Refs refs, RefundOrder order);

    Answer<List<ProviderRefund>> refunds(Refs refs);

    /// The payments that began after a moment, newest first, a page at a time; those of which nothing
    /// came are left out.
    ///
    /// @param after the mark of the page before
    Answer<Page<ProviderPayment>> payments(Instant since, Optional<String> after);

    /// The refunds that were made after a moment, in the same way.
    Answer<Page<ProviderRefund>> refunds(Instant since, Optional<String> after);

    /// Reads a webhook.
    Hint read(Delivery delivery, Instant now);

    /// What is opened. It is written down before it is sent and does not change.
    ///
    /// @param payment the payment's id, which the provider keeps with its own record
    record Opening(
            String payment, Money amount, String about, String returnTo, Instant deadline) {}

    /// What was opened at the provider.
    ///
    /// @param next what the customer needs, as JSON with a `kind`
    record Opened(String ref, Optional<String> charge, String next, Instant deadline) {}

    /// The provider's ids of a payment: of what was opened, and of the charge, once it is known.
    record Refs(String opened, Optional<String> charge) {}

    enum Status {
        /// The customer can pay.
        OPEN,
        /// The amount is reserved.
        AUTHORISED,
        /// The amount is charged.
        CAPTURED,
        /// Nothing is reserved or charged, and nothing can be.
        CLOSED
    }

    /// How a payment stands at the provider.
    ///
    /// @param dispute  the state of a dispute, if there is one
    /// @param declined why the last try to pay was declined, if it was and another is possible
    record Look(
            Status status, Optional<String> charge, long captured, Optional<String> dispute,
            Optional<String> declined) {
        static Look of(Status status) {
            return new Look(status, Optional.empty(), 0, Optional.empty(), Optional.empty());
        }
    }

    /// A refund that is asked for.
    ///
    /// @param id the refund's id, which the provider keeps with its own record
    record RefundOrder(String id, Money amount) {}

    enum RefundStatus {
        PENDING,
        DONE,
        FAILED,
        /// The provider cannot do it: staff pays by hand.
        BY_HAND
    }

    /// A refund as the provider lists it.
    ///
    /// @param order  our id of the refund; empty if it was made in the provider's dashboard
    /// @param charge what it refunds, if the provider says so
    record ProviderRefund(String ref, Optional<String> order, Optional<String> charge,
            long amount, RefundStatus status) {}

    /// A payment as the provider lists it.
    ///
    /// @param payment our id of the payment, if the provider knows it
    /// @param amount  what was agreed
    record ProviderPayment(String charge, Optional<String> payment, Status status, Money amount,
            long captured) {}

    /// A part of a list.
    ///
    /// @param next the mark of the next part, if there is one
    record Page<T>(List<T> items, Optional<String> next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /// A webhook as it arrived.
    final class Delivery {
        private final Function<String, Optional<String>> headers;
        private final byte[] body;

        public Delivery(Function<String, Optional<String>> headers, byte[] body) {
            this.headers = headers;
            this.body = body.clone();
        }

        Optional<String> header(String name) {
            return headers.apply(name);
        }

        byte[] body() {
            return body.clone();
        }
    }

    sealed interface Hint {}

    /// Something happened to a payment with one of these ids. It is only a reason to look.
    record About(String event, String kind, List<String> refs) implements Hint {}

    record Rejected(String why) implements Hint {}
}
