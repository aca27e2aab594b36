package holdfast.server.auth;

import java.time.Instant;

/// Somebody who works here.
public record StaffMember(
        String id, String email, String name, Role role, long version, Since since) {

    /// When they were taken on, by whom, and whether they have set a password since.
    public record Since(Instant at, String by, boolean active) {}
}
