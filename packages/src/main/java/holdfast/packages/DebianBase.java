package holdfast.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The lowest layer of the container image: the C and C++ libraries, a shell for PostgreSQL's programs and the
/// time zones, out of Debian's packages, and the user of the server. No package manager, no root.
final class DebianBase {
    static final int USER = 10_001;
    private static final List<String> PACKAGES =
            List.of("libc6", "libgcc-s1", "libstdc++6", "busybox-static", "tzdata",
                    "base-files");
    /// Documentation other than licences is left out.
    private static final List<String> UNUSED =
            List.of("usr/share/man", "usr/share/lintian", "usr/share/locale", "usr/share/info");
    private static final List<String> MERGED = List.of("bin", "lib", "lib64", "sbin");

    private DebianBase() {}

    static InstalledFiles files(Path work) throws IOException {
        Path packages = Files.createDirectories(work.resolve("debian"));
        Path root = Files.createDirectories(work.resolve("base"));
        Programs.run(packages, Stream.concat(
                Stream.of("apt-get", "download", "-qq"), PACKAGES.stream()).toList());
        try (Stream<Path> found = Files.list(packages)) {
            for (Path each : found.sorted().toList()) {
                Programs.run(packages,
                        List.of("dpkg-deb", "--extract", each.toString(), root.toString()));
            }
        }
        InstalledFiles all = new InstalledFiles().addTree("base", root);
        InstalledFiles files = new InstalledFiles();
        for (InstalledFile file : all.list()) {
            inside(file).filter(DebianBase::isUsed).ifPresent(files::add);
        }
        for (String folder : MERGED) {
            if (!Files.exists(root.resolve(folder))
                    && Files.exists(root.resolve("usr/" + folder))) {
                files.add(InstalledFile.link(folder, "usr/" + folder));
            }
        }
        return files.addAll(own());
    }

    private static Optional<InstalledFile> inside(InstalledFile file) {
        String path = file.path();
        return path.startsWith("base/")
                ? Optional.of(new InstalledFile(path.substring("base/".length()), file.type(),
                        file.content(), file.target(), file.owner()))
                : Optional.empty();
    }

    private static boolean isUsed(InstalledFile file) {
        return UNUSED.stream().noneMatch(file.path()::startsWith);
    }

    private static List<InstalledFile> own() {
        return List.of(
                InstalledFile.link("bin/sh", "/bin/busybox"),
                text("etc/passwd", "root:x:0:0:root:/:/bin/sh\nholdfast:x:" + USER + ":" + USER
                        + "::/var/lib/holdfast:/bin/sh\n"),
                text("etc/group", "root:x:0:\nholdfast:x:" + USER + ":\n"),
                text("etc/nsswitch.conf", "hosts: files dns\n"),
                new InstalledFile("tmp", InstalledFile.Type.SHARED_FOLDER,
                        InstalledFile.Content.NONE, Optional.empty(), 0),
                InstalledFile.folder("var/lib/holdfast").ownedBy(USER));
    }

    private static InstalledFile text(String path, String text) {
        return InstalledFile.of(
                path, InstalledFile.Type.FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}
