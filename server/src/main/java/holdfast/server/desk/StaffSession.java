package holdfast.server.desk;

import holdfast.server.auth.Principal;

/// A signed-in member of staff.
///
/// @param staff  their id
/// @param secret the session's secret, which CSRF tokens are bound to
record StaffSession(Principal who, String staff, String secret) {
    String workspace() {
        return who.workspace();
    }
}
