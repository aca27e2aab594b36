package holdfast.server.jobs;

import holdfast.Holdfast;
import java.time.Duration;

/// Tidies lapsed holds. They were free before; until somebody tidies them their rows stay, and
/// nobody hears that they ended. Several at once do each other no harm.
final class ExpireJob implements Job.Round {
    private static final int BATCH = 500;
    private static final Duration BREATH = Duration.ofMillis(20);

    private final Holdfast holdfast;
    private final Duration rest;

    ExpireJob(Holdfast holdfast, Duration rest) {
        this.holdfast = holdfast;
        this.rest = rest;
    }

    /// When there were as many as it takes at once there are more, after a breath for the others.
    @Override
    public Duration work(Job self) {
        return holdfast.expire(BATCH) < BATCH ? rest : BREATH;
    }
}
