package holdfast.server.mail;

import holdfast.Hold;
import holdfast.server.web.Language;
import java.util.List;

/// Makes the files that mails about a booking carry, such as its tickets. It is asked when a mail is
/// about to be sent, so that a mail has the files of that moment.
@FunctionalInterface
public interface Attachments {
    /// The files for a booking, in the customer's language.
    List<Attached> of(String workspace, Hold booking, Language language);

    /// A file.
    final class Attached {
        private final String name;
        private final String type;
        private final byte[] content;

        /// @param type its media type, as in `application/pdf`
        public Attached(String name, String type, byte[] content) {
            this.name = name;
            this.type = type;
            this.content = content.clone();
        }

        String name() {
            return name;
        }

        String type() {
            return type;
        }

        byte[] content() {
            return content.clone();
        }
    }
}
