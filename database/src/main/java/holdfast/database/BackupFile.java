package holdfast.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The backup file: a ZIP archive with one entry for each table, in PostgreSQL's text format, and a
/// last entry that lists them with rows and checksums. It gets its name only when it is complete
/// and synced to disk. Only its owner can read it.
final class BackupFile {
    private static final String FORMAT = "holdfast-backup 1";
    private static final String CONTENTS = "contents";

    private BackupFile() {}

    /// One table of the backup.
    record Part(SchemaTables.Table table, long rows, String sha256) {

        /// Holdfast's names of tables and columns contain neither blanks nor commas.
        String line() {
            return table.name() + " " + rows + " " + sha256 + " "
                    + String.join(",", table.columns());
        }

        static Part of(String line) throws IOException {
            String[] words = line.split(" ", -1);
            if (words.length != 4 || !words[1].matches("[0-9]{1,18}")) {
                throw new IOException("its contents cannot be understood");
            }
            return new Part(new SchemaTables.Table(words[0], List.of(words[3].split(",", -1))),
                    Long.parseLong(words[1]), words[2]);
        }
    }

    @FunctionalInterface
    interface Body {
        /// Writes a table and returns its number of rows.
        long write(OutputStream out) throws SQLException, IOException;
    }

    static Writing create(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " is there already");
        }
        return new Writing(file.toAbsolutePath());
    }

    /// Opens it and verifies all checksums before any of it is used.
    static Reading open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("it is not there");
        }
        Reading reading = new Reading(file);
        try {
            reading.check();
            return reading;
        } catch (IOException | RuntimeException damaged) {
            reading.close();
            throw damaged;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static final class Writing implements AutoCloseable {
        private final Path file;
        private final Path draft;
        private final FileChannel channel;
        private final ZipOutputStream zip;
        private final StringBuilder contents = new StringBuilder();

        private Writing(Path file) throws IOException {
            this.file = file;
            this.draft = file.resolveSibling(file.getFileName() + ".part");
            Files.deleteIfExists(draft);
            this.channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            this.zip = new ZipOutputStream(
                    new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), UTF_8);
        }

        void head(SchemaVersions versions) throws IOException {
            if (versions.engine().isEmpty()) {
                throw new IOException("it has no tables of Holdfast's");
            }
            contents.append(FORMAT).append('\n').append(versions.engine()).append('\n')
                    .append(versions.server()).append('\n');
        }

        long table(SchemaTables.Table table, Body body) throws SQLException, IOException {
            zip.putNextEntry(new ZipEntry(table.name()));
            DigestOutputStream out = new DigestOutputStream(zip, sha256());
            long rows = body.write(out);
            zip.closeEntry();
            contents.append(new Part(table, rows,
                    HexFormat.of().formatHex(out.getMessageDigest().digest())).line())
                    .append('\n');
            return rows;
        }

        /// Syncs it to disk and renames it; returns its size in bytes.
        long finish() throws IOException {
            zip.putNextEntry(new ZipEntry(CONTENTS));
            zip.write(contents.toString().getBytes(UTF_8));
            zip.closeEntry();
            zip.finish();
            zip.flush();
            channel.force(true);
            long bytes = channel.size();
            zip.close();
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file + " is there already");
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            Path folder = file.getParent();
            if (folder != null) {
                try (FileChannel directory = FileChannel.open(folder, READ)) {
                    directory.force(true);
                }
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(draft);
        }
    }

    static final class Reading implements AutoCloseable {
        private final ZipFile zip;
        private final long bytes;
        private final SchemaVersions versions;
        private final List<Part> parts = new ArrayList<>();

        private Reading(Path file) throws IOException {
            zip = new ZipFile(file.toFile(), UTF_8);
            bytes = Files.size(file);
            try (InputStream in = entry(CONTENTS)) {
                List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
                if (lines.size() < 3 || !lines.getFirst().equals(FORMAT)) {
                    throw new IOException("it is no copy of this format (" + FORMAT + ")");
                }
                versions = new SchemaVersions(lines.get(1), lines.get(2));
                for (String line : lines.subList(3, lines.size())) {
                    parts.add(Part.of(line));
                }
            } catch (IOException | RuntimeException nonsense) {
                zip.close();
                throw nonsense;
            }
        }

        private void check() throws IOException {
            for (Part part : parts) {
                MessageDigest digest = sha256();
                try (InputStream in = body(part);
                        OutputStream out = new DigestOutputStream(
                                OutputStream.nullOutputStream(), digest)) {
                    in.transferTo(out);
                }
                if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
                    throw new IOException(
                            "it is damaged: " + part.table().name() + " differs from its checksum");
                }
            }
        }

        private InputStream entry(String name) throws IOException {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException("it lacks " + name);
            }
            return zip.getInputStream(entry);
        }

        SchemaVersions versions() {
            return versions;
        }

        List<Part> parts() {
            return parts;
        }

        InputStream body(Part part) throws IOException {
            return entry(part.table().name());
        }

        long bytes() {
            return bytes;
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
