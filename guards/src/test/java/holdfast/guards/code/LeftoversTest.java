package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// No unfinished work, no disabled tests, and no paths of one machine. The words are concatenated
/// here, so that this file needs no exception.
class LeftoversTest implements Rule {
    private static final String LATER = "TO" + "DO";
    private static final String OFF = "@Dis" + "abled";
    private static final String IF = "assume" + "True";
    private static final Pattern UNFINISHED = Pattern.compile(
            "\\b(" + LATER + "|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile(
            OFF + "\\b|@Dis" + "abledIf|@Ena" + "bledIf|@Ig" + "nore\\b|\\bassume(True|False|That)"
                    + "\\b|\\bAssump" + "tions\\b");
    private static final Pattern MACHINE = Pattern.compile(
            "(?<![\\w.*}-])/(home|root|Users|work|tmp|mnt)/\\w|\\b[A-Z]:\\\\\\w");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile text : repository.texts()) {
            find(text, UNFINISHED, "do it now, or write down why not in docs/regrets.md", findings);
            find(text, SWITCHED_OFF, "a test always runs: mend it or take it out", findings);
            find(text, MACHINE, "a path of one machine: another one does not have it", findings);
        }
        return findings;
    }

    private static void find(RepositoryFile text, Pattern pattern, String advice,
            List<RuleFinding> findings) {
        pattern.matcher(text.whole()).results().forEach(found -> findings.add(
                text.at(text.line(found.start()), found.group() + " … " + advice)));
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/test/java/holdfast/LaterTest.java", """
                // %s write it
                %s("flaky")
                class LaterTest {
                    String home = "/%s/somebody/data";
                    void run() {
                        %s(false);
                    }
                }
                """.formatted(LATER, OFF, "home", IF));
        String path = "shop/src/test/java/holdfast/LaterTest.java:";
        return List.of(path + 1, path + 2, path + 4, path + 6);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/test/java/holdfast/NowTest.java", """
                // What there is %s is done; see holdfast/server/work/Expirer.
                class NowTest {
                    boolean disabled = true;
                }
                """.formatted("to do"));
        seed.file("docs/operating.md", "Put it into /var/lib/holdfast, and see /v1/work/holds.\n");
    }
}
