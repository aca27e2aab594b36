package holdfast.server.mail;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A mail that was written to a file instead of being sent.
///
/// @param text  the text that mail programs without HTML show
/// @param files what is attached
public record KeptMail(
        String id, String from, String to, String subject, Instant at, String text,
        List<Attached> files) {

    /// A file of the mail.
    public static final class Attached {
        private final String name;
        private final String type;
        private final byte[] content;

        Attached(String name, String type, byte[] content) {
            this.name = name;
            this.type = type;
            this.content = content.clone();
        }

        public String name() {
            return name;
        }

        /// Its media type, without parameters.
        public String type() {
            return type;
        }

        public byte[] content() {
            return content.clone();
        }
    }

    static KeptMail read(String id, byte[] file) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(file));
        List<Attached> files = new ArrayList<>();
        String text = text(message, files).orElse("");
        return new KeptMail(id, people(message.getFrom()), people(message.getAllRecipients()),
                Optional.ofNullable(message.getSubject()).orElse(""),
                Optional.ofNullable(message.getSentDate()).map(date -> date.toInstant())
                        .orElse(Instant.EPOCH),
                text, files);
    }

    private static String people(Address[] addresses) {
        return Stream.ofNullable(addresses).flatMap(Stream::of)
                .map(address -> address instanceof InternetAddress each
                        ? each.toUnicodeString() : address.toString())
                .collect(Collectors.joining(", "));
    }

    /// The first plain text; what is attached is collected.
    private static Optional<String> text(Part part, List<Attached> files)
            throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            Optional<String> first = Optional.empty();
            for (int at = 0; at < parts.getCount(); at++) {
                BodyPart each = parts.getBodyPart(at);
                Optional<String> found = text(each, files);
                first = first.isPresent() ? first : found;
            }
            return first;
        }
        if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            files.add(new Attached(Optional.ofNullable(part.getFileName()).orElse("file"),
                    part.getContentType().replaceAll("[;\\s].*", "").toLowerCase(
                            java.util.Locale.ROOT),
                    part.getInputStream().readAllBytes()));
            return Optional.empty();
        }
        return part.isMimeType("text/plain") && part.getContent() instanceof String plain
                ? Optional.of(plain) : Optional.empty();
    }
}
