package holdfast.database;

import org.jspecify.annotations.Nullable;

/// The database cannot be used. The message is for the operator: what is wrong, where, and what to
/// do.
public final class DatabaseException extends RuntimeException {
    DatabaseException(String message) {
        super(message);
    }

    DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
