package holdfast.server.desk;

import holdfast.server.auth.Workspaces;
import holdfast.server.web.Assets;
import holdfast.server.web.Language;
import java.util.List;
import java.util.Optional;

/// The frame of every page of the desk.
///
/// @param place where in the navigation the page belongs
/// @param done  what the last form did; empty if nothing
/// @param nonce makes each form of this page one request, however often it is sent
public record DeskFrame(
        Language language, Assets assets, String title, Person person, Shop shop, DeskPlace place,
        String done, String nonce) {

    /// Who signed in.
    ///
    /// @param name   empty on the pages for those who did not
    /// @param places what they may open
    /// @param tabs   which pages of the settings they may open
    /// @param token  the CSRF token of their forms
    public record Person(
            String name, List<DeskPlace> places, List<SettingsTab> tabs, String token) {}

    /// The workspace.
    ///
    /// @param workspace its id; empty before somebody signed in
    public record Shop(String name, Optional<String> accent, String workspace) {}

    public String say(String key, Object... with) {
        return language.say(key, with);
    }

    public String asset(String name) {
        return assets.at(name);
    }

    public String lang() {
        return language.tag();
    }

    public boolean signedIn() {
        return !person.name().isEmpty();
    }

    /// Whether there is more than one place to jump to.
    public boolean jumps() {
        return person.places().contains(DeskPlace.TODAY);
    }

    public String token() {
        return person.token();
    }

    /// The address of the storefront.
    public String storefront() {
        return shop.workspace().isEmpty() || shop.workspace().equals(Workspaces.FIRST) ? "/"
                : "/w/" + shop.workspace();
    }

    /// The address of the style sheet with the workspace's colour; empty if it has none.
    public String theme() {
        return shop.accent().map(accent -> (storefront().equals("/") ? "" : storefront())
                + "/theme?" + accent.substring(1)).orElse("");
    }
}
