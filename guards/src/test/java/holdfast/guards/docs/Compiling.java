package holdfast.guards.docs;

import holdfast.guards.Repository;
import holdfast.guards.RuleFinding;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles snippets in memory.
final class Compiling {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    private final List<RuleFinding> findings = new ArrayList<>();

    Compiling(Repository repository, List<Snippet> snippets) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        Map<URI, Snippet> origins = new HashMap<>();
        List<JavaFileObject> files = new ArrayList<>();
        for (Snippet snippet : snippets) {
            JavaFileObject file = snippet.file(repository);
            origins.put(file.toUri(), snippet);
            files.add(file);
        }
        if (files.isEmpty()) {
            return;
        }
        List<String> options = List.of(
                "-proc:none", "-implicit:none", "-Xlint:none", "-cp", repository.classPath());
        compiler.getTask(null, inMemory(compiler), complaints, options, null, files).call();
        for (Diagnostic<? extends JavaFileObject> complaint : complaints.getDiagnostics()) {
            JavaFileObject file = complaint.getSource();
            if (complaint.getKind() == Diagnostic.Kind.ERROR && file != null) {
                Snippet snippet = origins.get(file.toUri());
                if (snippet != null) {
                    findings.add(snippet.at(complaint.getLineNumber(), "does not compile: "
                            + complaint.getMessage(Locale.ROOT).replaceAll("\\s+", " ")));
                }
            }
        }
    }

    List<RuleFinding> findings() {
        return findings;
    }

    /// Loads the compiled snippets, with this test's class path.
    ClassLoader loader() {
        return new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                ByteArrayOutputStream bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes.toByteArray(), 0, bytes.size());
            }
        };
    }

    private JavaFileManager inMemory(JavaCompiler compiler) {
        return new ForwardingJavaFileManager<JavaFileManager>(
                compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                classes.put(name, bytes);
                return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return bytes;
                    }
                };
            }
        };
    }
}
