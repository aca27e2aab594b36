package holdfast.server.mail;

import jakarta.mail.internet.MimeMessage;

/// Takes finished mails to where they go. One is opened for a few mails and closed after them.
interface MailTransport extends AutoCloseable {

    /// What became of a mail.
    sealed interface Result {
        /// The receiving server has it and is responsible for it.
        record Accepted(String answer) implements Result {}

        /// It may work later. Whether the receiving server has the mail may be unknown.
        record Later(String why) implements Result {}

        /// The receiving server will never take it.
        record Never(String why) implements Result {}

        /// There is no connection; the mail was not tried, and no other one can be.
        record NoConnection(String why) implements Result {}
    }

    Result send(StoredMail mail, MimeMessage message);

    @Override
    void close();
}
