package holdfast.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Checks a history against the promises. It shares no code with the engine and uses nothing but
/// the history. It reports only what is provably wrong.
public final class Judge {
    private final Duration slack;
    private final List<Check> checks;

    private Judge(Duration slack) {
        this.slack = slack;
        checks = List.of(new KeyCheck(), new LifeCheck(), new ExpiryCheck(slack),
                new VersionCheck(), new DoubleBookingCheck(), new OversoldCheck(),
                new BasketCheck(),
                new RefusalCheck(), new AvailabilityCheck(), new JournalCheck(), new ReplayCheck(),
                new AcknowledgedCheck());
    }

    /// For a recorder that reads the database's own clock, exact to the millisecond.
    public static Verdict judge(History history) {
        return judge(history, Duration.ofMillis(1));
    }

    /// `slack` is the greatest error of the recorder's reading of the database's clock.
    public static Verdict judge(History history, Duration slack) {
        return new Judge(slack).verdict(history);
    }

    private Verdict verdict(History history) {
        Timeline timeline = new Timeline(
                history.operations().stream()
                        .flatMap(each -> Stream.of(each.invoked(), each.answered())).toList(),
                slack);
        Map<String, List<Operation>> byWorkspace = new TreeMap<>();
        history.operations().stream().filter(each -> !each.workspace().isEmpty()).forEach(
                each -> byWorkspace.computeIfAbsent(each.workspace(), _ -> new ArrayList<>())
                        .add(each));
        List<Evidence> all = new ArrayList<>();
        byWorkspace.forEach(
                (workspace, operations) -> all.add(new Evidence(workspace, operations, timeline)));
        BrokenPromises findings = new BrokenPromises();
        for (Evidence evidence : all) {
            checks.forEach(check -> check.weigh(evidence, findings));
        }
        WorkspaceCheck.weigh(all, findings);
        return findings.verdict();
    }
}
