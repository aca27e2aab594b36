package holdfast.server.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps mails as files that a mail program opens, in a folder for each workspace, where no SMTP
/// server is set.
public final class MailFolder {
    private static final String EML = ".eml";

    private final Path folder;

    public MailFolder(Path folder) {
        this.folder = folder;
    }

    MailTransport open() {
        return new MailTransport() {
            @Override
            public Result send(StoredMail mail, MimeMessage message) {
                try {
                    write(file(mail), message);
                    return new Result.Accepted("written to " + file(mail).getFileName());
                } catch (IOException | MessagingException failure) {
                    return new Result.Later(SmtpServer.shortened(String.valueOf(failure)));
                }
            }

            @Override
            public void close() {}
        };
    }

    private Path file(StoredMail mail) {
        return folder.resolve(safe(mail.workspace())).resolve(safe(mail.id()) + EML);
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static void write(Path file, MimeMessage message)
            throws IOException, MessagingException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            message.writeTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The mails of a workspace, the newest first.
    public List<KeptMail> newest(String workspace, int most) {
        Path place = folder.resolve(safe(workspace));
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(place)) {
            return all.filter(file -> file.toString().endsWith(EML))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(KeptMail::at).reversed()
                            .thenComparing(KeptMail::id))
                    .limit(most).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Optional<KeptMail> find(String workspace, String id) {
        return read(folder.resolve(safe(workspace)).resolve(safe(id) + EML));
    }

    /// Empty where it was deleted meanwhile, or is no mail.
    private static Optional<KeptMail> read(Path file) {
        try {
            String name = file.getFileName().toString();
            return Optional.of(KeptMail.read(name.substring(0, name.length() - EML.length()),
                    Files.readAllBytes(file)));
        } catch (IOException | MessagingException gone) {
            return Optional.empty();
        }
    }

    void delete(StoredMail mail) throws IOException {
        Files.deleteIfExists(file(mail));
    }

    /// Deletes files that were written before a moment.
    void deleteOlder(Instant now, Duration kept) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, 2)) {
            files = all.filter(file -> file.toString().matches(".*\\.eml(\\.part)?")).toList();
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(kept))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
