package holdfast.server.jobs;

import holdfast.HoldfastCommands;
import java.time.Duration;

/// Ends expired holds. Their inventory was free since the deadline; this removes their claims and
/// records their end. Several nodes may do it at the same time.
final class ExpireJob implements Job.Round {
    private static final int BATCH = 500;
    private static final Duration BREATH = Duration.ofMillis(20);

    private final HoldfastCommands holdfast;
    private final Duration rest;

    ExpireJob(HoldfastCommands holdfast, Duration rest) {
        this.holdfast = holdfast;
        this.rest = rest;
    }

    /// A full batch means that there are more: goes on after a short rest.
    @Override
    public Duration work(Job self) {
        return holdfast.expire(BATCH) < BATCH ? rest : BREATH;
    }
}
