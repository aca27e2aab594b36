package holdfast.database;

import org.jspecify.annotations.Nullable;

/// The database cannot be used, said in words for the person who started the server: what is wrong,
/// where, and what to do about it.
public final class DatabaseException extends RuntimeException {
    DatabaseException(String message) {
        super(message);
    }

    DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
