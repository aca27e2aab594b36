package holdfast.judge;

import holdfast.ExchangeOutcome.Exchanged;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Checks versions: a version has one content, versions only rise, and an exchange with an outdated
/// version changes nothing.
final class VersionCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (HoldLife life : evidence.lives().values()) {
            List<ObservedHold> observed =
                    life.seen().stream().filter(seen -> seen.hold() != null).toList();
            sameContent(life, observed, findings);
            upward(life, observed, findings);
            exchanges(life, observed, findings);
        }
    }

    private static int version(ObservedHold seen) {
        return Objects.requireNonNull(seen.hold()).version();
    }

    private static void sameContent(HoldLife life, List<ObservedHold> observed,
            BrokenPromises findings) {
        Map<Integer, ObservedHold> first = new HashMap<>();
        for (ObservedHold each : observed) {
            ObservedHold other = first.putIfAbsent(version(each), each);
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

    private static void upward(HoldLife life, List<ObservedHold> observed,
            BrokenPromises findings) {
        for (ObservedHold earlier : observed) {
            for (ObservedHold later : observed) {
                if (earlier.until() < later.since() && version(earlier) > version(later)) {
                    findings.add(Promise.VISIBLE, life.id() + " went back from version "
                            + version(earlier) + " to " + version(later),
                            earlier.by(), later.by());
                }
            }
        }
    }

    private static void exchanges(HoldLife life, List<ObservedHold> observed,
            BrokenPromises findings) {
        Map<Integer, Operation> spent = new HashMap<>();
        for (Operation each : life.asked(RecordedCall.Exchange.class)) {
            ExchangeRequest asked = ((RecordedCall.Exchange) each.call()).request();
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
            observed.stream()
                    .filter(seen -> version(seen) > asked.version()
                            && seen.until() < each.invoked().nanos())
                    .findFirst()
                    .ifPresent(seen -> findings.add(Promise.NEVER_STALE, "the outdated version "
                            + asked.version() + " of " + life.id() + " changed it",
                            seen.by(), each));
        }
    }
}
