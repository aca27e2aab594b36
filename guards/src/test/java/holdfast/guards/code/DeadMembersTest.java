package holdfast.guards.code;

import holdfast.guards.Compiled;
import holdfast.guards.MemberUses;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Every method, field, record component and constant of the main sources is used by the main
/// sources or by a page's template. What is published may be used by tests and by the documentation
/// instead.
class DeadMembersTest implements Rule {
    /// What embedders and their tests import; the other packages are our own.
    private static final Set<String> PUBLISHED = Set.of("holdfast", "holdfast.change",
            "holdfast.engine", "holdfast.postgres", "holdfast.database", "holdfast.testkit",
            "holdfast.judge", "holdfast.judge.money");

    /// Members that are used in a way that no class file of the main sources shows.
    private static final Set<String> EXEMPT = Set.of(
            // The serialized form of an exception has it.
            "serialVersionUID",
            // Tests observe or set up by these what no request shows.
            "Assets.has", "BookingSearch.ALL", "FreeTimes.steps", "Fields.text",
            "InvalidSettingsException.mistakes", "LiveEvents.boards", "Problem.outcome",
            "RateLimit.remembered", "Serve.port", "Serve.reminders", "Serve.routes",
            "SettingsTable.changed",
            "SettingsTable.row", "Application.on", "Application.watchers", "SoldOut.refused",
            "VisitPlanner.alternatives",
            // Components that only identify: they are compared or written as a whole.
            "CatalogTable.workspace", "HeldUnits.address",
            "Workspaces.workspace");

    @Override
    public List<RuleFinding> look(Repository repository) {
        MemberUses uses = MemberUses.of(repository);
        List<RuleFinding> found = new ArrayList<>();
        for (Compiled compiled : repository.classes()) {
            ClassModel model = compiled.model();
            if (compiled.source().text().isTest() || synthetic(model.flags())) {
                continue;
            }
            boolean published = PUBLISHED.contains(compiled.packageName());
            for (FieldModel field : model.fields()) {
                String name = field.fieldName().stringValue();
                if (!synthetic(field.flags()) && !field.flags().has(AccessFlag.ENUM)
                        && !component(model, name) && !exempt(compiled, name)
                        && !uses.field(model, field, published)) {
                    found.add(finding(compiled, name, line(compiled, name)));
                }
            }
            for (MethodModel method : model.methods()) {
                String name = method.methodName().stringValue();
                if (!synthetic(method.flags()) && !exempt(compiled, name)
                        && !uses.method(model, method, published)
                        && !(component(model, name)
                                && uses.component(model, method, published))) {
                    found.add(finding(compiled, name.equals("<init>")
                            ? simpleName(model) : name, line(compiled, method)));
                }
            }
        }
        return found;
    }

    private static boolean exempt(Compiled compiled, String name) {
        return EXEMPT.contains(name) || EXEMPT.contains(compiled.outermostName() + "." + name);
    }

    private static boolean synthetic(AccessFlags flags) {
        return flags.has(AccessFlag.SYNTHETIC);
    }

    private static boolean component(ClassModel model, String name) {
        return model.findAttribute(Attributes.record()).stream()
                .flatMap(record -> record.components().stream())
                .anyMatch(component -> component.name().stringValue().equals(name));
    }

    private static String simpleName(ClassModel model) {
        return model.thisClass().asInternalName().replaceFirst(".*[/$]", "");
    }

    private static int line(Compiled compiled, String name) {
        return compiled.source().text().line(Pattern.compile(
                "\\b" + Pattern.quote(name) + "\\b *[;=,)]"));
    }

    private static int line(Compiled compiled, MethodModel method) {
        String name = method.methodName().stringValue();
        if (component(compiled.model(), name)) {
            return line(compiled, name);
        }
        return compiled.source().text().line(Pattern.compile("\\b" + Pattern.quote(
                name.equals("<init>") ? simpleName(compiled.model()) : name) + "\\("));
    }

    private static RuleFinding finding(Compiled compiled, String name, int line) {
        return compiled.source().text().at(line, "nothing uses " + compiled.outermostName()
                + (name.equals(compiled.outermostName()) ? "'s constructor" : "." + name)
                + ": remove it");
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/till/Till.java", """
                package holdfast.till;

                public final class Till {
                    private static final int MOST = 7;
                    private final int drawer;

                    record Coin(int value, String metal) {}

                    private Till(int drawer) {
                        this.drawer = drawer;
                    }

                    public static void main(String[] args) {
                        System.out.println(new Coin(args.length, "gold").value());
                        new Till(1).open();
                    }

                    private void open() {}

                    void shut() {}

                    int recur(int depth) {
                        return recur(depth - 1);
                    }
                }
                """);
        seed.compile();
        return List.of(
                "shop/src/main/java/holdfast/till/Till.java:4",
                "shop/src/main/java/holdfast/till/Till.java:5",
                "shop/src/main/java/holdfast/till/Till.java:7",
                "shop/src/main/java/holdfast/till/Till.java:20",
                "shop/src/main/java/holdfast/till/Till.java:22");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/till/Till.java", """
                package holdfast.till;

                import java.util.HashMap;
                import java.util.Map;
                import java.util.function.Supplier;

                public final class Till implements Runnable {
                    private static final int MOST = 7;
                    private final int drawer;

                    /// Only compared.
                    record Key(int value, String metal) {}

                    interface Bell {
                        int ring();
                    }

                    enum Tone implements Bell {
                        HIGH,
                        LOW;

                        @Override
                        public int ring() {
                            return ordinal();
                        }
                    }

                    private Till(int drawer) {
                        this.drawer = drawer;
                    }

                    public static void main(String[] args) {
                        Map<Key, Integer> coins = new HashMap<>();
                        coins.put(new Key(args.length, "gold"), MOST);
                        Supplier<Bell> bell = Till::bell;
                        new Thread(new Till(bell.get().ring())).start();
                    }

                    private static Bell bell() {
                        return Tone.values()[0];
                    }

                    @Override
                    public void run() {
                        System.out.println(drawer);
                    }
                }
                """);
        seed.compile();
    }
}
