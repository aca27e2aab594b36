package holdfast.guards.code;

import holdfast.guards.ClassFileCall;
import holdfast.guards.Compiled;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The engine has no reflection, so that its source shows all that it calls.
class ReflectionTest implements Rule {
    private static final Pattern OF_A_CLASS = Pattern.compile(
            "forName|newInstance|get(Declared)?(Field|Method|Constructor|RecordComponent|Annotation"
                    + ")s?|getAnnotationsByType");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Compiled compiled : repository.classes()) {
            if (compiled.source().text().isIn("engine/src/main")) {
                ClassFileCall.in(compiled).stream().filter(ReflectionTest::reflects)
                        .forEach(call -> findings.add(compiled.source().text().at(call.line(),
                                call.owner() + "." + call.name()
                                        + " is reflection, and the engine has none")));
            }
        }
        return findings;
    }

    private static boolean reflects(ClassFileCall call) {
        return call.owner().startsWith("java.lang.reflect.")
                || call.owner().startsWith("java.lang.invoke.MethodHandle")
                || call.owner().equals("java.lang.invoke.VarHandle")
                || call.owner().equals("java.util.ServiceLoader")
                || (call.owner().equals("java.lang.Class")
                        && OF_A_CLASS.matcher(call.name()).matches());
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Nosy.java", """
                package holdfast;

                import java.lang.invoke.MethodHandles;

                class Nosy {
                    void pry(Object thing) throws Exception {
                        Class.forName("holdfast.Secret");
                        thing.getClass().getDeclaredMethods();
                        thing.getClass().getMethod("open").invoke(thing);
                        MethodHandles.lookup();
                    }
                }
                """);
        seed.compile();
        String path = "engine/src/main/java/holdfast/Nosy.java:";
        return List.of(path + 7, path + 8, path + 9, path + 9, path + 10);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Discreet.java", """
                package holdfast;

                import java.util.function.Supplier;

                record Discreet(String name) {
                    Supplier<String> text(Object thing) {
                        String text = switch (thing) {
                            case Discreet(String inner) -> inner + name;
                            default -> thing.getClass().getSimpleName();
                        };
                        return () -> text;
                    }
                }
                """);
        seed.compile();
    }
}
