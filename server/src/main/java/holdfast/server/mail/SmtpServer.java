package holdfast.server.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// The SMTP server that mails are handed to.
///
/// @param tls how the connection is encrypted
public record SmtpServer(
        String host, int port, Tls tls, Optional<String> user, Optional<String> password) {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final int LONGEST_ANSWER = 500;

    /// How a connection is encrypted. Without STARTTLS a server that does not offer it is refused.
    public enum Tls {
        STARTTLS,
        FROM_THE_START,
        NONE
    }

    /// `smtp://user:password@host:587`, `smtps://host:465`, or `smtp://host:25?tls=none`.
    public static SmtpServer of(URI address) {
        boolean secure = "smtps".equals(address.getScheme());
        boolean plain = "tls=none".equals(address.getQuery());
        Tls tls = secure ? Tls.FROM_THE_START : plain ? Tls.NONE : Tls.STARTTLS;
        String[] names = Optional.ofNullable(address.getRawUserInfo()).orElse("").split(":", 2);
        int port = address.getPort() > 0 ? address.getPort() : secure ? 465 : plain ? 25 : 587;
        return new SmtpServer(address.getHost(), port, tls,
                Optional.of(decoded(names[0])).filter(name -> !name.isEmpty()),
                names.length == 2 ? Optional.of(decoded(names[1])) : Optional.empty());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Every wait has an end: the library's own waits have none.
    private Session session() {
        Properties properties = new Properties();
        String protocol = tls == Tls.FROM_THE_START ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        properties.put("mail.transport.protocol", protocol);
        properties.put(prefix + "connectiontimeout", Integer.toString(CONNECT_MILLIS));
        properties.put(prefix + "timeout", Integer.toString(ANSWER_MILLIS));
        properties.put(prefix + "writetimeout", Integer.toString(ANSWER_MILLIS));
        properties.put(prefix + "auth", Boolean.toString(user.isPresent()));
        properties.put(prefix + "starttls.enable", Boolean.toString(tls == Tls.STARTTLS));
        properties.put(prefix + "starttls.required", Boolean.toString(tls == Tls.STARTTLS));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "quitwait", "false");
        return Session.getInstance(properties);
    }

    MailTransport open() {
        return new Connection(session());
    }

    private final class Connection implements MailTransport {
        private final Session session;
        private Optional<Transport> transport = Optional.empty();

        Connection(Session session) {
            this.session = session;
        }

        private Transport connected() throws MessagingException {
            if (transport.isPresent()) {
                return transport.get();
            }
            Transport fresh = session.getTransport();
            fresh.connect(host, port, user.orElse(null), password.orElse(null));
            transport = Optional.of(fresh);
            return fresh;
        }

        @Override
        public Result send(StoredMail mail, MimeMessage message) {
            Transport connection;
            try {
                connection = connected();
            } catch (MessagingException | RuntimeException failure) {
                close();
                // The server's or the settings' fault and not the mail's, whatever the answer.
                return new Result.NoConnection(text(failure));
            }
            try {
                Address[] recipients = message.getAllRecipients();
                connection.sendMessage(message, recipients);
                return new Result.Accepted(connection instanceof SMTPTransport smtp
                        ? shortened(smtp.getLastServerResponse()) : "");
            } catch (MessagingException failure) {
                OptionalInt code = code(failure);
                close();
                boolean never = failure instanceof AddressException
                        || (code.isPresent() && code.getAsInt() / 100 == 5);
                return never ? new Result.Never(text(failure)) : new Result.Later(text(failure));
            }
        }

        @Override
        public void close() {
            try {
                if (transport.isPresent()) {
                    transport.get().close();
                }
            } catch (MessagingException gone) {
                // The connection is gone, as wanted.
            }
            transport = Optional.empty();
        }
    }

    /// The reply code of the command that failed, if the server has replied.
    private static OptionalInt code(MessagingException failure) {
        for (Exception each = failure; each instanceof MessagingException messaging; each =
                messaging.getNextException()) {
            int code = switch (each) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> -1;
            };
            if (code > 0) {
                return OptionalInt.of(code);
            }
        }
        return OptionalInt.empty();
    }

    private static String text(Exception failure) {
        Exception last = failure;
        while (last instanceof MessagingException messaging
                && messaging.getNextException() != null) {
            last = messaging.getNextException();
        }
        return shortened(String.valueOf(last.getMessage()));
    }

    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_ANSWER ? line.substring(0, LONGEST_ANSWER) : line;
    }
}
