package holdfast.server.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/// A spa: three therapists, two rooms, a bath and a sauna for eight.
final class SampleSpa {
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
    static Map<String, String> calendars() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("cal_demo_maya", calendar("Maya", "therapist", 1, DAILY));
        all.put("cal_demo_jon", calendar("Jon", "therapist", 1, DAILY));
        all.put("cal_demo_lea", calendar("Lea", "therapist", 1, OPEN));
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

    static Map<String, String> services() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("svc_demo_massage", """
                {"name": "Deep tissue massage",
                 "description": "An hour for shoulders, back and legs.",
                 "duration": "PT60M", "bufferAfter": "PT15M", "step": "PT15M", "notice": "PT2H",
                 "horizon": "P60D", "price": {"amount": 9500, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_maya", "cal_demo_jon", "cal_demo_lea"]},
                           {"anyOf": ["cal_demo_room1", "cal_demo_room2"]}]}
                """);
        all.put("svc_demo_facial", """
                {"name": "Clay mask facial",
                 "description": "Lea or Maya begins; while the mask works you have peace.",
                 "duration": "PT75M", "bufferAfter": "PT15M", "step": "PT15M", "notice": "PT2H",
                 "horizon": "P60D", "price": {"amount": 8200, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_maya", "cal_demo_lea"], "from": "PT0M",
                            "to": "PT30M"},
                           {"anyOf": ["cal_demo_room1", "cal_demo_room2"]}]}
                """);
        all.put("svc_demo_bath", """
                {"name": "Milk and honey bath", "description": "Warm, for one or two.",
                 "duration": "PT45M", "bufferAfter": "PT30M", "step": "PT15M", "notice": "PT1H",
                 "horizon": "P60D", "price": {"amount": 5400, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_bath"]}]}
                """);
        all.put("svc_demo_sauna", """
                {"name": "Sauna", "description": "Two hours; eight people at most.",
                 "duration": "PT120M", "step": "PT30M", "notice": "PT0M", "horizon": "P30D",
                 "price": {"amount": 1900, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_demo_sauna"]}]}
                """);
        return all;
    }
}
