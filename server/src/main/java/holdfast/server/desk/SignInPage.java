package holdfast.server.desk;

import holdfast.server.auth.Workspaces;
import holdfast.server.http.Request;

/// The page on which staff sign in.
public final class SignInPage {
    private SignInPage() {}

    /// What the page shows.
    ///
    /// @param workspace the workspace to sign in to
    /// @param problem   the message's key, if an attempt failed; else empty
    /// @param email     what was typed
    /// @param to        the page that was asked for; empty for the first one
    /// @param demo      whether one click is enough
    /// @param unowned   whether the workspace has no owner yet
    public record View(
            String workspace, String problem, String email, String to, boolean demo,
            boolean unowned) {
        static View first(Request request, DeskPages.StaffAccess access) {
            String path = request.route().method().equals("GET") ? request.route().path() : "";
            String workspace = request.query("workspace", 63).orElse(Workspaces.FIRST);
            return new View(workspace, "", "",
                    path.contains("{") || path.equals("/desk/sign-in") ? "" : path,
                    access.demo(), !access.demo()
                            && access.access().firstOwner().isMissing(workspace));
        }
    }
}
