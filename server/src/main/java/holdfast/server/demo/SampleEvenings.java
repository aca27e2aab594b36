package holdfast.server.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Concerts and club nights.
final class SampleEvenings {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private SampleEvenings() {}

    private static String moment(LocalDate day, int hour, int minute) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                day.atTime(LocalTime.of(hour, minute)).atZone(ZONE).toOffsetDateTime());
    }

    static String concert(LocalDate day) {
        return """
                {"name": "Winter Concert", "venue": "ven_demo_hall", "chart": "cht_demo_hall",
                 "description": "The city’s orchestra plays Sibelius and Clara Schumann.",
                 "start": "%s", "end": "%s", "timeZone": "Europe/Berlin", "series": "winter",
                 "areas": [
                   {"id": "stalls", "name": "Stalls", "kind": "seats", "tiers": [
                     {"id": "first", "name": "First", "price": {"amount": 7900, "currency": "EUR"}},
                     {"id": "second", "name": "Second",
                      "price": {"amount": 5900, "currency": "EUR"}},
                     {"id": "third", "name": "Third",
                      "price": {"amount": 3900, "currency": "EUR"}}]},
                   {"id": "circle", "name": "Circle", "kind": "seats", "tiers": [
                     {"id": "second", "name": "Second",
                      "price": {"amount": 5900, "currency": "EUR"}},
                     {"id": "third", "name": "Third",
                      "price": {"amount": 3900, "currency": "EUR"}}]},
                   {"id": "gallery", "name": "Gallery", "kind": "seats", "tiers": [
                     {"id": "fourth", "name": "Fourth",
                      "price": {"amount": 2200, "currency": "EUR"}}]}],
                 "limits": {}}
                """.formatted(moment(day, 20, 0), moment(day, 22, 30));
    }

    static String club(LocalDate day) {
        return """
                {"name": "Basement Night", "venue": "Kulturhaus, Keller",
                 "description": "Two floors, four DJs. Doors open at ten.",
                 "start": "%s", "end": "%s", "timeZone": "Europe/Berlin", "series": "basement",
                 "areas": [
                   {"id": "floor", "name": "Dance floor", "kind": "capacity", "capacity": 500,
                    "tiers": [
                     {"id": "early", "name": "Early bird", "capacity": 120,
                      "price": {"amount": 1200, "currency": "EUR"}},
                     {"id": "regular", "name": "Regular",
                      "price": {"amount": 1800, "currency": "EUR"}}]},
                   {"id": "lounge", "name": "Lounge with a table", "kind": "capacity",
                    "capacity": 40, "price": {"amount": 4500, "currency": "EUR"}}],
                 "limits": {}}
                """.formatted(moment(day, 22, 0), moment(day.plusDays(1), 4, 0));
    }
}
