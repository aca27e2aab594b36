package holdfast.guards.law;

import static java.util.Objects.requireNonNull;

import holdfast.guards.Repository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The packages of the repository with their sentences. The `package-info.java` of a package is
/// with its main sources, or with its tests if it has no others.
record Packages(Map<String, Source> homes, Map<String, MayImport> sentences) {

    static Packages of(Repository repository) {
        Map<String, Source> homes = new TreeMap<>();
        Map<String, MayImport> sentences = new TreeMap<>();
        for (boolean tests : new boolean[] {false, true}) {
            for (Source source : repository.sources()) {
                if (source.text().isTest() == tests && !source.packageName().isEmpty()) {
                    homes.putIfAbsent(source.packageName(), source);
                }
            }
        }
        for (Source source : repository.sources()) {
            if (source.text().name().equals("package-info.java") && isHome(homes, source)) {
                MayImport.in(source).ifPresent(
                        sentence -> sentences.putIfAbsent(source.packageName(), sentence));
            }
        }
        return new Packages(homes, sentences);
    }

    Set<String> ours() {
        return homes.keySet();
    }

    Source home(String packageName) {
        return requireNonNull(homes.get(packageName), packageName);
    }

    /// One source of each package without a sentence.
    List<Source> withoutSentence() {
        List<Source> sources = new ArrayList<>();
        homes.forEach((name, source) -> {
            if (!sentences.containsKey(name)) {
                sources.add(source);
            }
        });
        return sources;
    }

    boolean isHome(Source source) {
        return isHome(homes, source);
    }

    private static boolean isHome(Map<String, Source> homes, Source source) {
        Source home = homes.get(source.packageName());
        return home != null
                && home.text().isTest() == source.text().isTest()
                && home.text().module().equals(source.text().module());
    }
}
