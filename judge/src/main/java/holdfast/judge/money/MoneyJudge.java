package holdfast.judge.money;

import holdfast.judge.money.MoneyEvidence.Charge;
import holdfast.judge.money.MoneyEvidence.Paid;
import holdfast.judge.money.MoneyEvidence.Sold;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares what the provider, the payments and the bookings say at the end of a run.
public final class MoneyJudge {
    private static final Set<String> OVER = Set.of("settled", "owed", "closed", "returned");
    private static final String OPEN = "open";
    private static final String OWED = "owed";

    private final MoneyEvidence evidence;
    private final Map<String, Paid> payments;
    private final Map<String, List<Charge>> charges;
    private final Map<String, List<Sold>> bookings;
    private final List<MoneyVerdict.Finding> findings = new ArrayList<>();
    private final Map<MoneyPromise, Long> weighed = new EnumMap<>(MoneyPromise.class);

    private MoneyJudge(MoneyEvidence evidence) {
        this.evidence = evidence;
        payments = evidence.payments().stream()
                .collect(Collectors.toMap(Paid::id, Function.identity()));
        charges = evidence.charges().stream()
                .collect(Collectors.groupingBy(each -> each.payment().orElse("")));
        bookings = evidence.bookings().stream().filter(each -> each.payment().isPresent())
                .collect(Collectors.groupingBy(each -> each.payment().orElseThrow()));
    }

    public static MoneyVerdict judge(MoneyEvidence evidence) {
        MoneyJudge judge = new MoneyJudge(evidence);
        evidence.charges().forEach(judge::charge);
        evidence.payments().forEach(judge::payment);
        evidence.bookings().forEach(judge::booking);
        judge.events();
        judge.units();
        return new MoneyVerdict(judge.findings, judge.weighed);
    }

    private void weigh(MoneyPromise promise, boolean kept, String otherwise) {
        weighed.merge(promise, 1L, Long::sum);
        if (!kept) {
            findings.add(new MoneyVerdict.Finding(promise, otherwise));
        }
    }

    private List<Charge> chargesOf(String payment) {
        return charges.getOrDefault(payment, List.of());
    }

    private List<Sold> bookingsOf(String payment) {
        return bookings.getOrDefault(payment, List.of());
    }

    private void charge(Charge charge) {
        long kept = charge.captured() - charge.refunded();
        Optional<Paid> payment =
                charge.payment().flatMap(id -> Optional.ofNullable(payments.get(id)));
        boolean booked = payment.filter(each -> !bookingsOf(each.id()).isEmpty()).isPresent();
        weigh(MoneyPromise.CHARGED_IS_BOOKED, kept <= 0 || booked,
                charge + " is kept without a booking");
        weigh(MoneyPromise.REFUNDED_WAS_CHARGED, charge.refunded() <= charge.captured(),
                charge + " is refunded beyond its amount");
        boolean owed = payment.filter(each -> each.state().equals(OWED)).isPresent();
        weigh(MoneyPromise.RESERVED_IS_FREED, charge.reserved() == 0 || owed,
                charge + " is reserved still");
    }

    private void payment(Paid payment) {
        List<Charge> all = chargesOf(payment.id());
        long captured = all.stream().mapToLong(Charge::captured).sum();
        long refunded = all.stream().mapToLong(Charge::refunded).sum();
        boolean untouched = all.stream()
                .allMatch(each -> each.captured() == 0 && each.reserved() == 0);
        weigh(MoneyPromise.AT_REST, OVER.contains(payment.state())
                || (payment.state().equals(OPEN) && untouched),
                payment + " is in motion, with " + all);
        weigh(MoneyPromise.RECORDED,
                payment.captured() == captured && payment.refunded() == refunded,
                payment + " has " + all);
        weigh(MoneyPromise.REFUNDED_WAS_CHARGED, payment.refunded() <= payment.captured(),
                payment + " says that more was refunded than charged");
        long live = bookingsOf(payment.id()).stream().filter(Sold::live).count();
        boolean sold = payment.state().equals("settled") || payment.state().equals(OWED);
        boolean booked = sold ? !bookingsOf(payment.id()).isEmpty() : live == 0;
        weigh(MoneyPromise.BOOKED_IS_CHARGED, booked && live <= 1,
                payment + " has the bookings " + bookingsOf(payment.id()));
    }

    private void booking(Sold booking) {
        if (!booking.live() || booking.payment().isEmpty()) {
            return;
        }
        Paid payment = payments.get(booking.payment().get());
        if (payment == null) {
            weigh(MoneyPromise.BOOKED_IS_CHARGED, false, booking + " has no payment");
            return;
        }
        long captured = chargesOf(payment.id()).stream().mapToLong(Charge::captured).sum();
        boolean charged = payment.state().equals(OWED) ? captured == 0
                : captured == payment.amount();
        weigh(MoneyPromise.BOOKED_IS_CHARGED, charged && payment.hold().equals(booking.id()),
                booking + " has " + payment + ", with " + chargesOf(payment.id()));
    }

    private void events() {
        Map<String, Long> times = evidence.events().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        times.forEach((event, many) -> weigh(MoneyPromise.EVENT_ONCE, many == 1,
                event + " was received " + many + " times"));
    }

    private void units() {
        Map<String, Long> sold = new HashMap<>();
        evidence.bookings().stream().filter(Sold::live)
                .forEach(each -> each.units()
                        .forEach((unit, much) -> sold.merge(unit, much, Long::sum)));
        sold.forEach((unit, much) -> weigh(MoneyPromise.SOLD_ONCE,
                much <= evidence.capacity().getOrDefault(unit, 1L),
                unit + " was sold " + much + " times"));
    }
}
