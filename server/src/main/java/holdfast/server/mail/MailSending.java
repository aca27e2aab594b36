package holdfast.server.mail;

import holdfast.HoldfastReads;
import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the mails that are due. A mail is taken in a transaction of its own, sent without one, and
/// then marked; a node that dies between sending and marking has it sent once more with the same
/// Message-ID, which a mail program shows once.
public final class MailSending {
    private static final Logger LOG = LoggerFactory.getLogger(MailSending.class);
    private static final int AT_ONCE = 10;
    /// The pauses before the tries after the first one. The last one repeats.
    private static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1),
            Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1),
            Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8));

    private final MailTable table;
    private final MailWriter writer;
    private final String from;
    private final HoldfastReads engine;
    private final Supplier<MailTransport> transport;
    private final Optional<MailFolder> folder;
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder delayed = new LongAdder();

    private MailSending(
            MailTable table, MailWriter writer, String from, HoldfastReads engine,
            Supplier<MailTransport> transport, Optional<MailFolder> folder) {
        this.table = table;
        this.writer = writer;
        this.from = from;
        this.engine = engine;
        this.transport = transport;
        this.folder = folder;
    }

    /// Sends by SMTP.
    public static MailSending by(
            SmtpServer server, MailTable table, MailWriter writer, String from,
            HoldfastReads engine) {
        return new MailSending(table, writer, from, engine, server::open, Optional.empty());
    }

    /// Writes files.
    public static MailSending into(
            MailFolder folder, MailTable table, MailWriter writer, String from,
            HoldfastReads engine) {
        return new MailSending(table, writer, from, engine, folder::open, Optional.of(folder));
    }

    /// Sends some of the mails that are due. Returns whether there may be more.
    public boolean some() throws SQLException {
        List<StoredMail> taken = table.take(AT_ONCE, folder.isPresent());
        if (taken.isEmpty()) {
            return false;
        }
        Optional<String> broken = Optional.empty();
        try (MailTransport open = transport.get()) {
            for (StoredMail mail : taken) {
                broken = broken.isPresent() ? later(mail, broken.get()) : send(open, mail);
            }
        }
        return taken.size() == AT_ONCE && broken.isEmpty();
    }

    /// Returns why no other mail can be sent now, if that is so.
    private Optional<String> send(MailTransport open, StoredMail mail) throws SQLException {
        MimeMessage message;
        try {
            Optional<MailWriter.Written> written = writer.write(mail);
            if (written.isEmpty()) {
                table.superseded(mail);
                return Optional.empty();
            }
            message = message(mail, written.get());
        } catch (RuntimeException | MessagingException | UnsupportedEncodingException unwritable) {
            LOG.warn("The mail {} cannot be written", mail.id(), unwritable);
            later(mail, "it cannot be written: " + unwritable.getClass().getSimpleName());
            return Optional.empty();
        }
        return switch (open.send(mail, message)) {
            case MailTransport.Result.Accepted accepted -> {
                sent.increment();
                if (!table.sent(mail, accepted.answer())) {
                    folder.ifPresent(files -> delete(files, mail));
                }
                yield Optional.empty();
            }
            case MailTransport.Result.Never never -> {
                failed.increment();
                table.failed(mail, never.why());
                yield Optional.empty();
            }
            case MailTransport.Result.Later later -> {
                later(mail, later.why());
                yield Optional.empty();
            }
            case MailTransport.Result.NoConnection none -> later(mail, none.why());
        };
    }

    private Optional<String> later(StoredMail mail, String why) throws SQLException {
        delayed.increment();
        table.later(mail, why, PAUSES.get(Math.clamp(mail.tries() - 1, 0, PAUSES.size() - 1)));
        return Optional.of(why);
    }

    private static void delete(MailFolder files, StoredMail mail) {
        try {
            files.delete(mail);
        } catch (IOException failure) {
            LOG.warn("The file of the mail {} cannot be deleted", mail.id(), failure);
        }
    }

    /// Deletes the files of mails whose customers were forgotten, and files that are older than
    /// that.
    public void tidy(Duration kept) throws SQLException, IOException {
        if (folder.isEmpty()) {
            return;
        }
        for (StoredMail mail : table.forgottenFiles()) {
            folder.get().delete(mail);
            table.unfiled(mail);
        }
        folder.get().deleteOlder(engine.now(), kept);
    }

    public double sent() {
        return sent.sum();
    }

    public double failed() {
        return failed.sum();
    }

    public double delayed() {
        return delayed.sum();
    }

    private MimeMessage message(StoredMail mail, MailWriter.Written written)
            throws MessagingException, UnsupportedEncodingException {
        String domain = from.substring(from.indexOf('@') + 1);
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties())) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
            }
        };
        message.setFrom(new InternetAddress(
                from, written.from(), StandardCharsets.UTF_8.name()));
        if (written.replyTo().isPresent()) {
            message.setReplyTo(InternetAddress.parse(written.replyTo().get(), true));
        }
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(written.to(), true));
        message.setSubject(written.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.madeAt()));
        message.setHeader("Content-Language", written.language());
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(content(written));
        message.saveChanges();
        return message;
    }

    private static Multipart content(MailWriter.Written written) throws MessagingException {
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(written.text(), "text/plain; charset=utf-8"));
        alternatives.addBodyPart(html(written));
        List<BodyPart> files = new ArrayList<>();
        for (int at = 0; at < written.calendars().size(); at++) {
            var calendar = written.calendars().get(at);
            String type = "text/calendar; charset=utf-8; method="
                    + calendar.method().name().toUpperCase(Locale.ROOT);
            if (at == 0) {
                alternatives.addBodyPart(part(
                        new String(calendar.bytes(), StandardCharsets.UTF_8), type));
            }
            files.add(file(at == 0 ? "booking.ics" : "booking-" + (at + 1) + ".ics", type,
                    calendar.bytes()));
        }
        for (Attachments.Attached attached : written.attached()) {
            files.add(file(attached.name(), attached.type(), attached.content()));
        }
        if (files.isEmpty()) {
            return alternatives;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(alternatives);
        mixed.addBodyPart(body);
        for (BodyPart file : files) {
            mixed.addBodyPart(file);
        }
        return mixed;
    }

    /// The HTML, with its picture if it has one.
    private static BodyPart html(MailWriter.Written written) throws MessagingException {
        MimeBodyPart html = part(written.html(), "text/html; charset=utf-8");
        if (written.picture().isEmpty()) {
            return html;
        }
        MimeBodyPart picture = file("code.png", "image/png", written.picture().get().png());
        picture.setDisposition(Part.INLINE);
        picture.setContentID("<code>");
        MimeMultipart related = new MimeMultipart("related");
        related.addBodyPart(html);
        related.addBodyPart(picture);
        MimeBodyPart both = new MimeBodyPart();
        both.setContent(related);
        return both;
    }

    private static MimeBodyPart part(String text, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(
                text.getBytes(StandardCharsets.UTF_8), type)));
        part.setHeader("Content-Type", type);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    private static MimeBodyPart file(String name, String type, byte[] content)
            throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
        part.setFileName(name);
        part.setHeader("Content-Type", type + "; name=\"" + name + "\"");
        part.setHeader("Content-Transfer-Encoding", "base64");
        part.setDisposition(BodyPart.ATTACHMENT);
        return part;
    }
}
