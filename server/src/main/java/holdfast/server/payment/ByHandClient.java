package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Money that staff receives and pays back by hand: no provider knows of it.
abstract class ByHandClient implements ProviderClient {
    @Override
    public Answer<String> close(String key, Refs refs) {
        return Answer.done("closed");
    }

    @Override
    public Answer<Look> look(Refs refs) {
        return Answer.done(Look.of(Status.OPEN));
    }

    @Override
    public Answer<String> capture(String key, Refs refs, Money amount) {
        return new Answer.Refused<>("it is received by hand");
    }

    @Override
    public Answer<String> release(String key, Refs refs) {
        return Answer.done("nothing is reserved");
    }

    @Override
    public Answer<ProviderRefund> refund(String key, Refs refs, RefundOrder order) {
        return Answer.done(new ProviderRefund(order.id(), Optional.of(order.id()),
                Optional.empty(), order.amount().amount(), RefundStatus.BY_HAND));
    }

    @Override
    public Answer<List<ProviderRefund>> refunds(Refs refs) {
        return Answer.done(List.of());
    }

    @Override
    public Answer<Page<ProviderPayment>> payments(Instant since, Optional<String> after) {
        return Answer.done(new Page<>(List.of(), Optional.empty()));
    }

    @Override
    public Answer<Page<ProviderRefund>> refunds(Instant since, Optional<String> after) {
        return Answer.done(new Page<>(List.of(), Optional.empty()));
    }

    @Override
    public Hint read(Delivery delivery, Instant now) {
        return new Rejected("it has no webhooks");
    }
}
