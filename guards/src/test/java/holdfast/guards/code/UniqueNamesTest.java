package holdfast.guards.code;

import com.sun.source.tree.ClassTree;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No two top-level types have the same simple name, so that a name in a comment, a stack trace or
/// a page means one type.
class UniqueNamesTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        Map<String, Source> first = new HashMap<>();
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : repository.sources()) {
            for (ClassTree type : source.topLevelTypes()) {
                String name = type.getSimpleName().toString();
                Source other = first.putIfAbsent(name, source);
                if (other != null) {
                    findings.add(source.at(type, name + " is also a type of "
                            + other.packageName() + ": give one of them another name"));
                }
            }
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/a/Window.java", """
                package holdfast.a;

                class Window {}
                """);
        seed.file("shop/src/test/java/holdfast/b/Window.java", """
                package holdfast.b;

                class Window {}
                """);
        return List.of("shop/src/test/java/holdfast/b/Window.java:3");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/a/Window.java", """
                package holdfast.a;

                class Window {
                    record Part() {}
                }
                """);
        seed.file("shop/src/main/java/holdfast/a/Door.java", """
                package holdfast.a;

                class Door {
                    record Part() {}
                }
                """);
    }
}
