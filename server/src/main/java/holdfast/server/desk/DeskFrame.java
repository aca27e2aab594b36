package holdfast.server.desk;

import holdfast.server.web.Assets;
import holdfast.server.web.Language;

/// The frame of every page of the desk.
///
/// @param staff the name of who signed in; empty on the page for signing in
/// @param token the CSRF token of its forms
public record DeskFrame(
        Language language, Assets assets, String title, String staff, String token) {

    public String say(String key, Object... with) {
        return language.say(key, with);
    }

    public String asset(String name) {
        return assets.at(name);
    }

    public String lang() {
        return language.tag();
    }
}
