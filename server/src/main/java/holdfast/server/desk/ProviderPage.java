package holdfast.server.desk;

import java.util.List;
import java.util.Set;

/// The page of one payment provider.
public final class ProviderPage {
    static final Set<String> SECRET = Set.of("apiKey", "webhookSecret");

    private ProviderPage() {}

    /// What the page shows.
    ///
    /// @param events the address that is entered at the provider; empty if it sends nothing
    /// @param kept   the secret settings that are set
    public record View(
            DeskForm form, String name, List<String> fields, String events, List<String> kept) {
        public boolean secret(String field) {
            return SECRET.contains(field);
        }

        /// The settings as the API names them.
        public List<String> shown() {
            return fields.stream().map(field -> "settings." + field).toList();
        }
    }
}
