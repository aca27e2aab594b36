package holdfast.packages;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/// The Java runtime in a package: the modules of the running JDK that Holdfast needs.
final class JavaRuntime {
    /// What the server and its libraries import, and what they find by name: languages of dates and
    /// amounts, elliptic curves for TLS, DNS, sockets and the management of the process. The sandbox
    /// needs the HTTP server of the JDK.
    private static final List<String> MODULES = List.of("java.base", "java.desktop",
            "java.instrument", "java.logging", "java.management", "java.naming", "java.net.http",
            "java.security.jgss", "java.security.sasl", "java.sql", "java.xml", "jdk.crypto.ec",
            "jdk.httpserver", "jdk.jcmd", "jdk.jfr", "jdk.localedata", "jdk.management",
            "jdk.management.agent",
            "jdk.naming.dns", "jdk.net", "jdk.unsupported", "jdk.zipfs");

    private JavaRuntime() {}

    static void link(Path into) {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow(
                () -> new IllegalStateException("jlink is missing: packages are built by a JDK"));
        StringWriter said = new StringWriter();
        PrintWriter printer = new PrintWriter(said, true);
        int status = jlink.run(printer, printer, "--add-modules", String.join(",", MODULES),
                "--strip-debug", "--no-man-pages", "--no-header-files", "--compress", "zip-6",
                // These two write other bytes from run to run (JDK-8392531).
                "--disable-plugin", "system-modules", "--disable-plugin", "generate-jli-classes",
                "--output", into.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink failed: " + said);
        }
    }
}
