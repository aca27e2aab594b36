package holdfast.guards;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The repository on the disk. Files are read once and cached.
public final class Repository {
    private static final String EXAMPLES = "docs/examples/";
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern READABLE = Pattern.compile(
            ".+/.+\\.(java|sql|md|xml|sh|html|css|js|json|properties|ya?ml|txt|scenario|config)"
                    + "|[^/]+\\.(md|xml)|holdfast|mvnw|\\.ci/run");
    private static @Nullable Repository ours;

    private final Path root;
    private @Nullable List<RepositoryFile> texts;
    private @Nullable List<Source> sources;
    private @Nullable List<Compiled> classes;

    Repository(Path root) {
        this.root = root;
    }

    /// The repository that these tests run in.
    public static Repository ours() {
        Repository repository = ours;
        if (repository == null) {
            repository = new Repository(rootAbove(Path.of("").toAbsolutePath()));
            ours = repository;
        }
        return repository;
    }

    static Path rootAbove(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            Path pom = at.resolve("pom.xml");
            if (Files.exists(pom) && read(pom).contains("<modules>")) {
                return at;
            }
        }
        throw new IllegalStateException("no pom.xml with <modules> above " + start);
    }

    public Path root() {
        return root;
    }

    public List<String> modules() {
        return MODULE.matcher(read(root.resolve("pom.xml"))).results()
                .map(found -> found.group(1))
                .toList();
    }

    /// All hand-written files: no build output, no downloads and no files of one machine.
    public List<RepositoryFile> texts() {
        List<RepositoryFile> known = texts;
        if (known == null) {
            known = readTexts();
            texts = known;
        }
        return known;
    }

    public List<RepositoryFile> texts(String suffix) {
        return texts().stream().filter(text -> text.path().endsWith(suffix)).toList();
    }

    public Optional<RepositoryFile> text(String path) {
        return texts().stream().filter(text -> text.path().equals(path)).findAny();
    }

    /// The code of the modules. Programs for readers of the documentation are for their own project.
    public List<Source> sources() {
        List<Source> known = sources;
        if (known == null) {
            known = Source.parse(texts(".java").stream()
                    .filter(text -> !text.path().startsWith(EXAMPLES)).toList());
            sources = known;
        }
        return known;
    }

    public List<Source> mainSources() {
        return sources().stream().filter(source -> !source.text().isTest()).toList();
    }

    /// The class files of every module whose sources still exist.
    public List<Compiled> classes() {
        List<Compiled> known = classes;
        if (known == null) {
            known = Compiled.read(this);
            classes = known;
        }
        return known;
    }

    /// The class path of the compiled modules and their dependencies.
    public String classPath() {
        List<String> places = new ArrayList<>();
        for (String module : modules()) {
            places.add(root.resolve(module, "target", "classes").toString());
            places.add(root.resolve(module, "target", "test-classes").toString());
        }
        places.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, places);
    }

    private List<RepositoryFile> readTexts() {
        List<RepositoryFile> found = new ArrayList<>();
        for (Path top : children(root)) {
            String name = top.getFileName().toString();
            if (modules().contains(name)) {
                found.addAll(under(top.resolve("src")));
                found.addAll(some(top.resolve("pom.xml")));
            } else if (List.of("docs", ".ci", ".mvn").contains(name)) {
                found.addAll(under(top));
            } else {
                found.addAll(some(top));
            }
        }
        return List.copyOf(found);
    }

    private List<RepositoryFile> under(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().flatMap(file -> some(file).stream()).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<RepositoryFile> some(Path file) {
        String path = root.relativize(file).toString().replace('\\', '/');
        return READABLE.matcher(path).matches() && Files.isRegularFile(file)
                ? List.of(new RepositoryFile(path, read(file)))
                : List.of();
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Stream<String> matches(Pattern expression, String text) {
        return expression.matcher(text).results().map(MatchResult::group);
    }
}
