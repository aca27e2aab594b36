package holdfast.testkit.model;

import holdfast.ExchangeOutcome.Exchanged;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Versions: one version is one state of affairs, they only go up, and an exchange asked for
/// with an outdated one changes nothing.
final class VersionCheck implements Check {

    @Override
    public void weigh(Evidence evidence, Findings findings) {
        for (Life life : evidence.lives().values()) {
            List<Seen> told = life.seen().stream().filter(seen -> seen.hold() != null).toList();
            sameContent(life, told, findings);
            upward(life, told, findings);
            exchanges(life, told, findings);
        }
    }

    private static int version(Seen seen) {
        return Objects.requireNonNull(seen.hold()).version();
    }

    private static void sameContent(Life life, List<Seen> told, Findings findings) {
        Map<Integer, Seen> first = new HashMap<>();
        for (Seen each : told) {
            Seen other = first.putIfAbsent(version(each), each);
            Hold hold = each.hold();
            if (other == null || other.hold() == null || hold == null) {
                continue;
            }
            findings.weighed(Promise.NEVER_STALE);
            if (!other.hold().basket().items().equals(hold.basket().items())) {
                findings.add(Promise.NEVER_STALE, "version " + hold.version() + " of "
                        + life.id() + " was two different things", other.by(), each.by());
            }
        }
    }

    private static void upward(Life life, List<Seen> told, Findings findings) {
        for (Seen earlier : told) {
            for (Seen later : told) {
                if (earlier.until() < later.since() && version(earlier) > version(later)) {
                    findings.add(Promise.VISIBLE, life.id() + " went back from version "
                            + version(earlier) + " to " + version(later),
                            earlier.by(), later.by());
                }
            }
        }
    }

    private static void exchanges(Life life, List<Seen> told, Findings findings) {
        Map<Integer, Operation> spent = new HashMap<>();
        for (Operation each : life.asked(Call.Exchange.class)) {
            ExchangeRequest asked = ((Call.Exchange) each.call()).request();
            if (each.answer() instanceof Refusal.Stale stale && each.key().isEmpty()) {
                findings.weighed(Promise.NEVER_STALE);
                if (stale.version() == asked.version()) {
                    findings.add(Promise.HONEST, "version " + stale.version() + " of " + life.id()
                            + " was refused as stale and is the one it has", each);
                }
            }
            if (!(each.answer() instanceof Exchanged exchanged) || exchanged.again()) {
                continue;
            }
            findings.weighed(Promise.NEVER_STALE);
            Operation before = spent.putIfAbsent(asked.version(), each);
            if (before != null) {
                findings.add(Promise.NEVER_STALE, "version " + asked.version() + " of "
                        + life.id() + " was exchanged twice", before, each);
            }
            if (exchanged.hold().version() <= asked.version()) {
                findings.add(Promise.NEVER_STALE, life.id()
                        + " was exchanged and stayed at version "
                        + exchanged.hold().version(), each);
            }
            told.stream()
                    .filter(seen -> version(seen) > asked.version()
                            && seen.until() < each.invoked().nanos())
                    .findFirst()
                    .ifPresent(seen -> findings.add(Promise.NEVER_STALE, "the outdated version "
                            + asked.version() + " of " + life.id() + " changed it",
                            seen.by(), each));
        }
    }
}
