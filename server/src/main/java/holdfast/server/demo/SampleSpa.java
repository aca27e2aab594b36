package holdfast.server.demo;

import holdfast.server.demo.DemoPictures.Motif;
import java.util.LinkedHashMap;
import java.util.Map;

/// A spa: three therapists, two rooms, a bath and a sauna for eight.
final class SampleSpa {
    /// The service that is put on sale last.
    static final String LAST = "svc_demo_sauna";

    private SampleSpa() {}

    private static final String DAILY = """
            {"mon": [["09:00", "13:00"], ["14:00", "19:00"]],
             "tue": [["09:00", "13:00"], ["14:00", "19:00"]],
             "wed": [["09:00", "19:00"]], "thu": [["11:00", "20:00"]],
             "fri": [["09:00", "18:00"]], "sat": [["10:00", "16:00"]]}""";

    private static final String OPEN = """
            {"mon": [["08:00", "21:00"]], "tue": [["08:00", "21:00"]], "wed": [["08:00", "21:00"]],
             "thu": [["08:00", "21:00"]], "fri": [["08:00", "21:00"]], "sat": [["09:00", "20:00"]],
             "sun": [["10:00", "18:00"]]}""";

    /// The calendars by id, as a request body.
    static Map<String, String> calendars(DemoPictures pictures) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("cal_demo_maya", pictures.with(
                calendar("Maya", "therapist", 1, DAILY), Motif.MAYA, ""));
        all.put("cal_demo_jon", pictures.with(
                calendar("Jon", "therapist", 1, DAILY), Motif.JON, ""));
        all.put("cal_demo_lea", pictures.with(
                calendar("Lea", "therapist", 1, OPEN), Motif.LEA, ""));
        all.put("cal_demo_room1", calendar("Room 1", "room", 1, OPEN));
        all.put("cal_demo_room2", calendar("Room 2", "room", 1, OPEN));
        all.put("cal_demo_bath", calendar("Bath", "bath", 1, OPEN));
        all.put("cal_demo_sauna", calendar("Sauna", "sauna", 8, OPEN));
        return all;
    }

    private static String calendar(String name, String role, int lanes, String hours) {
        return """
                {"name": "%s", "role": "%s", "timeZone": "Europe/Berlin", "lanes": %d,
                 "hours": %s}
                """.formatted(name, role, lanes, hours);
    }

    static Map<String, String> services(DemoPictures pictures) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("svc_demo_massage", pictures.with("""
                {"name": "Deep tissue massage",
                 "description": "An hour for shoulders, back and legs.",
                 "venue": "Kulturhaus, Spa",
                 "duration": "PT60M", "bufferAfter": "PT15M", "step": "PT15M", "notice": "PT2H",
                 "horizon": "P60D", "price": {"amount": 9500, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_maya", "cal_demo_jon", "cal_demo_lea"]},
                           {"anyOf": ["cal_demo_room1", "cal_demo_room2"]}]}
                """, Motif.STONES, """
                , "name": "Tiefenmassage", "description": "Eine Stunde für Schultern,\
                 Rücken und Beine."\
                """));
        all.put("svc_demo_facial", pictures.with("""
                {"name": "Clay mask facial",
                 "description": "Lea or Maya begins; while the mask works you have peace.",
                 "venue": "Kulturhaus, Spa",
                 "duration": "PT75M", "bufferAfter": "PT15M", "step": "PT15M", "notice": "PT2H",
                 "horizon": "P60D", "price": {"amount": 8200, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_maya", "cal_demo_lea"], "from": "PT0M",
                            "to": "PT30M"},
                           {"anyOf": ["cal_demo_room1", "cal_demo_room2"]}]}
                """, Motif.CLAY, """
                , "name": "Gesichtsbehandlung mit Tonerde",\
                 "description": "Lea oder\
                 Maya trägt die Maske auf; dann haben Sie Ruhe."\
                """));
        all.put("svc_demo_bath", pictures.with("""
                {"name": "Milk and honey bath", "description": "Warm, for one or two.",
                 "venue": "Kulturhaus, Spa",
                 "duration": "PT45M", "bufferAfter": "PT30M", "step": "PT15M", "notice": "PT1H",
                 "horizon": "P60D", "price": {"amount": 5400, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_bath"]}]}
                """, Motif.BATH, """
                , "name": "Milch-und-Honig-Bad", "description": "Warm, für eine Person oder zwei."\
                """));
        all.put(LAST, pictures.with("""
                {"name": "Sauna", "description": "Two hours; eight people at most.",
                 "venue": "Kulturhaus, Spa",
                 "duration": "PT120M", "step": "PT30M", "notice": "PT0M", "horizon": "P30D",
                 "price": {"amount": 1900, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_sauna"]}]}
                """, Motif.SAUNA, """
                , "name": "Sauna", "description": "Zwei Stunden, höchstens acht Personen."\
                """));
        return all;
    }
}
