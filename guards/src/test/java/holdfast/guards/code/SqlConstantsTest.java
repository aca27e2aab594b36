package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.List;

/// SQL is a text-block constant that can be read, searched and run in psql as it is. Tests may
/// write it where they use it. It is never built from pieces.
class SqlConstantsTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        return repository.sources().stream()
                .flatMap(source -> SqlScan.of(source).stream())
                .toList();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Stock.java", """
                package holdfast;

                class Stock {
                    private static final String LINE = "SELECT seat FROM seat_claim";
                    private static final String FIND = \"""
                            SELECT seat FROM seat_claim WHERE seat = ?
                            \""";
                    static final String OPEN = \"""
                            DELETE FROM seat_claim
                            \""";

                    void run(String table, StringBuilder text) {
                        String first = FIND + " LIMIT 1";
                        String second = "UPDATE " + table + " SET seat = 1";
                        String third = FIND.formatted(table);
                        String fourth = String.format("INSERT INTO %s VALUES (1)", table);
                        text.append("SELECT * ");
                        text.append(FIND);
                    }
                }
                """);
        String path = "shop/src/main/java/holdfast/Stock.java:";
        return List.of(path + 4, path + 8, path + 13, path + 14, path + 15, path + 16, path + 17,
                path + 18);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Stock.java", """
                package holdfast;

                class Stock {
                    /// Finds it.
                    private static final String FIND = \"""
                            WITH seats AS (SELECT 1) SELECT seat FROM seats
                            \""";

                    String run(String name) {
                        if (FIND.isEmpty()) {
                            throw new IllegalStateException("Select a seat " + name);
                        }
                        return "Update your card from " + name + " or run: " + "SELECT sold();";
                    }
                }
                """);
        seed.file("shop/src/test/java/holdfast/StockTest.java", """
                package holdfast;

                class StockTest {
                    void run() {
                        ask("SELECT count(*) FROM seat_claim");
                    }
                }
                """);
    }
}
