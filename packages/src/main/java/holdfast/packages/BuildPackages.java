package holdfast.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The command that builds the packages of this machine's kind out of a built repository.
public final class BuildPackages {
    /// Every file of every package has this time; it is the build's `outputTimestamp`.
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64");

    private final Path repository;
    private final Path output;
    private final PrintStream out;
    private final String version;
    private final String architecture;

    BuildPackages(Path repository, Path output, String version, PrintStream out) {
        this.repository = repository;
        this.output = output;
        this.version = version;
        this.out = out;
        String machine = System.getProperty("os.arch");
        architecture = ARCHITECTURES.getOrDefault(machine, machine);
    }

    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        boolean image = words.contains("--image");
        List<String> paths = words.stream().filter(word -> !word.startsWith("--")).toList();
        if (paths.size() != 2 || paths.size() + (image ? 1 : 0) != words.size()) {
            System.err.println("Usage: BuildPackages <repository> <output folder> [--image]");
            System.exit(2);
        }
        Path repository = Path.of(paths.getFirst());
        new BuildPackages(repository, Path.of(paths.getLast()), version(repository), System.out)
                .build(image);
    }

    /// Builds all packages into the output folder, with their checksums.
    void build(boolean image) throws IOException {
        Files.createDirectories(output);
        Path work = output.resolve("work");
        deleteTree(work);
        Files.createDirectories(work);
        out.println("Linking the Java runtime ...");
        JavaRuntime.link(work.resolve("runtime"));
        InstalledFiles program = program(work.resolve("runtime"));
        List<Path> built = new ArrayList<>();
        built.add(archive(program));
        built.add(debianPackage(program));
        if (image) {
            built.add(image(program, work));
        }
        StringBuilder sums = new StringBuilder();
        for (Path each : built) {
            sums.append(Sha256File.of(each)).append("  ").append(each.getFileName()).append('\n');
        }
        Files.writeString(output.resolve("SHA256SUMS"), sums);
        deleteTree(work);
        out.print(sums);
    }

    Path archiveFile() {
        return output.resolve("holdfast-" + version + "-linux-" + architecture + ".tar.gz");
    }

    Path debianFile() {
        return output.resolve("holdfast_" + debianVersion() + "_" + architecture + ".deb");
    }

    Path imageFile() {
        return output.resolve("holdfast-" + version + "-oci-" + architecture + ".tar");
    }

    /// In Debian's order `0.1.0~SNAPSHOT` is older than `0.1.0`.
    private String debianVersion() {
        return version.replace('-', '~');
    }

    /// What every package contains: the command, the jars and the Java runtime.
    private InstalledFiles program(Path runtime) throws IOException {
        return new InstalledFiles()
                .add(resource("bin/holdfast", "holdfast", InstalledFile.Type.PROGRAM))
                .add(InstalledFile.of("app/jvm.options", repository.resolve("ops/jvm.options")))
                .add(InstalledFile.of("app/holdfast-server.jar",
                        repository.resolve("server/target/holdfast-server.jar")))
                // Its libraries are among the server's.
                .add(InstalledFile.of("app/holdfast-sandbox.jar",
                        repository.resolve("sandbox/target/holdfast-sandbox.jar")))
                .addTree("app/lib", repository.resolve("server/target/lib"))
                .addTree("runtime", runtime);
    }

    private InstalledFiles documents() throws IOException {
        InstalledFiles files = new InstalledFiles();
        for (String name : List.of("README.md", "CHANGELOG.md", "LICENSE", "NOTICE")) {
            files.add(InstalledFile.of(name, repository.resolve(name)));
        }
        return files.addTree("docs", repository.resolve("docs"))
                .addTree("ops", repository.resolve("ops"));
    }

    private Path archive(InstalledFiles program) throws IOException {
        out.println("Writing the archive ...");
        InstalledFiles all = new InstalledFiles().addAll(program.list())
                .addAll(documents().list()).under("holdfast-" + version);
        TarFile.gzip(archiveFile(), all.list(), TIME);
        return archiveFile();
    }

    private Path debianPackage(InstalledFiles program) throws IOException {
        out.println("Writing the Debian package ...");
        InstalledFiles data = new InstalledFiles()
                .addAll(program.under("usr/lib/holdfast").list())
                .addAll(documents().under("usr/share/doc/holdfast").list())
                .add(InstalledFile.of("usr/share/doc/holdfast/copyright",
                        repository.resolve("LICENSE")))
                .add(resource("usr/bin/holdfast", "service-command", InstalledFile.Type.PROGRAM))
                .add(resource("etc/holdfast/holdfast.properties", "holdfast.properties",
                        InstalledFile.Type.PRIVATE))
                .add(resource("lib/systemd/system/holdfast.service", "holdfast.service",
                        InstalledFile.Type.FILE));
        String control = text("control").replace("${version}", debianVersion())
                .replace("${architecture}", architecture)
                .replace("${kilobytes}", Long.toString(data.size() / 1024));
        InstalledFiles scripts = new InstalledFiles()
                .add(InstalledFile.of("control", InstalledFile.Type.FILE,
                        control.getBytes(StandardCharsets.UTF_8)))
                .add(resource("conffiles", "conffiles", InstalledFile.Type.FILE))
                .add(resource("postinst", "postinst", InstalledFile.Type.PROGRAM))
                .add(resource("prerm", "prerm", InstalledFile.Type.PROGRAM))
                .add(resource("postrm", "postrm", InstalledFile.Type.PROGRAM));
        DebFile.write(debianFile(), scripts.list(), data.list(), TIME);
        return debianFile();
    }

    private Path image(InstalledFiles program, Path work) throws IOException {
        out.println("Writing the container image ...");
        Path layout = work.resolve("image");
        new OciImage(layout, TIME).layer(DebianBase.files(work))
                .layer(program.under("usr/lib/holdfast"))
                .write(architecture, version, text("image.json"));
        try (var file = Files.newOutputStream(imageFile())) {
            TarFile.write(file, new InstalledFiles().addTree("image", layout).list().stream()
                    .filter(each -> !each.path().equals("image"))
                    .map(BuildPackages::withoutTop).toList(), TIME);
        }
        return imageFile();
    }

    private static InstalledFile withoutTop(InstalledFile file) {
        return new InstalledFile(file.path().substring(file.path().indexOf('/') + 1), file.type(),
                file.content(), file.target(), file.owner());
    }

    /// The version of the server that the repository was built to.
    static String version(Path repository) throws IOException {
        Path jar = repository.resolve("server/target/holdfast-server.jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            String version = file.getManifest().getMainAttributes()
                    .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            if (version == null) {
                throw new IOException(jar + " says no version");
            }
            return version;
        }
    }

    private static InstalledFile resource(String path, String name, InstalledFile.Type type)
            throws IOException {
        return InstalledFile.of(path, type, text(name).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = BuildPackages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path each : found.sorted(Comparator.reverseOrder())
                        .collect(Collectors.toList())) {
                    Files.delete(each);
                }
            }
        }
    }
}
