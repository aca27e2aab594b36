package holdfast.server.access;

import java.time.Instant;

/// Somebody who works here.
public record Person(
        String id, String email, String name, Role role, long version, Since since) {

    /// When they were taken on, by whom, and whether they have set a password since.
    public record Since(Instant at, String by, boolean active) {}
}
