package holdfast.server.demo;

import holdfast.server.demo.DemoPictures.Motif;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// Concerts and club nights.
final class SampleEvenings {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static final Map<String, String> GERMAN = Map.of("Stalls", "Parkett", "Circle", "Rang",
            "Gallery", "Galerie", "First", "1. Kategorie", "Second", "2. Kategorie", "Third",
            "3. Kategorie", "Fourth", "4. Kategorie", "Dance floor", "Tanzfläche", "Early bird",
            "Frühbucher", "Lounge with a table", "Lounge mit Tisch");

    private SampleEvenings() {}

    private static String moment(LocalDate day, int hour, int minute) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                day.atTime(LocalTime.of(hour, minute)).atZone(ZONE).toOffsetDateTime());
    }

    /// The German names of areas and tiers.
    private static String german(String draft) {
        String named = draft;
        for (Map.Entry<String, String> each : GERMAN.entrySet()) {
            named = named.replace("\"name\": \"" + each.getKey() + "\",",
                    "\"name\": \"" + each.getKey() + "\", \"translations\": {\"de\": {\"name\": \""
                            + each.getValue() + "\"}},");
        }
        return named;
    }

    static String concert(LocalDate day, DemoPictures pictures) {
        return pictures.with(german("""
                {"name": "Winter Concert", "venue": "ven_demo_hall", "chart": "cht_demo_hall",
                 "description": "The city’s orchestra plays Sibelius and Clara Schumann.",
                 "subtitle": "Sibelius and Clara Schumann", "doorsOpen": "%s",
                 "access": "Step-free, four wheelchair spaces, hearing loop",
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
                """.formatted(moment(day, 19, 15), moment(day, 20, 0), moment(day, 22, 30))),
                Motif.CONCERT, """
                , "name": "Winterkonzert", "subtitle": "Sibelius und Clara Schumann",
                 "access": "Stufenlos, vier Rollstuhlplätze, Induktionsschleife",
                 "description": "Das Orchester der Stadt spielt Sibelius\
                 und Clara Schumann."\
                """);
    }

    static String club(LocalDate day, DemoPictures pictures) {
        return pictures.with(german("""
                {"name": "Basement Night", "venue": "Kulturhaus, Keller",
                 "description": "Four DJs from four cities, until the first tram.",
                 "subtitle": "Two floors, four DJs", "minimumAge": 18,
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
                """.formatted(moment(day, 22, 0), moment(day.plusDays(1), 4, 0))), Motif.CLUB, """
                , "name": "Kellernacht", "subtitle": "Zwei Tanzflächen, vier DJs",
                 "description": "Vier DJs aus vier Städten, bis die erste Bahn fährt."\
                """);
    }
}
