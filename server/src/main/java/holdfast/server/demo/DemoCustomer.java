package holdfast.server.demo;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.HoldfastCommands;
import holdfast.Limit;
import holdfast.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A simulated customer, who tries a few times, and then books, cancels or leaves.
record DemoCustomer(
        HoldfastCommands engine, String workspace, DemoInventory wares, int number, long seed,
        DemoTally tally)
        implements Runnable {
    private static final int TRIES = 3;

    @Override
    public void run() {
        RandomGenerator chance = new SplittableRandom(seed);
        for (int at = 0; at < TRIES; at++) {
            tally.requested.increment();
            switch (engine.hold(request(chance, at))) {
                case HoldOutcome.Granted granted -> {
                    tally.held.increment();
                    decide(granted.hold(), chance);
                    return;
                }
                case Refusal.Unavailable _,Refusal.LimitReached _ -> tally.refused.increment();
                case Refusal.Overloaded busy -> rest(busy.retryAfter());
                case Refusal bug -> throw new IllegalStateException(bug.toString());
            }
        }
    }

    /// One short hold for each customer, so that some expire during the demonstration.
    private HoldRequest request(RandomGenerator chance, int at) {
        String name = "customer-" + number;
        return new HoldRequest(
                workspace, wares.wish(chance), Duration.ofMillis(1_500), Optional.of(name),
                List.of(new Limit("demo", 1, 1)), Optional.of(name + "-" + at));
    }

    private void decide(Hold.Held hold, RandomGenerator chance) {
        rest(Duration.ofMillis(chance.nextInt(1_000)));
        int mind = chance.nextInt(10);
        if (mind == 0) {
            rest(Duration.ofSeconds(2));
        }
        if (mind == 1) {
            cancel(hold);
            return;
        }
        switch (engine.confirm(new ConfirmRequest(workspace, hold.id()))) {
            case ConfirmOutcome.Confirmed done -> tally.booked.increment();
            case Refusal.Expired _,Refusal.Overloaded _ -> tally.expired.increment();
            case Refusal.Cancelled gone -> tally.cancelled.increment();
            case Refusal bug -> throw new IllegalStateException(bug.toString());
        }
    }

    private void cancel(Hold.Held hold) {
        switch (engine.cancel(new CancelRequest(workspace, hold.id(), false))) {
            case CancelOutcome.Done done -> tally.cancelled.increment();
            case Refusal.Expired _,Refusal.Overloaded _ -> tally.expired.increment();
            case Refusal bug -> throw new IllegalStateException(bug.toString());
        }
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
