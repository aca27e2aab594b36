package holdfast.guards.law;

import holdfast.guards.Compiled;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The packages have no cycle.
class CyclesTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        Packages packages = Packages.of(repository);
        Map<String, Set<String>> knows = new TreeMap<>();
        for (Compiled compiled : repository.classes()) {
            if (packages.isHome(compiled.source())) {
                Set<String> known = knows.computeIfAbsent(
                        compiled.packageName(), name -> new TreeSet<>());
                for (String reference : compiled.references()) {
                    known.add(Compiled.packageOf(reference));
                }
                known.retainAll(packages.ours());
                known.remove(compiled.packageName());
            }
        }
        List<RuleFinding> findings = new ArrayList<>();
        for (List<String> circle : circles(knows)) {
            findings.add(packages.home(circle.getFirst()).text().at(1,
                    "packages know each other in a circle, cut it somewhere: "
                            + String.join(" -> ", circle) + " -> " + circle.getFirst()));
        }
        return findings;
    }

    /// The shortest cycle through each package, each cycle once.
    private static List<List<String>> circles(Map<String, Set<String>> knows) {
        List<List<String>> circles = new ArrayList<>();
        Set<Set<String>> reported = new TreeSet<>(
                (one, other) -> one.toString().compareTo(other.toString()));
        for (String start : knows.keySet()) {
            List<String> circle = way(start, knows);
            if (!circle.isEmpty() && reported.add(new TreeSet<>(circle))) {
                circles.add(circle);
            }
        }
        return circles;
    }

    private static List<String> way(String start, Map<String, Set<String>> knows) {
        Deque<List<String>> ways = new ArrayDeque<>();
        ways.add(List.of(start));
        Set<String> seen = new TreeSet<>();
        while (!ways.isEmpty()) {
            List<String> way = ways.remove();
            for (String next : knows.getOrDefault(way.getLast(), Set.of())) {
                if (next.equals(start)) {
                    return way;
                }
                if (seen.add(next)) {
                    List<String> longer = new ArrayList<>(way);
                    longer.add(next);
                    ways.add(longer);
                }
            }
        }
        return List.of();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/hen/Hen.java", """
                package holdfast.hen;

                public class Hen {
                    holdfast.egg.Egg lays;
                }
                """);
        seed.file("shop/src/main/java/holdfast/egg/Egg.java", """
                package holdfast.egg;

                public class Egg {
                    holdfast.hatch.Chick becomes;
                }
                """);
        seed.file("shop/src/main/java/holdfast/hatch/Chick.java", """
                package holdfast.hatch;

                public class Chick {
                    holdfast.hen.Hen becomes;
                }
                """);
        seed.compile();
        return List.of("shop/src/main/java/holdfast/egg/Egg.java:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/hen/Hen.java", """
                package holdfast.hen;

                public class Hen {
                    holdfast.egg.Egg lays;
                }
                """);
        seed.file("shop/src/main/java/holdfast/egg/Egg.java", """
                package holdfast.egg;

                public class Egg {}
                """);
        seed.compile();
    }
}
