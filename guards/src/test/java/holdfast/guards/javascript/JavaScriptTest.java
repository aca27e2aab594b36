package holdfast.guards.javascript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.guards.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Checks the JavaScript that the server sends: its types by TypeScript's checker, its habits by
/// ESLint. Both come from npm, in the versions of `web-checks/package-lock.json`.
@ExtendWith(Node.class)
class JavaScriptTest {
    private static final Path ROOT = Repository.ours().root();
    private static final Path CHECKS = ROOT.resolve("web-checks");
    private static final Path SENT = ROOT.resolve("server/src/main/resources/holdfast/web/assets");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern ANY = Pattern.compile(".*\\bany\\b.*");

    @TempDir
    Path folder;

    /// Installs the two programs, unless they are there in the versions of the lock file.
    @BeforeAll
    static void install() throws IOException {
        Path lock = CHECKS.resolve("package-lock.json");
        Path installed = CHECKS.resolve("node_modules/.installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
            return;
        }
        Node.Result result = Node.run(CHECKS, List.of("npm", "ci", "--prefer-offline",
                "--ignore-scripts", "--no-audit", "--no-fund"));
        assertThat(result.success()).as(result.output()).isTrue();
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Writes the declarations of a folder's modules into the temporary folder.
    private Node.Result types(Path modules) throws IOException {
        Path config = Files.writeString(folder.resolve("tsconfig.json"), """
                {
                  "extends": "%s",
                  "compilerOptions": {"rootDir": "%s", "outDir": "%s"},
                  "include": ["%2$s"]
                }
                """.formatted(CHECKS.resolve("tsconfig.json"), modules, declarations()), UTF_8);
        return Node.run(CHECKS, List.of("node", "node_modules/typescript/bin/tsc",
                "--project", config.toString()));
    }

    private Path declarations() {
        return folder.resolve("declarations");
    }

    private static Node.Result lint(Path modules) {
        return Node.run(modules, List.of("node",
                CHECKS.resolve("node_modules/eslint/bin/eslint.js").toString(),
                "--config", CHECKS.resolve("eslint.config.js").toString(), "."));
    }

    /// The lines of the declarations that let every type through.
    private List<String> exportedAny() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(declarations())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                COMMENT.matcher(Files.readString(file, UTF_8)).replaceAll("").lines()
                        .filter(line -> ANY.matcher(line).matches())
                        .forEach(line -> found.add(file.getFileName() + ": " + line.strip()));
            }
        }
        return found;
    }

    private Path module(String text) throws IOException {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        Files.writeString(modules.resolve("seeded.js"), text, UTF_8);
        return modules;
    }

    @Test
    void typesAreRightAndNoneThatIsExportedIsAny() throws IOException {
        Node.Result result = types(SENT);
        assertThat(result.success()).as(result.output()).isTrue();
        assertThat(declarations().resolve("elements/seats.d.ts")).exists();
        assertThat(exportedAny()).isEmpty();
    }

    @Test
    void theLinterFindsNothing() {
        Node.Result result = lint(SENT);
        assertThat(result.success()).as(result.output()).isTrue();
    }

    @Test
    void aWrongTypeIsSeen() throws IOException {
        Node.Result result = types(module("""
                /** @param {number} count */
                export function twice(count) {
                  return count * 2;
                }
                twice("two");
                """));
        assertThat(result.success()).isFalse();
        assertThat(result.output()).contains("seeded.js(5,7): error TS2345");
    }

    @Test
    void aMissingTypeIsSeen() throws IOException {
        Node.Result result = types(module("export const same = (value) => value;\n"));
        assertThat(result.success()).isFalse();
        assertThat(result.output()).contains("seeded.js(1,22): error TS7006");
    }

    @Test
    void anExportedAnyIsSeen() throws IOException {
        Node.Result result = types(module("""
                /** Reads any text. @param {string} text */
                export const read = (text) => JSON.parse(text);
                """));
        assertThat(result.success()).as(result.output()).isTrue();
        assertThat(exportedAny())
                .containsExactly("seeded.d.ts: export declare const read: (text: string) => any;");
    }

    @Test
    void theLinterSeesViolations() throws IOException {
        Node.Result result = lint(module("""
                var count = 1;
                /** @type {any} */
                const other = 2;
                for (const count of [1, 2]) {
                  missing(count == 2);
                }
                """));
        assertThat(result.success()).isFalse();
        assertThat(result.output()).contains("no-var", "no-unused-vars", "no-shadow", "no-undef",
                "eqeqeq", "holdfast/no-any");
    }

    @Test
    void anOldNodeIsNotUsed() {
        assertThat(Stream.of("v18.20.4", "v20.18.3", "v21.7.3", "v22.12.0", "v23.9.0", "node"))
                .noneMatch(Node::isUsable);
        assertThat(Stream.of("v20.19.0", "v22.13.1", "v24.0.0", "v26.12.1"))
                .allMatch(Node::isUsable);
    }
}
