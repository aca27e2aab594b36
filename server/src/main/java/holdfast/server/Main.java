package holdfast.server;

import holdfast.AuditReport;
import holdfast.Holdfast;
import holdfast.database.Address;
import holdfast.database.Database;
import holdfast.database.DatabaseException;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.demo.Demo;
import holdfast.server.settings.Config;
import holdfast.server.settings.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;

/// The words that can be said to Holdfast.
public final class Main {
    private static final String HELP = """
            demo       a crowd buys from two engines on one database; the audit has the last word
            audit      recompute every seat, pool and calendar; exit status 0 if nothing disagrees
            backup     write everything into a new file, as it is at one moment: backup <file>
            restore    put such a file into an empty database, and audit it: restore <file>
            settings   everything that can be set, with what it is when nobody says anything""";

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        if (arguments.length == 2 && List.of("backup", "restore").contains(arguments[0])
                && !arguments[1].startsWith("-")) {
            System.exit(copy(arguments[0], Path.of(arguments[1]), out));
        }
        boolean help = arguments.length != 1 || arguments[0].equals("--help");
        if (help) {
            out.println(HELP);
            System.exit(arguments.length > 1 && arguments[1].equals("--help") ? 0 : 2);
        }
        if (arguments[0].equals("settings")) {
            out.print(Table.text());
            return;
        }
        System.exit(status(arguments[0], out));
    }

    private static int copy(String word, Path file, PrintStream out) {
        try {
            Config config = Config.from(System.getenv());
            return word.equals("backup")
                    ? Copies.backup(config, file, out) : Copies.restore(config, file, out);
        } catch (DatabaseException | IllegalArgumentException unusable) {
            out.println(unusable.getMessage());
            return 1;
        }
    }

    private static int status(String word, PrintStream out) {
        try (Database database = open(Config.from(System.getenv()), out)) {
            return switch (word) {
                case "demo" -> demo(database.dataSource(), out);
                case "audit" -> audit(database.dataSource(), out);
                default -> {
                    out.println("There is no \"" + word + "\".\n" + HELP);
                    yield 2;
                }
            };
        } catch (DatabaseException | IllegalArgumentException unusable) {
            out.println(unusable.getMessage());
            return 1;
        }
    }

    private static Database open(Config config, PrintStream out) {
        Database.Settings settings = config.databaseUrl()
                .map(url -> Database.Settings.at(Address.of(url)))
                .orElseGet(() -> Database.Settings.embeddedIn(config.data()));
        out.println("Opening the database ...");
        Database database = Database.open(settings);
        out.println("  " + database.describe());
        return database;
    }

    private static int demo(DataSource source, PrintStream out) {
        try (Holdfast one = Engine.open(source, Limits.usual().runners(2));
                Holdfast other = Engine.open(source, Limits.usual().runners(2))) {
            return new Demo(List.of(one, other), out).play() ? 0 : 1;
        }
    }

    private static int audit(DataSource source, PrintStream out) {
        boolean clean = true;
        try (Holdfast holdfast = Engine.open(source, Limits.usual())) {
            List<String> workspaces = holdfast.workspaces();
            for (String workspace : workspaces) {
                AuditReport report = holdfast.audit(workspace);
                out.println(workspace + ": " + describe(report));
                report.findings().forEach(finding -> out.println("  " + finding.promise() + ": "
                        + finding.inventory() + ": " + finding.detail()));
                clean &= report.clean();
            }
            if (workspaces.isEmpty()) {
                out.println("Nothing was ever put on sale here.");
            }
        }
        return clean ? 0 : 1;
    }

    private static String describe(AuditReport report) {
        return report.pools() + " pools, " + report.seatMaps() + " seat maps, "
                + report.calendars() + " calendars, " + report.holds() + " holds and "
                + report.entries() + " journal lines recomputed; "
                + (report.clean() ? "nothing disagrees" : report.findings().size() + " disagree");
    }
}
