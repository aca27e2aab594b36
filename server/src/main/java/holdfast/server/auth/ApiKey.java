package holdfast.server.auth;

import java.time.Instant;
import java.util.Optional;

/// An API key without its secret.
///
/// @param hint   the secret's last characters
/// @param madeBy who requested it, as named in the history
public record ApiKey(String id, Kind kind, String name, String hint, String madeBy, Times times) {

    public enum Kind {
        SECRET("secret", "sk_", Permission.OWN),
        PUBLISHABLE("publishable", "pk_", Permission.BUY);

        private final String word;
        private final String prefix;
        private final Permission right;

        Kind(String word, String prefix, Permission right) {
            this.word = word;
            this.prefix = prefix;
            this.right = right;
        }

        public String word() {
            return word;
        }

        String prefix() {
            return prefix;
        }

        Permission right() {
            return right;
        }

        public static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// When it was made, ends and was last used.
    ///
    /// @param usedAt when it was last used, to the minute
    public record Times(Instant madeAt, Optional<Instant> endsAt, Optional<Instant> usedAt) {}
}
