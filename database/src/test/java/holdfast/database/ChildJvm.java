package holdfast.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/// The program of a test's second JVM, for tests that kill it or run it as another user.
final class ChildJvm {
    private ChildJvm() {}

    public static void main(String[] words) throws SQLException, IOException {
        Path folder = Path.of(words[1]);
        Embedded.Options options = Embedded.Options.defaults();
        if (words.length > 2) {
            options = options.withCache(Path.of(words[2]));
        }
        try {
            Embedded embedded = Embedded.start(folder, options);
            say("started " + embedded.pid());
            switch (words[0]) {
                case "wait" -> System.in.read();
                case "close" -> close(embedded);
                case "write" -> write(embedded);
                default -> throw new IllegalArgumentException(words[0]);
            }
        } catch (DatabaseException e) {
            say("refused " + e.getMessage());
        }
    }

    private static void close(Embedded embedded) throws SQLException {
        say("answer " + Lab.ask(Lab.direct(embedded.address()), "SELECT 6 * 7"));
        embedded.close();
        say("closed");
    }

    /// Prints a number only when it is committed, and continues until killed.
    private static void write(Embedded embedded) throws SQLException {
        DataSource source = Lab.direct(embedded.address());
        Lab.run(source, "CREATE TABLE IF NOT EXISTS said (n int CONSTRAINT said_once PRIMARY KEY)");
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO said VALUES (?)")) {
            for (int n = 1;; n++) {
                insert.setInt(1, n);
                insert.executeUpdate();
                say("committed " + n);
            }
        }
    }

    private static void say(String line) {
        System.out.println(line.replace('\n', ' '));
        System.out.flush();
    }
}
