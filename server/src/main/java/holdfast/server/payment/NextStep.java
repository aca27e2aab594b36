package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a customer needs to pay.
public sealed interface NextStep {
    /// Go to the provider's page.
    record Redirect(String url) implements NextStep {}

    /// Transfer the amount.
    ///
    /// @param payload the text of the QR code
    record Transfer(
            String holder, String iban, String bic, String reference, String payload)
            implements NextStep {}

    /// Empty unless the payment can be paid now.
    static Optional<NextStep> of(PaymentRow row) {
        return row.state() == PaymentState.OPEN ? row.link().next().flatMap(NextStep::read)
                : Optional.empty();
    }

    private static Optional<NextStep> read(String text) {
        JsonNode next = Json.tree(text.getBytes(StandardCharsets.UTF_8));
        return switch (next.path("kind").asText()) {
            case "redirect" -> Optional.of(new Redirect(next.path("url").asText()));
            case "transfer" -> Optional.of(new Transfer(next.path("holder").asText(),
                    next.path("iban").asText(), next.path("bic").asText(""),
                    next.path("reference").asText(), next.path("payload").asText()));
            default -> Optional.empty();
        };
    }
}
