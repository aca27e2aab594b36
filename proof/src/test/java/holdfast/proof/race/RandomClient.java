package holdfast.proof.race;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A client that uses random verbs on its own holds, drawn from a seed.
final class RandomClient {
    private final Holdfast engine;
    private final Random random;
    private final List<Hold> mine = new ArrayList<>();

    RandomClient(Holdfast engine, long seed) {
        this.engine = engine;
        this.random = new Random(seed);
    }

    void walk(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
        }
    }

    private void step() {
        if (mine.isEmpty() || random.nextInt(3) == 0) {
            HoldRequest request = new HoldRequest(RaceSetup.HERE, claims())
                    .holdFor(Duration.ofMillis(1 + random.nextInt(2_000)));
            if (engine.hold(request) instanceof HoldOutcome.Granted granted) {
                mine.add(granted.hold());
            }
            return;
        }
        int at = random.nextInt(mine.size());
        Hold hold = mine.get(at);
        switch (random.nextInt(5)) {
            case 0 -> engine.confirm(new ConfirmRequest(RaceSetup.HERE, hold.id()));
            case 1 -> engine.extend(new ExtendRequest(
                    RaceSetup.HERE, hold.id(), Duration.ofMillis(1 + random.nextInt(2_000))));
            case 2 -> {
                engine.cancel(new CancelRequest(RaceSetup.HERE, hold.id(), true));
                mine.remove(at);
            }
            case 3 -> engine.expire(2);
            default -> {
                if (engine.exchange(new ExchangeRequest(
                        RaceSetup.HERE, hold.id(), hold.version(),
                        claims())) instanceof ExchangeOutcome.Exchanged done) {
                    mine.set(at, done.hold());
                }
            }
        }
    }

    private Claim[] claims() {
        List<Claim> claims = new ArrayList<>();
        if (random.nextBoolean()) {
            claims.add(new Claim.Capacity("floor", 1 + random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
            claims.add(new Claim.Seats("hall", "A" + (1 + random.nextInt(2))));
        }
        if (claims.isEmpty() || random.nextBoolean()) {
            var from = RaceSetup.NOON.plusSeconds(900L * random.nextInt(8));
            claims.add(new Claim.Time("maya", new Window(from, from.plusSeconds(3_600))));
        }
        return claims.toArray(new Claim[0]);
    }
}
