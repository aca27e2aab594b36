package holdfast.guards.docs;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Commands in the documentation work: the launcher has the command, Maven the phase, and the
/// modules and tests exist.
class CommandsTest implements Rule {
    private static final Pattern COMMAND = Pattern.compile(
            "\\./(holdfast|mvnw)\\b([^\\n;&|#`<>)]*)");
    private static final Pattern WORDS = Pattern.compile(
            "(?m)^ *([\\w -]+(?:\\| *[\\w-]+ *)*)\\) ");
    private static final Set<String> PHASES = Set.of("clean", "validate", "compile", "test-compile",
            "test", "package", "integration-test", "verify", "install", "deploy", "site");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        if (repository.text("README.md").filter(text -> text.whole().contains("./holdfast"))
                .isEmpty()) {
            findings.add(new RuleFinding("README.md", 1,
                    "does not say how to start it: begin with one ./holdfast command"));
        }
        for (RepositoryFile page : repository.texts(".md")) {
            COMMAND.matcher(page.whole()).results()
                    .forEach(command -> complaint(repository, command)
                            .ifPresent(complaint -> findings
                                    .add(page.at(page.line(command.start()), complaint))));
        }
        return findings;
    }

    private static Optional<String> complaint(Repository repository, MatchResult command) {
        List<String> words = List.of(command.group(2).replace("\\", "").strip().split("\\s+", -1));
        if (repository.text(command.group(1)).isEmpty()) {
            return Optional.of("there is no ./" + command.group(1));
        }
        return command.group(1).equals("mvnw") ? maven(repository, words)
                : launcher(repository, words);
    }

    private static Optional<String> launcher(Repository repository, List<String> words) {
        String script = repository.text("holdfast").orElseThrow().whole();
        Set<String> known = new HashSet<>(Set.of(""));
        WORDS.matcher(script.substring(Math.max(0, script.indexOf("case $word")))).results()
                .forEach(found -> known.addAll(List.of(found.group(1).strip().split("[ |]+", -1))));
        return known.contains(words.getFirst())
                ? Optional.empty()
                : Optional.of("./holdfast does not know \"" + words.getFirst() + "\"");
    }

    private static Optional<String> maven(Repository repository, List<String> words) {
        String before = "";
        for (String word : words) {
            boolean modules = before.equals("-pl") || before.equals("-rf");
            if (modules && !repository.modules().containsAll(List.of(
                    word.replaceAll("[!:]", "").split(",", -1)))) {
                return Optional.of("there is no module " + word);
            }
            if (word.startsWith("-Dtest=") && !tests(repository, word.substring(7))) {
                return Optional.of("there is no test " + word.substring(7));
            }
            if (!modules && !word.isEmpty() && !word.startsWith("-") && !word.contains(":")
                    && !PHASES.contains(word)) {
                return Optional.of("./mvnw does not know \"" + word + "\"");
            }
            before = word;
        }
        return Optional.empty();
    }

    private static boolean tests(Repository repository, String names) {
        for (String name : names.replace("'", "").replaceAll("#.*", "").split(",", -1)) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            boolean there = repository.sources().stream().anyMatch(
                    source -> source.text().name().matches(simple.replace("*", ".*") + "\\.java"));
            if (!there) {
                return false;
            }
        }
        return true;
    }

    private static SeededRepository scripts(SeededRepository seed) {
        seed.file("mvnw", "#!/bin/sh\n");
        return seed.file("holdfast", """
                case $word in
                    serve | demo) run ;;
                    bench) run; shift ;;
                    help | --help | -h) help; exit 0 ;;
                esac
                """);
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        scripts(seed).file("shop/src/test/java/SeatTest.java", "class SeatTest {}\n");
        seed.file("docs/start.md", """
                ```sh
                ./holdfast sell
                HOLDFAST_PORT=1 ./mvnw -q check
                ./mvnw -pl stall test
                ```
                Or `./mvnw -Dtest=SeatsTest test`.
                """);
        return List.of("README.md:1", "docs/start.md:2", "docs/start.md:3", "docs/start.md:4",
                "docs/start.md:6");
    }

    @Override
    public void keep(SeededRepository seed) {
        scripts(seed).file("shop/src/test/java/SeatTest.java", "class SeatTest {}\n");
        seed.file("README.md", """
                ```sh
                ./holdfast bench seats --clients 8   # measure
                ./holdfast --help && ./mvnw
                ./mvnw -pl shop -am -Dtest=SeatTest#one clean verify
                ./mvnw org.example:some-plugin:goal
                ```
                With `./holdfast`, `./holdfast serve` or `./holdfast demo`.
                """);
    }
}
