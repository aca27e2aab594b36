package holdfast.guards.law;

import static java.util.stream.Collectors.toSet;

import holdfast.guards.Compiled;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Each package's classes import only what its "May import" sentence names. The Java base and
/// JSpecify are always allowed, JUnit and AssertJ in tests.
class ImportLawTest implements Rule {
    private static final List<String> FOR_TESTS = List.of("org.junit", "org.assertj");

    @Override
    public List<RuleFinding> look(Repository repository) {
        Packages packages = Packages.of(repository);
        List<RuleFinding> findings = new ArrayList<>();
        packages.withoutSentence()
                .forEach(source -> findings.add(source.text().at(1, source.packageName()
                        + " has no sentence \"May import: …\" in a package-info.java: write one")));
        for (MayImport sentence : packages.sentences().values()) {
            for (String item : sentence.named().all()) {
                if (!item.contains(".") && !packages.ours().contains(MayImport.full(item))) {
                    findings.add(sentence.source().text().at(sentence.line(),
                            "there is no package " + MayImport.full(item) + ": mend the sentence"));
                }
            }
        }
        findings.addAll(unread(repository));
        findings.addAll(edges(repository, packages));
        return findings;
    }

    /// Without class files there is nothing to compare.
    private static List<RuleFinding> unread(Repository repository) {
        Set<String> read = repository.classes().stream()
                .map(compiled -> compiled.source().text().module())
                .collect(toSet());
        Map<String, RuleFinding> findings = new TreeMap<>();
        for (Source source : repository.sources()) {
            String module = source.text().module();
            if (!source.topLevelTypes().isEmpty() && !read.contains(module)) {
                findings.putIfAbsent(module, source.text().at(1,
                        module + " has no class files: build it before the guards read it"));
            }
        }
        return List.copyOf(findings.values());
    }

    /// One finding for each forbidden import of a package, however many of its classes have it.
    private static Collection<RuleFinding> edges(Repository repository, Packages packages) {
        Map<String, RuleFinding> findings = new LinkedHashMap<>();
        for (Compiled compiled : repository.classes()) {
            MayImport sentence = packages.sentences().get(compiled.packageName());
            if (sentence == null || !packages.isHome(compiled.source())) {
                continue;
            }
            for (String name : compiled.references()) {
                if (!alwaysAllowed(compiled, Compiled.packageOf(name))
                        && !sentence.allows(compiled.outermostName(), name, packages.ours())) {
                    findings.putIfAbsent(
                            compiled.packageName() + name, edge(compiled, name));
                }
            }
        }
        return findings.values();
    }

    private static RuleFinding edge(Compiled compiled, String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1).replaceFirst(".*\\$", "");
        return compiled.source().text().at(compiled.source().lineNaming(simple),
                compiled.packageName() + " may not import " + Compiled.packageOf(name)
                        + " (" + simple + "): do without it, or change the package's law");
    }

    private static boolean alwaysAllowed(Compiled compiled, String other) {
        return other.isEmpty()
                || other.equals(compiled.packageName())
                || other.equals("org.jspecify.annotations")
                || MayImport.moduleOf(other).equals("java.base")
                || (compiled.source().text().isTest()
                        && FOR_TESTS.stream().anyMatch(other::startsWith));
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/till/package-info.java", """
                /// The till. May import: hall, java.util.logging.Logger.
                package holdfast.till;
                """);
        seed.file("shop/src/main/java/holdfast/till/Till.java", """
                package holdfast.till;

                import java.util.List;
                import java.util.logging.Logger;

                class Till {
                    List<holdfast.yard.Yard> yards() {
                        return List.of();
                    }

                    @Deprecated
                    void tell() {
                        Logger.getGlobal().info("once");
                        Logger.getGlobal().setLevel(java.util.logging.Level.OFF);
                    }
                }
                """);
        seed.file("shop/src/main/java/holdfast/yard/Yard.java", """
                package holdfast.yard;

                public class Yard {}
                """);
        seed.compile();
        seed.file("later/src/main/java/holdfast/later/package-info.java", """
                /// May import: nothing.
                package holdfast.later;
                """);
        seed.file("later/src/main/java/holdfast/later/Later.java", """
                package holdfast.later;

                class Later {}
                """);
        return List.of(
                "later/src/main/java/holdfast/later/Later.java:1",
                "shop/src/main/java/holdfast/till/package-info.java:1",
                "shop/src/main/java/holdfast/till/Till.java:7",
                "shop/src/main/java/holdfast/till/Till.java:14",
                "shop/src/main/java/holdfast/yard/Yard.java:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/till/package-info.java", """
                /// The till.
                ///
                /// May import: java.util.logging.Logger, javax.tools and
                /// nothing of Holdfast; Keeper also `yard`. It rings.
                package holdfast.till;
                """);
        seed.file("shop/src/main/java/holdfast/till/Keeper.java", """
                package holdfast.till;

                import java.util.logging.Logger;

                class Keeper {
                    private final Logger logger = Logger.getLogger("holdfast.nowhere.Nothing");
                    private String text = "Ljava/sql/Connection;";

                    class Nested {
                        holdfast.yard.Yard yard;
                        javax.tools.Tool tool;
                    }
                }
                """);
        seed.file("shop/src/main/java/holdfast/yard/package-info.java", """
                /// May import: nothing.
                package holdfast.yard;
                """);
        seed.file("shop/src/main/java/holdfast/yard/Yard.java", """
                package holdfast.yard;

                public class Yard {}
                """);
        seed.compile();
    }
}
