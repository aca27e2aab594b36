package holdfast.guards.code;

import holdfast.guards.ClassFileCall;
import holdfast.guards.Compiled;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The engine decides by the database's clock only: it reads no other clock and no time zone.
/// Measuring durations is allowed.
class ClocksTest implements Rule {
    private static final Set<String> ELSEWHERE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.util.Calendar.getInstance",
            "java.util.TimeZone.getDefault",
            "java.time.ZoneId.systemDefault");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Compiled compiled : repository.classes()) {
            if (compiled.source().text().isIn("engine/src/main")) {
                ClassFileCall.in(compiled).stream().filter(ClocksTest::asksTheTime)
                        .forEach(call -> findings.add(compiled.source().text().at(call.line(),
                                call.owner() + "." + call.name() + " is not the clock that decides:"
                                        + " let the statement use the_clock()")));
            }
        }
        return findings;
    }

    private static boolean asksTheTime(ClassFileCall call) {
        return ELSEWHERE.contains(call.owner() + "." + call.name())
                || (call.owner().startsWith("java.time.") && call.name().equals("now"))
                || (call.owner().equals("java.time.Clock")
                        && (call.name().startsWith("system") || call.name().startsWith("tick")))
                || (call.owner().equals("java.util.Date")
                        && call.name().equals("<init>")
                        && call.parameters().equals("()"));
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Late.java", """
                package holdfast;

                import java.time.*;
                import java.util.function.Supplier;

                class Late {
                    Instant one = Instant.now();
                    Supplier<LocalDate> two = LocalDate::now;
                    long three = System.currentTimeMillis();
                    Clock four = Clock.systemUTC();
                    java.util.Date five = new java.util.Date();
                    ZoneId six = ZoneId.systemDefault();
                }
                """);
        seed.compile();
        String path = "engine/src/main/java/holdfast/Late.java:";
        return List.of(path + 7, path + 8, path + 9, path + 10, path + 11, path + 12);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Punctual.java", """
                package holdfast;

                import java.time.*;

                class Punctual {
                    long began = System.nanoTime();
                    Instant fixed = Instant.parse("2026-01-01T00:00:00Z");
                    java.util.Date then = new java.util.Date(0);
                }
                """);
        seed.file("shop/src/main/java/holdfast/shop/Page.java", """
                package holdfast.shop;

                class Page {
                    java.time.Year year = java.time.Year.now();
                }
                """);
        seed.compile();
    }
}
