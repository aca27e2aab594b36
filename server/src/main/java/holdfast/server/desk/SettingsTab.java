package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The pages of the settings, in their order. The text of each is the message `desk.settings.` with
/// its word.
public enum SettingsTab {
    SHOP(Permission.MANAGE),
    WEBSITE(Permission.MANAGE),
    PAYMENTS(Permission.OWN),
    CODES(Permission.MANAGE),
    MAILS(Permission.MANAGE),
    STAFF(Permission.OWN),
    EMBEDDING(Permission.MANAGE),
    WEBHOOKS(Permission.OWN),
    KEYS(Permission.OWN),
    AUDIT(Permission.OWN);

    private final Permission needs;

    SettingsTab(Permission needs) {
        this.needs = needs;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String path() {
        return DeskPlace.SETTINGS.path() + (this == SHOP ? "" : "/" + word());
    }

    /// The pages that a member of staff may open.
    static List<SettingsTab> of(Principal who) {
        return Stream.of(values()).filter(tab -> DeskRoutes.may(who, tab.needs)).toList();
    }
}
