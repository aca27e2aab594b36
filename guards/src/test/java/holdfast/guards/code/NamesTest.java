package holdfast.guards.code;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.BannedWords;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names of packages and types say what they are, in the words of the repository.
class NamesTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : repository.sources()) {
            // One complaint per package is enough.
            if (source.text().name().equals("package-info.java")) {
                BannedWords.complaint(source.packageName()).ifPresent(complaint -> findings
                        .add(source.at(source.unit().getPackage(), complaint)));
            }
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
                    BannedWords.complaintAboutType(tree.getSimpleName().toString())
                            .ifPresent(complaint -> findings.add(source.at(tree, complaint)));
                    return super.visitClass(tree, null);
                }
            }.scan(source.unit(), null);
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/util/package-info.java", "package holdfast.util;\n");
        seed.file("shop/src/main/java/holdfast/Wrong.java", """
                package holdfast;

                class SeatManager {
                    record TimeSlot() {}

                    interface Reservations {}
                }

                class OrderRequest {}
                class HTTPHelper {}
                record Told() {}
                """);
        String path = "shop/src/main/java/holdfast/Wrong.java:";
        return List.of("shop/src/main/java/holdfast/util/package-info.java:1",
                path + 3, path + 4, path + 6, path + 9, path + 10, path + 11);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Right.java", """
                package holdfast;

                class GlobalOrder {
                    record Implied() {}

                    interface Uncommonly {}
                }

                record ToldAgain() {}
                """);
    }
}
