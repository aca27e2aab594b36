package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;

/// Catalogue entries as JSON text and back. The stored text is what the API shows, so the same code
/// reads both.
final class Definitions {
    private Definitions() {}

    static String text(CatalogEntry entry) {
        return Json.text(entry::write);
    }

    static CatalogEntry read(String kind, String text) {
        Fields fields = Json.read(text);
        return switch (CatalogEntry.Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT))) {
            case EVENT -> Event.read(fields);
            case SERVICE -> Service.read(fields);
            case CALENDAR -> Calendar.kept(fields);
            case VENUE -> Venue.read(fields);
            case CHART -> Chart.read(fields);
            case LIMIT -> SharedLimit.read(fields);
            case CODE -> DiscountCode.read(fields);
            case GIFTCARD -> GiftCard.read(fields);
            case TERMS -> Terms.read(fields);
            case MAILS -> MailTerms.read(fields);
        };
    }
}
