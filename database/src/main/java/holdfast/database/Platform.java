package holdfast.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The platform, as the archives of PostgreSQL programs name it.
///
/// @param system `linux` or `darwin`, or the name that the machine reports
/// @param cpu    `x86_64` or `arm_64`, or the name that the machine reports
/// @param musl   whether the C library is musl, as on Alpine, where the usual programs do not run
record Platform(String system, String cpu, boolean musl) {

    static Platform here() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String system =
                name.startsWith("linux") ? "linux" : name.startsWith("mac") ? "darwin" : name;
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String cpu =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> arch;
                };
        return new Platform(system, cpu, system.equals("linux") && onMusl());
    }

    String archive() {
        return "postgres-" + system + "-" + cpu + (musl ? "-alpine_linux" : "") + ".txz";
    }

    @Override
    public String toString() {
        return system + "/" + cpu + (musl ? " with musl" : "");
    }

    private static boolean onMusl() {
        if (Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"))) {
            return false;
        }
        try (DirectoryStream<Path> loaders =
                Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            return loaders.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
