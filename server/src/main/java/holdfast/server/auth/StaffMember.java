package holdfast.server.auth;

import java.time.Instant;

/// A person of the staff.
public record StaffMember(
        String id, String email, String name, Role role, long version, Added since) {

    /// When and by whom they were added, and whether they have set a password.
    public record Added(Instant at, String by, boolean active) {}
}
