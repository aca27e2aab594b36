package holdfast.server.storefront;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// What a page says of itself to search engines and to people who share it.
///
/// @param address its whole address, the same for each way to it
/// @param data    the same as JSON-LD, which no browser executes; empty where there is none
public record PageHead(String title, String description, String address, String data) {
    private static final int LONGEST = 300;

    public PageHead {
        String flat = description.replaceAll("\\s+", " ").strip();
        description = flat.codePointCount(0, flat.length()) <= LONGEST ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    /// The link that opens a new mail with the page's address.
    public String mail() {
        return "mailto:?subject=" + encoded(title) + "&body=" + encoded(address);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
