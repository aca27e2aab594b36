package holdfast.server.payment;

import holdfast.AuditReport;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One comparison of a workspace with one provider. What seems to disagree is read once more on both
/// sides before it is reported, because payments move meanwhile. It keeps the ids of what the
/// provider lists and nothing else.
final class ProviderComparison {
    /// The provider's clock may differ, and its record is made later than the payment.
    private static final Duration EARLIER = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int AT_ONCE = 500;
    private static final int MOST = 500;
    private static final String PROMISE = "payments are what the provider has";

    private final HoldfastReads engine;
    private final ShortTransactions store;
    private final ProviderClient client;
    private final Scope scope;
    private final Set<String> charges = new HashSet<>();
    private final Set<String> refunds = new HashSet<>();
    private final List<Suspect> suspects = new ArrayList<>();
    private boolean overflow;

    /// What is compared.
    record Scope(String workspace, String provider, Instant since) {}

    /// What seems to disagree, and the second look at it, which says what disagrees.
    private record Suspect(String about, Supplier<Answer<Optional<String>>> again) {}

    ProviderComparison(
            HoldfastReads engine, ShortTransactions store, ProviderClient client, Scope scope) {
        this.engine = engine;
        this.store = store;
        this.client = client;
        this.scope = scope;
    }

    ProviderAudit.Compared compared() {
        Instant from = scope.since.minus(EARLIER);
        Optional<String> missed = ProviderListing.each(
                after -> client.payments(from, after), this::charges);
        if (missed.isEmpty()) {
            unlistedCharges();
            missed = ProviderListing.each(
                    after -> client.refunds(from, after), this::refunds);
        }
        if (missed.isEmpty()) {
            unlistedRefunds();
        }
        List<AuditReport.Finding> findings = new ArrayList<>();
        Optional<String> unsure = again(findings);
        return new ProviderAudit.Compared(scope.provider, scope.since, charges.size(),
                refunds.size(), findings, missed.or(() -> unsure));
    }

    /// Looks once more at what seems to disagree. Returns why not at all of it.
    private Optional<String> again(List<AuditReport.Finding> findings) {
        Instant until = Instant.now().plus(LONGEST);
        for (Suspect suspect : suspects) {
            if (Instant.now().isAfter(until)) {
                return Optional.of("not all of what seems to disagree was read again in "
                        + LONGEST.toSeconds() + " s");
            }
            switch (suspect.again().get()) {
                case Answer.Done<Optional<String>>(Optional<String> detail) ->
                        detail.ifPresent(text -> findings.add(
                                new AuditReport.Finding(PROMISE, suspect.about(), text)));
                case Answer.Refused<Optional<String>>(String why) -> {
                    return Optional.of("the provider refuses: " + why);
                }
                case Answer.Unknown<Optional<String>>(String why) -> {
                    return Optional.of("the provider does not answer: " + why);
                }
            }
        }
        return overflow ? Optional.of("more than " + MOST + " seem to disagree, and not all of "
                + "them were read again") : Optional.empty();
    }

    private void suspect(String about, Supplier<Answer<Optional<String>>> again) {
        if (suspects.size() < MOST) {
            suspects.add(new Suspect(about, again));
        } else {
            overflow = true;
        }
    }

    // Charges

    private void charges(List<ProviderClient.ProviderPayment> listed) {
        listed.forEach(each -> charges.add(each.charge()));
        Map<String, PaymentRow> known = new HashMap<>();
        rows(listed.stream().flatMap(each -> Stream.concat(
                Stream.of(each.charge()), each.payment().stream())).toList())
                .forEach(row -> {
                    known.put(row.id(), row);
                    row.link().charge().ifPresent(charge -> known.put(charge, row));
                });
        Map<String, Hold> holds = holds(known.values());
        for (ProviderClient.ProviderPayment each : listed) {
            Optional<PaymentRow> row = Optional.ofNullable(known.get(each.charge()))
                    .or(() -> each.payment()
                            .flatMap(id -> Optional.ofNullable(known.get(id))));
            boolean disagrees = row.isEmpty() || ProviderDifferences.differs(row.get(), each)
                    .or(() -> ProviderDifferences.unbooked(row.get(), holds.get(row.get().hold())))
                    .isPresent();
            if (disagrees) {
                suspect(each.charge(), () -> charge(each));
            }
        }
    }

    private List<PaymentRow> rows(List<String> refs) {
        return store.read(tx -> PaymentTable.named(tx, scope.workspace, scope.provider, refs));
    }

    private Map<String, Hold> holds(Collection<PaymentRow> rows) {
        Map<String, Hold> holds = new HashMap<>();
        engine.find(scope.workspace, rows.stream().map(PaymentRow::hold).distinct().toList())
                .forEach(hold -> holds.put(hold.id(), hold));
        return holds;
    }

    /// What disagrees about a listed charge, read again on both sides.
    private Answer<Optional<String>> charge(ProviderClient.ProviderPayment listed) {
        List<String> refs = Stream.concat(
                Stream.of(listed.charge()), listed.payment().stream()).toList();
        Optional<PaymentRow> row = rows(refs).stream().findFirst();
        if (row.isEmpty()) {
            return Answer.done(Optional.of(ProviderDifferences.text(listed)
                    + ", and no payment here is for it" + listed.payment()
                            .map(id -> ": it names " + id).orElse("; it names none")));
        }
        return then(client.look(refs(row.get(), listed.charge())),
                look -> ProviderDifferences
                        .differs(row.get(), new ProviderClient.ProviderPayment(listed.charge(),
                                listed.payment(), look.status(), listed.amount(), look.captured()))
                        .or(() -> ProviderDifferences.unbooked(row.get(),
                                engine.find(scope.workspace,
                                        row.get().hold()).orElse(null))));
    }

    private static <T> Answer<Optional<String>> then(
            Answer<T> answer, Function<T, Optional<String>> compare) {
        return answer instanceof Answer.Done<T>(T value) ? Answer.done(compare.apply(value))
                : Answer.notDone(answer);
    }

    private ProviderClient.Refs refs(PaymentRow row, String charge) {
        return new ProviderClient.Refs(
                row.link().ref().orElse(""), Optional.of(charge));
    }

    /// The booked payments that the provider does not list.
    private void unlistedCharges() {
        pages(PaymentTable::chargedSince, row -> row.agreed().madeAt(), PaymentRow::id, row -> {
            Optional<String> charge = row.link().charge();
            if (charge.isEmpty() || !charges.contains(charge.get())) {
                suspect(row.id(), () -> unlisted(row.id()));
            }
        });
    }

    private Answer<Optional<String>> unlisted(String id) {
        PaymentRow row = payment(id);
        if (row.sums().captured() == 0) {
            return Answer.done(Optional.empty());
        }
        Answer<ProviderClient.Look> look = client.look(row.refs());
        return look instanceof Answer.Refused<ProviderClient.Look>(String why)
                ? Answer.done(Optional.of(ProviderDifferences.text(row)
                        + ", and the provider does not know it: " + why))
                : then(look, seen -> seen.captured() == row.sums().captured() ? Optional.empty()
                        : Optional.of(ProviderDifferences.text(row)
                                + ", and the provider charged " + seen.captured()));
    }

    private PaymentRow payment(String id) {
        return store.read(tx -> PaymentTable.find(tx, scope.workspace, id).orElseThrow());
    }

    // Refunds

    private void refunds(List<ProviderClient.ProviderRefund> listed) {
        listed.forEach(each -> refunds.add(each.ref()));
        Map<String, Refund> known = known(listed);
        Map<String, PaymentRow> payments = new HashMap<>();
        rows(listed.stream().flatMap(each -> each.charge().stream()).toList())
                .forEach(row -> row.link().charge()
                        .ifPresent(charge -> payments.put(charge, row)));
        for (ProviderClient.ProviderRefund each : listed) {
            Optional<String> difference = ProviderDifferences.differs(
                    Optional.ofNullable(ProviderDifferences.find(known, each)), each);
            // A charge without a payment is reported as such. An amount that was only reserved
            // is listed as refunded when it is freed, and no money has moved.
            each.charge().flatMap(charge -> Optional.ofNullable(payments.get(charge)))
                    .filter(row -> difference.isPresent() && row.sums().captured() > 0)
                    .ifPresent(row -> suspect(row.id(), () -> refund(row, each)));
        }
    }

    private Map<String, Refund> known(List<ProviderClient.ProviderRefund> listed) {
        List<String> refs = listed.stream().flatMap(each -> Stream.concat(
                Stream.of(each.ref()), each.order().stream())).toList();
        Map<String, Refund> known = new HashMap<>();
        store.read(tx -> RefundTable.named(tx, scope.workspace, scope.provider, refs))
                .forEach(refund -> {
                    known.put(refund.id(), refund);
                    refund.ref().ifPresent(ref -> known.put(ref, refund));
                });
        return known;
    }

    /// The same, read again on both sides.
    private Answer<Optional<String>> refund(
            PaymentRow row, ProviderClient.ProviderRefund listed) {
        return then(client.refunds(row.refs()), now -> now.stream()
                .filter(each -> each.ref().equals(listed.ref())).findFirst()
                .flatMap(each -> ProviderDifferences.differs(
                        Optional.ofNullable(ProviderDifferences.find(known(List.of(each)), each)),
                        each)));
    }

    private void unlistedRefunds() {
        pages(RefundTable::doneSince, Refund::madeAt, Refund::id, refund -> {
            if (refund.ref().filter(refunds::contains).isEmpty()) {
                suspect(refund.payment(), () -> unlisted(refund));
            }
        });
    }

    private Answer<Optional<String>> unlisted(Refund refund) {
        return then(client.refunds(payment(refund.payment()).refs()), now -> now.stream()
                .anyMatch(each -> Optional.of(each.ref()).equals(refund.ref()))
                        ? Optional.empty()
                        : Optional.of("the refund " + refund.id() + " of " + refund.amount()
                                + " is done here, and the provider does not list it"));
    }

    private <T> void pages(PaymentTable.Since<T> read,
            Function<T, Instant> at,
            Function<T, String> id,
            Consumer<T> take) {
        Instant after = scope.since;
        String afterId = "";
        List<T> page;
        do {
            Instant from = after;
            String fromId = afterId;
            page = store.read(tx -> read.page(tx, new PaymentTable.Part(
                    scope.workspace, scope.provider, from, fromId, AT_ONCE)));
            page.forEach(take);
            if (!page.isEmpty()) {
                after = at.apply(page.getLast());
                afterId = id.apply(page.getLast());
            }
        } while (page.size() == AT_ONCE);
    }
}
