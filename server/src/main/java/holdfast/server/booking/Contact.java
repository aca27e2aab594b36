package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/// The contact of the customer who booked, as the customer gave it.
public record Contact(
        Optional<String> name, Optional<String> email, Optional<String> phone,
        Optional<String> language) {
    public static final Contact NONE = new Contact(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    /// Enough to catch a typing error. Whether the address exists shows when mail is delivered
    /// there.
    private static final Pattern MAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>]+");

    public static Contact read(Fields fields) {
        Contact contact = new Contact(
                fields.maybeText("name", 200), fields.maybeText("email", 200),
                fields.maybeText("phone", 60), fields.maybeText("language", 20));
        contact.email().filter(mail -> !MAIL.matcher(mail).matches()).ifPresent(mail -> {
            throw new Invalid(fields.name("email"), "must be a mail address");
        });
        fields.done();
        return contact;
    }

    public void write(Json json) {
        json.put("name", name).put("email", email).put("phone", phone).put("language", language);
    }
}
