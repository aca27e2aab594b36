package holdfast.server.payment;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.outbox.ChangeKind;
import holdfast.server.outbox.PaymentChanges;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Drives a payment forward, one step at a time. A request is written before it is sent, and no
/// connection is held while the provider is asked. What was not answered is asked again.
final class PaymentDriver {
    /// How long a hold outlives the provider's deadline.
    static final Duration GRACE = Duration.ofMinutes(5);
    /// How long the claims are kept for a provider that does not say whether it has closed.
    static final Duration LONGEST_CLOSING = Duration.ofHours(2);
    private static final Duration POLL = Duration.ofSeconds(20);
    private static final Duration LOCAL_POLL = Duration.ofHours(1);
    /// How long before its last day the customer hears that a transfer is missing.
    private static final Duration MISSING = Duration.ofDays(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int TRIES_BEFORE_STUCK = 8;
    private static final int TRIES_WITH_ONE_KEY = 3;
    private static final int MOST_STEPS = 12;

    private final ShortTransactions store;
    private final ProviderAccounts accounts;
    private final PaidBookings bookings;
    private final RefundDriver refunds;
    private final PaymentSteps steps;
    private final PaymentFaults faults;

    PaymentDriver(ShortTransactions store, ProviderAccounts accounts, PaidBookings bookings,
            PaymentFaults faults) {
        this.store = store;
        this.accounts = accounts;
        this.bookings = bookings;
        this.steps = new PaymentSteps(store, faults);
        this.refunds = new RefundDriver(store, steps, faults);
        this.faults = faults;
    }

    /// Goes on until nothing is due. The caller has leased the row.
    PaymentRow drive(PaymentRow leased) {
        PaymentRow row = leased;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Instant now = bookings.now();
            if (row.motion().dueAt().isAfter(now)) {
                return row;
            }
            Optional<ProviderAccounts.Connected> to =
                    accounts.connect(row.workspace(), row.agreed().provider());
            if (to.isEmpty()) {
                return write(row.motion(row.motion().failed("the provider is not set up", true,
                        now.plus(LONGEST_PAUSE))));
            }
            row = step(row, to.get(), now);
        }
        return row;
    }

    private PaymentRow step(PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        try {
            return switch (row.state()) {
                case OPENING -> opening(row, to, now);
                case OPEN -> open(row, to, now);
                case CLOSING -> closing(row, to.client(), now);
                case AUTHORISED, TAKEN -> booking(row, now);
                case CAPTURING -> capturing(row, to.client(), now);
                case RELEASING -> releasing(row, to.client(), now);
                case RETURNING -> returning(row, to, now);
                case OWED -> owed(row, to.client(), now);
                case SETTLED, CLOSED, RETURNED -> rest(row, to, now);
            };
        } catch (PaymentSteps.OvertakenException overtaken) {
            return reload(row);
        } catch (Unanswered busy) {
            return again(row, "the database gave no answer", now);
        }
    }

    // Opening, paying, closing

    private PaymentRow opening(PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        if (row.motion().leave() != PaymentRow.Leave.NO) {
            if (row.motion().leave() == PaymentRow.Leave.CANCEL) {
                bookings.cancel(row);
            }
            return write(row.after(PaymentEvent.LEAVE, row.motion().why(), Instant.MAX));
        }
        if (!now.isBefore(row.link().deadline())) {
            return write(row.after(PaymentEvent.KEY_ENDED,
                    Optional.of("the provider did not answer in time"), Instant.MAX), unpaid(row));
        }
        if (!bookings.keep(row, row.link().deadline().plus(GRACE), now)) {
            return write(row.after(PaymentEvent.REFUSED, Optional.of("the hold has ended"),
                    Instant.MAX));
        }
        StepTable.Step step = steps.prepared(row, StepTable.Kind.OPEN, asked(row));
        if (step.at().plus(to.provider().capabilities().keyLife()).isBefore(now)) {
            return write(row.after(PaymentEvent.KEY_ENDED, Optional.of("its key has ended"),
                    Instant.MAX), answered(row, step, "key ended").andThen(unpaid(row)));
        }
        ProviderClient.Opening opening = opening(Json.read(step.asked()));
        return switch (steps.sent(StepTable.Kind.OPEN,
                () -> to.client().open(step.key(), opening))) {
            case Answer.Done<ProviderClient.Opened>(ProviderClient.Opened opened) -> {
                PaymentRow.Link link = new PaymentRow.Link(Optional.of(opened.ref()),
                        opened.charge(), Optional.of(opened.next()), opened.deadline());
                Consumer<Pipeline> more = answered(row, step, opened.ref());
                yield write(row.link(link).after(PaymentEvent.OPENED, Optional.empty(),
                        pause(to, opened.deadline(), now)),
                        isByHand(to)
                                ? more.andThen(changed(row, ChangeKind.TRANSFER_BEGUN)) : more);
            }
            case Answer.Refused<ProviderClient.Opened>(String why) ->
                    write(row.after(PaymentEvent.REFUSED, Optional.of(why), Instant.MAX),
                            answered(row, step, why));
            case Answer.Unknown<ProviderClient.Opened>(String why) -> again(row, why, now);
        };
    }

    /// What is sent, as JSON. It names no person.
    private static String asked(PaymentRow row) {
        return Json.text(json -> json.put("payment", row.id())
                .object("amount", row.agreed().amount()::write)
                .put("returnTo", Optional.of(row.agreed().returnTo())
                        .filter(address -> !address.isEmpty()))
                .put("deadline", row.link().deadline().toString()));
    }

    private static ProviderClient.Opening opening(Fields asked) {
        String payment = asked.text("payment");
        return new ProviderClient.Opening(payment, Money.read(asked.object("amount")),
                "Booking " + References.of(payment),
                asked.maybeText("returnTo", 2_000).orElse(""), asked.instant("deadline"));
    }

    private static Instant pause(
            ProviderAccounts.Connected to, Instant deadline, Instant now) {
        Instant next = now.plus(to.provider().capabilities().remote() ? POLL : LOCAL_POLL);
        return next.isAfter(deadline) ? deadline : next;
    }

    private PaymentRow open(PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        if (row.motion().leave() != PaymentRow.Leave.NO
                || !now.isBefore(row.link().deadline())) {
            return write(row.after(PaymentEvent.LEAVE, row.motion().why(), now));
        }
        if (!bookings.keep(row, row.link().deadline().plus(GRACE), now)) {
            return write(row.after(PaymentEvent.LEAVE, Optional.of("the hold has ended"), now));
        }
        return switch (to.client().look(row.refs())) {
            case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) ->
                    look.status() == ProviderClient.Status.CLOSED
                            ? write(row.after(PaymentEvent.LEAVE, row.motion().why(), now))
                            : paid(row, look, now).orElseGet(() -> write(row.motion(
                                    new PaymentRow.Motion(row.state(), row.motion().leave(), false,
                                            look.declined().map(PaymentRow.DECLINED::concat), 0,
                                            pause(to, row.link().deadline(), now))),
                                    isByHand(to) && isMissing(row, now)
                                            ? changed(row, ChangeKind.TRANSFER_MISSING)
                                            : pipeline -> {}));
            case Answer.Refused<ProviderClient.Look>(String why) -> again(row, why, now);
            case Answer.Unknown<ProviderClient.Look>(String why) -> again(row, why, now);
        };
    }

    private static boolean isByHand(ProviderAccounts.Connected to) {
        return !to.provider().capabilities().remote();
    }

    /// Whether so little time is left that the customer is reminded: two days, or half of a shorter
    /// time.
    private static boolean isMissing(PaymentRow row, Instant now) {
        Duration half = Duration.between(row.agreed().madeAt(), row.link().deadline())
                .dividedBy(2);
        Duration left = Duration.between(now, row.link().deadline());
        return left.compareTo(half.compareTo(MISSING) < 0 ? half : MISSING) <= 0;
    }

    /// The row if the provider has money.
    private Optional<PaymentRow> paid(PaymentRow row, ProviderClient.Look look, Instant now) {
        PaymentRow.Link link = row.link();
        PaymentRow known = row.link(new PaymentRow.Link(
                link.ref(), look.charge().or(link::charge), link.next(), link.deadline()));
        return switch (look.status()) {
            case AUTHORISED -> Optional.of(
                    write(known.after(PaymentEvent.AUTHORISED, Optional.empty(), now)));
            case CAPTURED -> Optional.of(look.captured() == row.agreed().amount().amount()
                    ? write(captured(known).after(PaymentEvent.TAKEN, Optional.empty(), now))
                    : again(row, "another amount was charged: " + look.captured(), now));
            case OPEN, CLOSED -> Optional.empty();
        };
    }

    private static PaymentRow captured(PaymentRow row) {
        return row.sums(new PaymentRow.Sums(row.agreed().amount().amount(),
                row.sums().refunded()));
    }

    /// The claims are kept while the provider has not answered.
    private PaymentRow closing(PaymentRow row, ProviderClient client, Instant now) {
        Instant bound = row.link().deadline().plus(LONGEST_CLOSING);
        Instant wanted = now.plus(GRACE);
        bookings.keep(row, wanted.isBefore(bound) ? wanted : bound, now);
        StepTable.Step step = steps.prepared(row, StepTable.Kind.CLOSE, "{}");
        Answer<String> answer =
                steps.sent(StepTable.Kind.CLOSE, () -> client.close(step.key(), row.refs()));
        return switch (answer) {
            case Answer.Done<String>(String status) -> closed(row, step, status);
            case Answer.Unknown<String>(String why) -> again(row, step, why, now);
            case Answer.Refused<String>(String why) -> switch (client.look(row.refs())) {
                case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) ->
                        look.status() == ProviderClient.Status.CLOSED ? closed(row, step, why)
                                : paid(row, look, now)
                                        .orElseGet(() -> again(row, step, why, now));
                case Answer.Refused<ProviderClient.Look> _,Answer.Unknown<ProviderClient.Look> _ ->
                        again(row, step, why, now);
            };
        };
    }

    /// The hold is cancelled first: the payment stays in motion until that is done.
    private PaymentRow closed(PaymentRow row, StepTable.Step step, String answer) {
        if (row.motion().leave() != PaymentRow.Leave.KEEP) {
            faults.at("hold.before");
            bookings.cancel(row);
            faults.at("hold.cancelled");
        }
        return write(row.after(PaymentEvent.CLOSED, row.motion().why(), Instant.MAX),
                answered(row, step, answer).andThen(unpaid(row)));
    }

    // Booking

    private PaymentRow booking(PaymentRow row, Instant now) {
        faults.at("book.before");
        PaidBookings.Result result = bookings.book(row);
        faults.at("book.done");
        return switch (result) {
            // The transaction that booked has moved the payment.
            case PaidBookings.Result.Booked _ -> moved(row, now);
            case PaidBookings.Result.RestDue _ -> restBooked(row, now);
            case PaidBookings.Result.Retaken(String hold) -> write(row.retake(
                    new PaymentRow.Retake(Optional.of(hold), row.retake().times() + 1)));
            case PaidBookings.Result.Later(String why) -> again(row, why, now);
            case PaidBookings.Result.Gone(String why) -> row.state() == PaymentState.TAKEN
                    ? returned(row, why, now)
                    : write(row.after(PaymentEvent.UNAVAILABLE, Optional.of(why), now),
                            changed(row, ChangeKind.PAYMENT_RETURNED));
        };
    }

    /// Charges the rest of a booking, unless that is being cancelled.
    private PaymentRow restBooked(PaymentRow row, Instant now) {
        return store.change(tx -> {
            if (PaymentTable.isBooked(tx, row.workspace(), row.hold())) {
                Pipeline pipeline = tx.pipeline();
                PaymentTable.update(
                        pipeline, row.after(PaymentEvent.BOOKED, Optional.empty(), now));
                PaymentChanges.settled(pipeline, row.workspace(), List.of(row.id()));
                pipeline.run();
            }
            return PaymentTable.find(tx, row.workspace(), row.id()).orElseThrow();
        });
    }

    private PaymentRow moved(PaymentRow row, Instant now) {
        PaymentRow read = reload(row);
        return read.state() == row.state() ? again(read, "the booking names it", now) : read;
    }

    private PaymentRow returned(PaymentRow row, String why, Instant now) {
        return write(row.after(PaymentEvent.UNAVAILABLE, Optional.of(why), now),
                givenBack(row));
    }

    private static Consumer<Pipeline> givenBack(PaymentRow row) {
        Consumer<Pipeline> refund = pipeline -> refundAll(pipeline, row);
        return refund.andThen(changed(row, ChangeKind.PAYMENT_RETURNED));
    }

    private static void refundAll(Pipeline pipeline, PaymentRow row) {
        RefundTable.insert(pipeline, new Refund(row.workspace(), RandomIds.next("ref_"), row.id(),
                row.agreed().amount().amount() - row.sums().refunded(), Refund.State.ASKED,
                Refund.Origin.UNAVAILABLE, Optional.empty(), "", row.agreed().madeAt(),
                Optional.empty(), Optional.empty()), row.agreed().provider());
    }

    // Capturing, releasing, returning

    private PaymentRow capturing(PaymentRow row, ProviderClient client, Instant now) {
        Optional<StepTable.Step> before = steps.pending(row, StepTable.Kind.CAPTURE);
        if (before.isPresent() || row.motion().tries() > 0) {
            // It may have been done: it is never sent blindly.
            Answer<ProviderClient.Look> look = client.look(row.refs());
            if (!(look instanceof Answer.Done<ProviderClient.Look> seen)) {
                return again(row, "the provider cannot be asked", now);
            }
            switch (seen.value().status()) {
                case CAPTURED -> {
                    return settled(row, before, "captured", now);
                }
                case CLOSED -> {
                    return write(row.after(PaymentEvent.CAPTURE_FAILED,
                            Optional.of("the reserved amount was released"), failedUntil(row, now)),
                            changed(row, ChangeKind.PAYMENT_OWED));
                }
                case AUTHORISED, OPEN -> {}
            }
        }
        StepTable.Step step = steps.prepared(row, StepTable.Kind.CAPTURE, Json.text(
                json -> json.object("amount", row.agreed().amount()::write)));
        Answer<String> answer = steps.sent(StepTable.Kind.CAPTURE,
                () -> client.capture(step.key(), row.refs(), row.agreed().amount()));
        return switch (answer) {
            case Answer.Done<String>(String status) ->
                    settled(row, Optional.of(step), status, now);
            case Answer.Unknown<String>(String why) -> again(row, step, why, now);
            case Answer.Refused<String>(String why) -> switch (client.look(row.refs())) {
                case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) ->
                        look.status() == ProviderClient.Status.CAPTURED
                                ? settled(row, Optional.of(step), "captured", now)
                                : write(row.after(PaymentEvent.CAPTURE_FAILED, Optional.of(why),
                                        failedUntil(row, now)),
                                        answered(row, step, why).andThen(
                                                changed(row, ChangeKind.PAYMENT_OWED)));
                case Answer.Refused<ProviderClient.Look> _,Answer.Unknown<ProviderClient.Look> _ ->
                        again(row, why, now);
            };
        };
    }

    /// When a payment that could not be charged is looked at next.
    private static Instant failedUntil(PaymentRow row, Instant now) {
        return givenUp(row).isPresent() ? now : Instant.MAX;
    }

    /// Why a payment that could not be charged is not kept for staff to charge again. Without the
    /// rest of its price a booking still stands, and the customer pays that in another way.
    private static Optional<String> givenUp(PaymentRow row) {
        return row.marks().cancelledAt().isPresent() ? Optional.of("the booking was cancelled")
                : row.agreed().rest() ? Optional.of("the rest could not be charged")
                        : Optional.empty();
    }

    /// An owed payment that was hinted at, or that is given up. An earlier request to capture that
    /// had no answer may have been carried out after a later one was refused.
    private PaymentRow owed(PaymentRow row, ProviderClient client, Instant now) {
        return switch (client.look(row.refs())) {
            case Answer.Unknown<ProviderClient.Look>(String why) -> again(row, why, now);
            case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) when look
                    .status() == ProviderClient.Status.CAPTURED ->
                    settled(row, Optional.empty(), "captured", now);
            case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) when look
                    .status() == ProviderClient.Status.AUTHORISED
                    && givenUp(row).isPresent() ->
                    write(row.after(PaymentEvent.UNAVAILABLE, givenUp(row), now));
            case Answer.Done<ProviderClient.Look> _,Answer.Refused<ProviderClient.Look> _ ->
                    givenUp(row).isPresent()
                            ? write(row.after(PaymentEvent.RELEASED, givenUp(row), Instant.MAX))
                            : write(row.motion(row.motion().due(Instant.MAX)));
        };
    }

    private PaymentRow settled(
            PaymentRow row, Optional<StepTable.Step> step, String answer, Instant now) {
        return write(captured(row).after(PaymentEvent.CAPTURED, Optional.empty(), now),
                pipeline -> {
                    step.ifPresent(each -> answered(row, each, answer).accept(pipeline));
                    RefundTable.ofItems(pipeline, row.workspace(), new String[0],
                            new String[] {row.id()});
                    RefundTable.atCancel(pipeline, row.workspace(), List.of(row.id()), List.of());
                    changed(row, ChangeKind.PAYMENT_SETTLED).accept(pipeline);
                });
    }

    private PaymentRow releasing(PaymentRow row, ProviderClient client, Instant now) {
        StepTable.Step step = steps.prepared(row, StepTable.Kind.RELEASE, "{}");
        Answer<String> answer =
                steps.sent(StepTable.Kind.RELEASE, () -> client.release(step.key(), row.refs()));
        return switch (answer) {
            case Answer.Done<String>(String status) -> write(row.after(PaymentEvent.RELEASED,
                    row.motion().why(), Instant.MAX), answered(row, step, status));
            case Answer.Unknown<String>(String why) -> again(row, step, why, now);
            case Answer.Refused<String>(String why) -> switch (client.look(row.refs())) {
                case Answer.Done<ProviderClient.Look>(ProviderClient.Look look) ->
                        switch (look.status()) {
                            case CLOSED -> write(row.after(PaymentEvent.RELEASED,
                                    row.motion().why(), Instant.MAX), answered(row, step, why));
                            case CAPTURED -> write(captured(row).after(PaymentEvent.CAPTURED,
                                    row.motion().why(), now), pipeline -> {
                                        answered(row, step, why).accept(pipeline);
                                        refundAll(pipeline, row);
                                    });
                            case AUTHORISED, OPEN -> again(row, step, why, now);
                        };
                case Answer.Refused<ProviderClient.Look> _,Answer.Unknown<ProviderClient.Look> _ ->
                        again(row, step, why, now);
            };
        };
    }

    private PaymentRow returning(
            PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        return switch (refunds.drive(row, to, now)) {
            case RefundDriver.Result.Quiet quiet when quiet.refunded() == row.sums().captured() ->
                    write(reload(row).after(PaymentEvent.RETURNED, row.motion().why(),
                            Instant.MAX));
            case RefundDriver.Result.Quiet _ -> {
                PaymentRow read = reload(row);
                yield write(read.motion(read.motion().failed(
                        "the refund failed: staff has to refund it", true, Instant.MAX)));
            }
            case RefundDriver.Result.Waiting(String why) -> again(reload(row), why, now);
        };
    }

    /// Refunds of a payment that is not in motion, and what happened in the provider's dashboard.
    private PaymentRow rest(PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        if (row.refs().opened().isEmpty() || row.sums().captured() == 0) {
            return late(row, to.client(), now);
        }
        RefundDriver.Result result = refunds.drive(row, to, now);
        PaymentRow read = reload(row);
        return switch (result) {
            case RefundDriver.Result.Waiting(String why) -> again(read, why, now);
            case RefundDriver.Result.Quiet quiet -> {
                PaymentRow.Marks marks = read.marks();
                Optional<String> dispute = quiet.dispute().or(marks::dispute);
                boolean disputed = dispute.isPresent() && marks.dispute().isEmpty();
                Optional<String> why = quiet.complaint()
                        .or(() -> disputed ? Optional.of("the customer disputes it")
                                : read.motion().why());
                yield write(read.marks(new PaymentRow.Marks(marks.contact(), marks.cancelledAt(),
                        marks.keepAtCancel(), marks.forgivenAt(), dispute)).motion(
                                new PaymentRow.Motion(read.state(), read.motion().leave(),
                                        disputed || quiet.complaint().isPresent(), why, 0,
                                        Instant.MAX)));
            }
        };
    }

    /// A closed payment that was hinted at: usually nothing has come. If money has, it goes on.
    private PaymentRow late(PaymentRow row, ProviderClient client, Instant now) {
        if (row.state() == PaymentState.CLOSED && row.link().ref().isPresent()
                && client.look(row.refs()) instanceof Answer.Done<ProviderClient.Look> seen
                && (seen.value().status() == ProviderClient.Status.AUTHORISED
                        || seen.value().status() == ProviderClient.Status.CAPTURED)) {
            return surplus(row, seen.value(), now);
        }
        return write(row.motion(row.motion().due(Instant.MAX)));
    }

    private PaymentRow surplus(PaymentRow row, ProviderClient.Look look, Instant now) {
        try {
            return paid(row, look, now).orElse(row);
        } catch (ShortTransactions.RefusedException refused) {
            if (refused.constraint().filter(Set.of(PaymentTable.ONE_LIVE,
                    PaymentTable.ONE_REST)::contains).isEmpty()) {
                throw refused;
            }
            PaymentRow.Link link = row.link();
            PaymentRow known = row.link(new PaymentRow.Link(
                    link.ref(), look.charge().or(link::charge), link.next(), link.deadline()));
            Optional<String> why = Optional.of("another payment of the hold is live");
            return look.status() == ProviderClient.Status.AUTHORISED
                    ? write(known.after(PaymentEvent.SURPLUS_AUTHORISED, why, now),
                            changed(row, ChangeKind.PAYMENT_RETURNED))
                    : write(captured(known).after(PaymentEvent.SURPLUS_TAKEN, why, now),
                            givenBack(row));
        }
    }

    /// Marks a bank transfer as received.
    PaymentRow received(PaymentRow row, Instant now) {
        ProviderClient.Look look = new ProviderClient.Look(ProviderClient.Status.CAPTURED,
                Optional.empty(), row.agreed().amount().amount(), Optional.empty(),
                Optional.empty());
        return row.state() == PaymentState.CLOSED ? surplus(row, look, now)
                : paid(row, look, now).orElse(row);
    }

    // Writes

    private static Consumer<Pipeline> answered(
            PaymentRow row, StepTable.Step step, String answer) {
        return pipeline -> StepTable.answered(
                pipeline, row.workspace(), row.id(), step.number(), answer);
    }

    /// Writes into the outbox what has happened to it, in the same transaction.
    private static Consumer<Pipeline> changed(PaymentRow row, ChangeKind kind) {
        return pipeline -> PaymentChanges.changed(pipeline, kind, row.workspace(), row.id());
    }

    /// That it ended without money. Who left it, or pays in another way, needs no word of it.
    private static Consumer<Pipeline> unpaid(PaymentRow row) {
        return row.motion().leave() == PaymentRow.Leave.NO
                ? changed(row, ChangeKind.PAYMENT_FAILED) : pipeline -> {};
    }

    private PaymentRow again(PaymentRow row, String why, Instant now) {
        return write(failed(row, why, now));
    }

    /// What can be done only once by its nature gets another key after some tries: a provider
    /// repeats an error for the same key.
    private PaymentRow again(PaymentRow row, StepTable.Step step, String why, Instant now) {
        boolean newKey = (row.motion().tries() + 1) % TRIES_WITH_ONE_KEY == 0;
        return write(failed(row, why, now),
                newKey ? answered(row, step, "given up: " + why) : pipeline -> {});
    }

    private static PaymentRow failed(PaymentRow row, String why, Instant now) {
        int tries = row.motion().tries();
        Duration most = Duration.ofSeconds(1L << Math.min(tries, 10));
        long millis = Math.min(most.toMillis(), LONGEST_PAUSE.toMillis());
        Duration pause = Duration.ofMillis(
                millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        return row.motion(row.motion().failed(
                why, tries + 1 >= TRIES_BEFORE_STUCK, now.plus(pause)));
    }

    PaymentRow write(PaymentRow row) {
        return write(row, pipeline -> {});
    }

    /// Writes the row with more statements in one transaction, if nothing has changed it since.
    /// Returns what is stored then.
    private PaymentRow write(PaymentRow row, Consumer<Pipeline> more) {
        String word = row.state().name().toLowerCase(Locale.ROOT);
        faults.at(word + ".before");
        PaymentRow stored = store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> changed = PaymentTable.update(pipeline, row);
            pipeline.run();
            if (changed.changed() == 1) {
                Pipeline others = tx.pipeline();
                more.accept(others);
                others.run();
            }
            return PaymentTable.find(tx, row.workspace(), row.id()).orElseThrow();
        });
        faults.at(word + ".recorded");
        return stored;
    }

    private PaymentRow reload(PaymentRow row) {
        return store.read(tx -> PaymentTable.find(tx, row.workspace(), row.id()).orElseThrow());
    }
}
