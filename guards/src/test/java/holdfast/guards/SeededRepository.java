package holdfast.guards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A small repository of a module or two, for violations.
public final class SeededRepository {
    private final Path root;
    private final Set<String> modules = new TreeSet<>();

    SeededRepository(Path root) {
        this.root = root;
    }

    public SeededRepository file(String path, String text) {
        Path file = root.resolve(path);
        if (path.contains("/src/")) {
            modules.add(path.substring(0, path.indexOf('/')));
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.writeString(root.resolve("pom.xml"), modules.stream()
                    .map(module -> "<module>" + module + "</module>")
                    .collect(Collectors.joining("\n", "<modules>\n", "\n</modules>\n")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /// Compiles the files written so far; each module's main classes go where Maven would put them.
    public void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String module : modules) {
            Path classes = root.resolve(module, "target", "classes");
            List<Path> written = new Repository(root).texts(".java").stream()
                    .filter(text -> text.isIn(module + "/src/main"))
                    .map(text -> root.resolve(text.path()))
                    .toList();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                Files.createDirectories(classes);
                var units = files.getJavaFileObjectsFromPaths(written);
                List<String> options = List.of(
                        "-proc:none", "-d", classes.toString(),
                        "-cp", System.getProperty("java.class.path"));
                if (!compiler.getTask(null, files, null, options, null, units).call()) {
                    throw new IllegalStateException("the seed does not compile");
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    Repository repository() {
        return new Repository(root);
    }
}
