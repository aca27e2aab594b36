package holdfast.house.law;

import holdfast.house.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sentence of a `package-info.java`: "May import: ledger, holdfast, java.sql; Main also engine."
/// Holdfast's packages go by their short names; everything else by a package it is under, or by a
/// module of the JDK. "nothing" is a list too.
record MayImport(Source source, int line, List<String> everyone, Map<String, List<String>> alone) {
    private static final Pattern SENTENCE = Pattern.compile("May import: (.*?)\\.(?:\\s|$)");
    private static final Pattern ALSO = Pattern.compile("(?:only |and )?(\\w+) also (.*)");
    private static final Pattern LINE = Pattern.compile("May import:");

    static Optional<MayImport> in(Source packageInfo) {
        Matcher sentence = SENTENCE.matcher(packageInfo.documentation().replace("`", ""));
        if (!sentence.find()) {
            return Optional.empty();
        }
        List<String> everyone = new ArrayList<>();
        Map<String, List<String>> alone = new HashMap<>();
        for (String clause : sentence.group(1).split(";", -1)) {
            Matcher also = ALSO.matcher(clause.strip());
            if (also.matches()) {
                alone.put(also.group(1), list(also.group(2)));
            } else {
                everyone.addAll(list(clause));
            }
        }
        int line = packageInfo.text().line(LINE);
        return Optional.of(new MayImport(packageInfo, line, everyone, alone));
    }

    private static List<String> list(String clause) {
        List<String> items = new ArrayList<>();
        for (String item : clause.split(",| and ", -1)) {
            String name = item.strip();
            if (!name.isEmpty() && !name.startsWith("nothing")) {
                items.add(name);
            }
        }
        return items;
    }

    /// All that the sentence names, for whomever.
    List<String> named() {
        List<String> all = new ArrayList<>(everyone);
        alone.values().forEach(all::addAll);
        return all;
    }

    List<String> named(String byClass) {
        List<String> all = new ArrayList<>(everyone);
        all.addAll(alone.getOrDefault(byClass, List.of()));
        return all;
    }

    boolean allows(String byClass, String packageName, Set<String> ours) {
        String module = moduleOf(packageName);
        return named(byClass).stream().anyMatch(item -> ours.contains(packageName)
                ? packageName.equals(full(item))
                : item.equals(module)
                        || packageName.equals(item)
                        || packageName.startsWith(item + "."));
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
