package holdfast.guards.code;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/// Tests run, and against the real thing. The build runs only classes whose names end in Test and
/// skips others silently; and there are no mocks and no stand-in databases.
class RealTestsTest implements Rule {
    private static final Pattern TEST = Pattern.compile(
            "@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\\b");
    private static final Pattern PRETENCE = Pattern.compile(
            "<(groupId|artifactId)>[^<]*(mock|powermock|h2database|hsqldb|derby)[^<]*<"
                    + "|^import .*\\b(mockito|easymock|mockk|jmockit)\\b",
            Pattern.MULTILINE);

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : repository.sources()) {
            if (source.text().isTest()) {
                for (ClassTree type : source.topLevelTypes()) {
                    if (hasTests(source, type) && canRun(type)
                            && !type.getSimpleName().toString().endsWith("Test")) {
                        findings.add(source.at(type, "the build does not run "
                                + type.getSimpleName() + ": end its name in Test"));
                    }
                }
            }
        }
        for (RepositoryFile text : repository.texts()) {
            if (text.path().matches("(.*/)?pom\\.xml|.*\\.java")) {
                PRETENCE.matcher(text.whole()).results().forEach(found -> findings.add(text.at(
                        text.line(found.start()), "no mocks and no stand-in databases: "
                                + "write the test against the real thing")));
            }
        }
        return findings;
    }

    private static boolean hasTests(Source source, ClassTree type) {
        return type.getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .anyMatch(member -> TEST.matcher(source.written(member)).lookingAt());
    }

    private static boolean canRun(ClassTree type) {
        return type.getKind() == Tree.Kind.CLASS
                && !type.getModifiers().getFlags().contains(Modifier.ABSTRACT);
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/test/java/holdfast/Race.java", """
                class Race {
                    @Test
                    void twoWantOneSeat() {}
                }
                """);
        seed.file("shop/src/test/java/holdfast/PretendTest.java", """
                import static org.%s.Mockito.mock;

                class PretendTest {}
                """.formatted("mockito"));
        seed.file("shop/src/main/A.java", "");
        seed.file("shop/pom.xml", """
                <dependency>
                  <groupId>com.%s</groupId>
                </dependency>
                """.formatted("h2database"));
        return List.of(
                "shop/src/test/java/holdfast/Race.java:1",
                "shop/src/test/java/holdfast/PretendTest.java:1",
                "shop/pom.xml:2");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/test/java/holdfast/RaceTest.java", """
                class RaceTest {
                    @Test
                    void twoWantOneSeat() {}
                }

                abstract class Race {
                    @Test
                    void twoWantOneSeat() {}

                    void mock() {}
                }
                """);
        seed.file("shop/pom.xml", "<exclude>org.mockito</exclude>\n");
    }
}
