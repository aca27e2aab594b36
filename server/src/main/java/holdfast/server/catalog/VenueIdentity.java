package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who a workspace is to its customers: its logo, its letters, what it says about itself, how it is
/// reached, and its legal pages.
///
/// @param prose what it says about itself, and its legal pages; each may be the address of a page
///              elsewhere
/// @param links its pages elsewhere, such as social networks
public record VenueIdentity(
        Optional<Picture> logo, Optional<Typeface> typeface, Prose prose, Contact contact,
        List<Link> links, Translations translations) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>,;]+@[^@\\s<>,;]+");
    private static final Pattern PHONE = Pattern.compile("[+0-9][0-9 ()/.-]{2,38}[0-9]");
    private static final Pattern WEB = Pattern.compile("https://[^\\s\"<>]{3,490}");
    private static final int MOST_LINKS = 10;
    private static final List<String> PROSE = List.of("about", "imprint", "privacy", "terms");
    public static final VenueIdentity NONE = new VenueIdentity(Optional.empty(), Optional.empty(),
            new Prose(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
            new Contact(Optional.empty(), Optional.empty(), Optional.empty()), List.of(),
            Translations.NONE);

    public VenueIdentity {
        links = List.copyOf(links);
    }

    /// The bundled typefaces, for headings.
    public enum Typeface {
        FRAUNCES, BRICOLAGE, OUTFIT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Typeface read(String field, String word) {
            for (Typeface each : values()) {
                if (each.word().equals(word)) {
                    return each;
                }
            }
            throw new Invalid(field, "must be fraunces, bricolage or outfit");
        }
    }

    /// The texts that have pages of their own.
    public record Prose(
            Optional<String> about, Optional<String> imprint, Optional<String> privacy,
            Optional<String> terms) {}

    /// How the workspace is reached.
    public record Contact(
            Optional<String> email, Optional<String> phone, Optional<String> address) {

        public boolean isEmpty() {
            return email.isEmpty() && phone.isEmpty() && address.isEmpty();
        }

        private static Contact read(Fields fields) {
            Contact contact = new Contact(matching(fields, "email", EMAIL, "a mail address"),
                    matching(fields, "phone", PHONE, "a phone number"),
                    fields.maybeProse("address"));
            if (contact.address().filter(text -> text.length() > 500).isPresent()) {
                throw new Invalid(fields.name("address"), "must have at most 500 characters");
            }
            fields.done();
            return contact;
        }

        private void write(Json json) {
            json.put("email", email).put("phone", phone).put("address", address);
        }
    }

    /// A page elsewhere.
    public record Link(String name, String url) {
        private static Link read(Fields fields) {
            return new Link(fields.text("name", 40),
                    matching(fields, "url", WEB, "an address that begins with https://")
                            .orElseThrow(() -> new Invalid(fields.name("url"), "is missing")));
        }

        private void write(Json json) {
            json.put("name", name).put("url", url);
        }
    }

    private static Optional<String> matching(
            Fields fields, String field, Pattern pattern, String what) {
        Optional<String> text = fields.maybeText(field, 500);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            throw new Invalid(fields.name(field), "must be " + what);
        }
        return text;
    }

    /// Whether a text is the address of a page elsewhere.
    public static boolean isLink(String text) {
        return WEB.matcher(text.strip()).matches();
    }

    static VenueIdentity read(Fields fields) {
        return new VenueIdentity(Picture.read(fields, "logo"),
                fields.maybeText("typeface", 20)
                        .map(word -> Typeface.read(fields.name("typeface"), word)),
                new Prose(fields.maybeProse("about"), fields.maybeProse("imprint"),
                        fields.maybeProse("privacy"), fields.maybeProse("terms")),
                fields.maybeObject("contact").map(Contact::read).orElse(NONE.contact()),
                fields.objects("links", MOST_LINKS, Link::read),
                Translations.read(fields, List.of("name", "alt"), PROSE));
    }

    void write(Json json) {
        Picture.write(json, "logo", logo);
        json.put("typeface", typeface.map(Typeface::word)).put("about", prose.about())
                .put("imprint", prose.imprint()).put("privacy", prose.privacy())
                .put("terms", prose.terms());
        if (!contact.isEmpty()) {
            json.object("contact", contact::write);
        }
        if (!links.isEmpty()) {
            json.array("links", links, (out, link) -> link.write(out));
        }
        translations.write(json);
    }

    /// With its texts in this language.
    VenueIdentity in(String language) {
        return new VenueIdentity(
                logo.map(each -> new Picture(each.id(),
                        translations.line(language, "alt", each.alt()))),
                typeface,
                new Prose(translations.prose(language, "about", prose.about()),
                        translations.prose(language, "imprint", prose.imprint()),
                        translations.prose(language, "privacy", prose.privacy()),
                        translations.prose(language, "terms", prose.terms())),
                contact, links, translations);
    }
}
