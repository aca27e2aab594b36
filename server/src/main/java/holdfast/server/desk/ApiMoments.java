package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.Catalog;
import holdfast.server.web.Cookies;
import holdfast.server.web.Language;
import java.time.Instant;
import java.time.ZoneId;

/// Says moments of the API in the time zone of the venue.
record ApiMoments(Language language, ZoneId zone) {
    static ApiMoments of(DeskVisit visit, Catalog catalog) {
        return new ApiMoments(
                visit.language(), ShopDefaults.of(catalog, visit.workspace()).zone());
    }

    /// Empty if there is none.
    String say(JsonNode moment) {
        return moment.isTextual() ? language.say("format.moment",
                language.shortDate(Instant.parse(moment.asText()).atZone(zone).toLocalDate()),
                language.time(Instant.parse(moment.asText()).atZone(zone).toLocalTime())) : "";
    }

    /// What addresses of this server begin with, as the browser sees it.
    static String base(DeskVisit visit) {
        return Cookies.scheme(visit.request()) + "://"
                + visit.request().header("Host").orElse("localhost");
    }
}
