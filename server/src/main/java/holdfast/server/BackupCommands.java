package holdfast.server;

import holdfast.AuditReport;
import holdfast.Holdfast;
import holdfast.database.Address;
import holdfast.database.Backup;
import holdfast.database.Database;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import holdfast.server.settings.Config;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// The commands `backup` and `restore`.
final class BackupCommands {
    private BackupCommands() {}

    /// An engine whose audit covers the server's tables too.
    static Engine auditing(DataSource source, Limits limits) {
        return Engine.open(new Engine.Sources(source, source), limits, EngineListener.NONE,
                HoldRows.ALL, HoldRows.AUDIT);
    }

    private static Database.Settings settings(Config config) {
        return config.databaseUrl()
                .map(url -> Database.Settings.at(Address.of(url)))
                .orElseGet(() -> Database.Settings.embeddedIn(config.data()));
    }

    static int backup(Config config, Path file, PrintStream out) {
        print(Backup.write(settings(config), file, BackupCommands::note),
                "copied to " + file.toAbsolutePath(), out);
        return 0;
    }

    private static final String NOTE = """
            INSERT INTO backup (at, tables, rows, bytes) VALUES (the_clock(), ?, ?, ?)
            """;

    private static final String TIDY = """
            DELETE FROM backup WHERE at < the_clock() - interval '1 year'
            """;

    /// For the metric of the last back-up's age.
    static void note(DataSource source, Backup.Copied copied) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(NOTE);
                Statement tidy = connection.createStatement()) {
            statement.setInt(1, copied.tables());
            statement.setLong(2, copied.rows());
            statement.setLong(3, copied.bytes());
            statement.executeUpdate();
            tidy.executeUpdate(TIDY);
        }
    }

    /// A restored copy is audited before it is put to use.
    static int restore(Config config, Path file, PrintStream out) {
        Database.Settings settings = settings(config);
        print(Backup.restore(settings, file), "restored", out);
        boolean clean = true;
        try (Database database = Database.open(settings);
                Holdfast holdfast = auditing(database.dataSource(), Limits.usual())) {
            for (String workspace : holdfast.workspaces()) {
                AuditReport report = holdfast.audit(workspace);
                out.println(workspace + ": " + report.holds() + " holds and " + report.entries()
                        + " journal lines recomputed; " + (report.clean()
                                ? "nothing disagrees" : report.findings().size() + " disagree"));
                report.findings().forEach(finding -> out.println("  " + finding));
                clean &= report.clean();
            }
        }
        return clean ? 0 : 1;
    }

    private static void print(Backup.Copied copied, String what, PrintStream out) {
        out.println(copied.rows() + " rows of " + copied.tables() + " tables " + what + " ("
                + copied.bytes() + " bytes, " + copied.took().toMillis() + " ms)");
    }
}
