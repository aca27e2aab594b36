package holdfast.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of an installation by path, with every folder above them. The order is fixed.
final class InstalledFiles {
    private final Map<String, InstalledFile> files = new TreeMap<>();

    InstalledFiles add(InstalledFile file) {
        for (int at = file.path().indexOf('/'); at > 0; at = file.path().indexOf('/', at + 1)) {
            String folder = file.path().substring(0, at);
            files.putIfAbsent(folder, InstalledFile.folder(folder));
        }
        files.put(file.path(), file);
        return this;
    }

    InstalledFiles addAll(Collection<InstalledFile> more) {
        more.forEach(this::add);
        return this;
    }

    /// Adds what is in a folder of this machine, links as links.
    InstalledFiles addTree(String under, Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.toList()) {
                if (each.equals(folder)) {
                    continue;
                }
                String path = under + "/" + folder.relativize(each).toString().replace('\\', '/');
                if (Files.isSymbolicLink(each)) {
                    add(InstalledFile.link(path, Files.readSymbolicLink(each).toString()));
                } else if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    add(InstalledFile.folder(path));
                } else {
                    add(InstalledFile.of(path, each));
                }
            }
        }
        return this;
    }

    /// Folders come before what is in them.
    List<InstalledFile> list() {
        return List.copyOf(files.values());
    }

    InstalledFiles under(String folder) {
        InstalledFiles moved = new InstalledFiles();
        files.values().forEach(file -> moved.add(file.under(folder)));
        return moved;
    }

    long size() throws IOException {
        long sum = 0;
        for (InstalledFile file : new ArrayList<>(files.values())) {
            sum += file.content().read().length;
        }
        return sum;
    }
}
