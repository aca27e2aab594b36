package holdfast.database;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/// Reads the little of the tar format that the archives of PostgreSQL programs use: files, folders
/// and symbolic links. Anything else, and anything that would land outside the folder, is refused.
final class Tar {
    private static final int BLOCK = 512;
    private static final Set<PosixFilePermission> PLAIN =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final InputStream in;
    private final Path into;

    private Tar(InputStream in, Path into) {
        this.in = in;
        this.into = into;
    }

    static void unpack(InputStream in, Path into, Predicate<String> wanted) throws IOException {
        new Tar(in, into.toAbsolutePath().normalize()).unpack(wanted);
    }

    private void unpack(Predicate<String> wanted) throws IOException {
        String longName = null;
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return;
            }
            String name = longName == null ? name(header) : longName;
            longName = null;
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            if (type == 'L') {
                longName = until0(in.readNBytes((int) size), 0, (int) size);
            } else if (wanted.test(name)) {
                entry(type, header, inside(name), size);
            } else {
                in.skipNBytes(size);
            }
            in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        }
    }

    private void entry(char type, byte[] header, Path path, long size) throws IOException {
        switch (type) {
            case '0', '\0' -> {
                Files.createDirectories(parent(path));
                try (OutputStream out = Files.newOutputStream(path)) {
                    copy(out, size);
                }
                Files.setPosixFilePermissions(
                        path, (octal(header, 100, 8) & 0100) == 0 ? PLAIN : PROGRAM);
            }
            case '2' -> {
                Files.createDirectories(parent(path));
                Path target = Path.of(until0(header, 157, 100));
                inside(into.relativize(parent(path).resolve(target)).toString());
                Files.createSymbolicLink(path, target);
            }
            case '5' -> {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PROGRAM);
            }
            default ->
                    throw new IOException(
                            "The archive has an entry of unknown kind '" + type + "': " + path);
        }
    }

    private void copy(OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = size;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("The archive ends in the middle of a file.");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private Path inside(String name) throws IOException {
        Path path = into.resolve(name).normalize();
        if (!path.startsWith(into) || path.equals(into)) {
            throw new IOException(
                    "The archive has an entry that leads outside its folder: " + name);
        }
        return path;
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("The archive has an entry without a folder: " + path);
        }
        return parent;
    }

    private static String name(byte[] header) {
        String prefix = until0(header, 345, 155);
        String name = until0(header, 0, 100);
        boolean ustar = until0(header, 257, 6).equals("ustar");
        return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
    }

    private static String until0(byte[] bytes, int from, int length) {
        byte[] field = Arrays.copyOfRange(bytes, from, from + length);
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        return new String(field, 0, end, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] bytes, int from, int length) throws IOException {
        String digits = until0(bytes, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("The archive has a number that is none: " + digits, e);
        }
    }
}
