package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who issues a workspace's receipts, and the series in which they are numbered.
///
/// @param name without one it is the workspace's name
public record ReceiptIssuer(
        Optional<String> name, Optional<String> address, Optional<String> taxNumber,
        String series) {
    private static final String SERIES = "R";
    private static final Pattern LETTERS = Pattern.compile("[A-Z0-9]{1,12}");
    public static final ReceiptIssuer USUAL =
            new ReceiptIssuer(Optional.empty(), Optional.empty(), Optional.empty(), SERIES);

    static ReceiptIssuer read(Fields fields) {
        String series = fields.maybeText("series", 12).orElse(SERIES);
        if (!LETTERS.matcher(series).matches()) {
            throw new Invalid(fields.name("series"), "must be 1 to 12 of A-Z and 0-9");
        }
        ReceiptIssuer issuer =
                new ReceiptIssuer(fields.maybeText("name", 200), fields.maybeText("address", 300),
                        fields.maybeText("taxNumber", 60), series);
        fields.done();
        return issuer;
    }

    void write(Json json) {
        json.put("name", name).put("address", address).put("taxNumber", taxNumber)
                .put("series", series);
    }
}
