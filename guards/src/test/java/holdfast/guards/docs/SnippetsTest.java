package holdfast.guards.docs;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.List;

/// Java in the documentation compiles against the current modules.
class SnippetsTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        return new Compiling(repository, Snippet.of(repository)).findings();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        engine(seed);
        seed.file("README.md", """
                ```java
                import java.util.concurrent.TimeUnit;

                String answer = holdfast.tell(workspace);
                int number = answer;
                ```

                ```java
                public class Shop {
                    Missing missing;
                }
                ```
                """);
        return List.of("README.md:5", "README.md:10");
    }

    @Override
    public void keep(SeededRepository seed) {
        engine(seed);
        seed.file("docs/use.md", """
                ```java
                import java.util.concurrent.TimeUnit;

                try (Holdfast holdfast = new Holdfast()) {
                    TimeUnit.SECONDS.toMillis(Duration.ofSeconds(1).toSeconds());
                    record Local(String word, List<Instant> times) {}
                }
                ```

                ```java run
                throw new IllegalStateException(holdfast.tell(workspace));
                ```

                ```java
                public class Shop {
                    holdfast.Holdfast holdfast;
                }
                ```

                ```json
                {"not": "Java"}
                ```
                """);
    }

    private static void engine(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Holdfast.java", """
                package holdfast;

                public class Holdfast implements AutoCloseable {
                    public String tell(String workspace) {
                        return workspace;
                    }

                    @Override
                    public void close() {}
                }
                """);
        seed.compile();
    }
}
