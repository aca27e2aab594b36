package holdfast.server;

import holdfast.Holdfast;
import holdfast.database.Database;
import holdfast.database.DatabaseException;
import holdfast.engine.Limits;
import holdfast.server.auth.FirstKeys;
import holdfast.server.demo.Demo;
import holdfast.server.http.ListeningException;
import holdfast.server.ops.BuildVersion;
import holdfast.server.ops.Logs;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import holdfast.server.settings.SettingsTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;

/// The command line of Holdfast.
public final class Main {
    private static final String HELP = """
            serve      start the server: the API and its pages
            demo       the same, with sample data: a concert hall, a club night and a spa
            crowd      simulate a rush of customers on two engines of one database, then audit it
            audit      recompute everything, compare payments with the providers; 0 if all agrees
            backup     write a consistent copy of the database into a new file: backup <file>
            restore    read such a file into an empty database and audit it: restore <file>
            archive    move ended holds and old keys to a file; audit one: archive --check <file>
            forget     remove a customer for good: forget <workspace> --customer <id>, or --email
                       <address>, or --booking <id>
            workspace  create a workspace, or another secret key for one: workspace <name>
            settings   list all settings, with their defaults
            version    print the version""";

    /// Commands that take a file or a name, and what it is.
    private static final Map<String, String> NAMED = Map.of(
            "backup", "backup <file>: the file must not exist yet, as in backup monday.backup",
            "restore", "restore <file>: a file that backup wrote; the database must be empty",
            "forget", "forget <workspace> --customer <id>, or --email <address>, or --booking <id>",
            "workspace", "workspace <name>: lower-case letters, digits and hyphens");

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        List<String> words = List.of(arguments);
        if (words.isEmpty() || words.getFirst().equals("--help")) {
            out.println(HELP);
            System.exit(words.isEmpty() ? 2 : 0);
        }
        String command = words.getFirst().equals("--version") ? "version" : words.getFirst();
        List<String> help = HELP.lines().filter(line -> line.startsWith(command + " "))
                .toList();
        if (help.isEmpty()) {
            out.println("Unknown command \"" + command + "\".\n" + HELP);
            System.exit(2);
        }
        if (words.contains("--help")) {
            out.println(
                    help.getFirst() + "\n" + NAMED.getOrDefault(command, command + " takes nothing;"
                            + " its settings are variables: see the command settings"));
            System.exit(0);
        }
        if (command.equals("forget") && words.size() == 4) {
            System.exit(run(config -> with(config, out, source -> ForgetCommand.forget(
                    source, words.get(1), words.get(2), words.get(3), out)), out));
        }
        if (command.equals("archive") && words.size() == 3 && words.get(1).equals("--check")) {
            System.exit(ArchiveCommand.check(Path.of(words.getLast()), out));
        }
        boolean named = NAMED.containsKey(command);
        if (words.size() != (named ? 2 : 1) || command.equals("forget")
                || (named && words.getLast().startsWith("-"))) {
            out.println(named ? "Usage: " + NAMED.get(command)
                    : command + " takes nothing, and not " + words.subList(1, words.size()));
            System.exit(2);
        }
        if (command.equals("settings")) {
            out.print(SettingsTable.text());
            return;
        }
        if (command.equals("version")) {
            out.println("Holdfast " + BuildVersion.TEXT + ", Java " + Runtime.version());
            return;
        }
        System.exit(named ? runNamed(command, words.getLast(), out) : status(command, out));
    }

    private static int runNamed(String word, String name, PrintStream out) {
        return run(config -> switch (word) {
            case "backup" -> BackupCommands.backup(config, Path.of(name), out);
            case "restore" -> BackupCommands.restore(config, Path.of(name), out);
            default -> with(config, out, source -> {
                FirstKeys.workspace(source, name).forEach(out::println);
                return 0;
            });
        }, out);
    }

    private static int status(String word, PrintStream out) {
        return run(config -> switch (word) {
            case "serve" -> serve(config, false, Logs.output(config, out));
            case "demo" -> serve(config, true, Logs.output(config, out));
            case "crowd" -> with(config, out, source -> crowd(config, source, out));
            case "audit" -> with(config, out, source -> AuditCommand.audit(source, config, out));
            case "archive" -> with(config, out,
                    source -> ArchiveCommand.archive(source, config, out));
            default -> throw new IllegalArgumentException(word);
        }, out);
    }

    /// Runs a command. Errors of the settings or the database are printed as a message, without a
    /// stack trace.
    private static int run(ToIntFunction<Config> word, PrintStream out) {
        try {
            return word.applyAsInt(Config.from(System.getenv()));
        } catch (DatabaseException | IllegalArgumentException unusable) {
            out.println(unusable.getMessage());
            return 1;
        } catch (ListeningException taken) {
            System.err.println(taken.getMessage());
            return 1;
        }
    }

    /// Serves until the process is asked to stop.
    private static int serve(Config config, boolean demo, PrintStream out) {
        try {
            return serving(config, demo, out);
        } catch (DatabaseException | IllegalArgumentException unusable) {
            out.println(unusable.getMessage());
            return 1;
        }
    }

    private static int serving(Config config, boolean demo, PrintStream out) {
        UncaughtErrors.endTheProcess();
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean opened = new AtomicBoolean();
        Thread starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            stopping.countDown();
            if (!opened.get()) {
                // It may be waiting for the database.
                starting.interrupt();
            }
            await(closed);
            if (opened.get()) {
                // Otherwise the exit status would be 143, which looks like a kill.
                Runtime.getRuntime().halt(0);
            }
        }));
        try (Serve serving = demo ? Serve.demo(config, out) : Serve.open(config, out)) {
            if (demo) {
                serving.fill(out);
            }
            opened.set(true);
            out.println("Holdfast is open: " + serving.address());
            await(stopping);
            out.println("Stopping: requests in progress are finished first.");
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs a command on the database, whether or not a server has it open.
    private static int with(Config config, PrintStream out, ToIntFunction<DataSource> work) {
        try (Database database = Serve.database(Serve.settings(config).beside(), out)) {
            return work.applyAsInt(database.dataSource());
        }
    }

    private static int crowd(Config config, DataSource source, PrintStream out) {
        try (Holdfast one = BackupCommands.auditing(source, Limits.usual().runners(2));
                Holdfast other = BackupCommands.auditing(source, Limits.usual().runners(2))) {
            Demo.requireRoom(one, config.get(KnownSettings.SAMPLE_DATA_ANYWHERE));
            return new Demo(List.of(one, other), out).play() ? 0 : 1;
        }
    }
}
