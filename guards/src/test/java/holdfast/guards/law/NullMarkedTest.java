package holdfast.guards.law;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Each package is @NullMarked: nothing in it is null unless it is marked so.
class NullMarkedTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        Packages packages = Packages.of(repository);
        Set<String> marked = new TreeSet<>();
        for (Source source : repository.sources()) {
            boolean marks = source.unit().getPackageAnnotations().stream()
                    .anyMatch(annotation -> annotation.getAnnotationType().toString()
                            .endsWith("NullMarked"));
            if (marks) {
                marked.add(source.packageName());
            }
        }
        return packages.ours().stream()
                .filter(name -> !marked.contains(name))
                .map(name -> packages.home(name).text().at(1,
                        name + " is not @NullMarked: say so in its package-info.java"))
                .toList();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/egg/Egg.java", "package holdfast.egg;\n");
        return List.of("shop/src/main/java/holdfast/egg/Egg.java:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/test/java/holdfast/egg/Egg.java", "package holdfast.egg;\n");
        seed.file("shop/src/test/java/holdfast/egg/package-info.java", """
                @NullMarked
                package holdfast.egg;

                import org.jspecify.annotations.NullMarked;
                """);
    }
}
