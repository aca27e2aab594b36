package holdfast.guards.law;

import holdfast.guards.Compiled;
import holdfast.guards.Source;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sentence of a `package-info.java`: "May import: ledger, holdfast, java.sql; Main also
/// engine." Holdfast's packages have their short names; all others are named by a package above
/// them or by a module of the JDK. "nothing" is a list too.
record MayImport(Source source, int line, Named named) {
    private static final Pattern SENTENCE = Pattern.compile("May import: (.*?)\\.(?:\\s|$)");
    private static final Pattern ALSO = Pattern.compile("(\\w+) also (.*)");
    private static final Pattern LINE = Pattern.compile("May import:");

    /// The imports allowed to all classes of the package, and the further ones of single classes.
    record Named(Set<String> everyone, Map<String, Set<String>> besides) {

        static Named of(String words) {
            Set<String> everyone = new TreeSet<>();
            Map<String, Set<String>> besides = new TreeMap<>();
            for (String clause : words.replace("`", "").split(";", -1)) {
                Matcher also = ALSO.matcher(clause.strip());
                if (also.matches()) {
                    besides.put(also.group(1), list(also.group(2)));
                } else {
                    everyone.addAll(list(clause));
                }
            }
            return new Named(everyone, besides);
        }

        private static Set<String> list(String clause) {
            Set<String> items = new TreeSet<>();
            for (String item : clause.split(",| and ", -1)) {
                String name = item.strip().replaceFirst("^holdfast\\.", "");
                if (!name.isEmpty() && !name.startsWith("nothing")) {
                    items.add(name);
                }
            }
            return items;
        }

        Set<String> all() {
            Set<String> all = new TreeSet<>(everyone);
            besides.values().forEach(all::addAll);
            return all;
        }

        /// The imports allowed to one class.
        Set<String> all(String byClass) {
            Set<String> all = new TreeSet<>(everyone);
            all.addAll(besides.getOrDefault(byClass, Set.of()));
            return all;
        }

        @Override
        public String toString() {
            return String.join(", ", all());
        }
    }

    static Optional<MayImport> in(Source packageInfo) {
        Matcher sentence = SENTENCE.matcher(packageInfo.documentation());
        return sentence.find()
                ? Optional.of(new MayImport(packageInfo, packageInfo.text().line(LINE),
                        Named.of(sentence.group(1))))
                : Optional.empty();
    }

    /// Whether a class of the package may import another class, given by its full name. An item
    /// allows one of our packages, everything below a foreign one, a module of the JDK, or a single
    /// class.
    boolean allows(String byClass, String className, Set<String> ours) {
        Set<String> items = named.all(byClass);
        String packageName = Compiled.packageOf(className);
        if (ours.contains(packageName)) {
            return items.stream().anyMatch(item -> packageName.equals(full(item)));
        }
        String module = moduleOf(packageName);
        return items.stream().anyMatch(item -> item.equals(module)
                || className.equals(item)
                || className.startsWith(item + ".")
                || className.startsWith(item + "$"));
    }

    /// `holdfast.seats` for `seats`; `holdfast` itself is the root.
    static String full(String item) {
        return item.equals("holdfast") || item.startsWith("holdfast.") ? item : "holdfast." + item;
    }

    static String moduleOf(String packageName) {
        return ModuleLayer.boot().modules().stream()
                .filter(module -> module.getPackages().contains(packageName))
                .map(Module::getName)
                .findAny()
                .orElse("");
    }
}
