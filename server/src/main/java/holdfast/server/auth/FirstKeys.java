package holdfast.server.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Makes a workspace's first keys and hands them to the operator, once: the database has their
/// digests only.
public final class FirstKeys {
    private static final String FILE = "first-keys";
    private static final String SECRET = "Secret key:       ";
    private static final String PUBLISHABLE = "Publishable key:  ";

    private FirstKeys() {}

    /// What the first start says.
    ///
    /// @param publishable the publishable key, if this start made the workspace
    public record Shown(List<String> lines, Optional<String> publishable) {}

    /// Runs at every start of a server. Only the first start makes the first workspace, and only
    /// keys that were not configured are shown: on a terminal, or else in a file that only its
    /// owner can read, because what a service prints is kept in journals and container logs.
    public static Shown atStart(
            DataSource source, Workspaces.Given given, Path folder, boolean terminal) {
        Optional<Workspaces.Made> made = new Workspaces(source).open(Workspaces.FIRST, given);
        if (made.isEmpty()) {
            return new Shown(List.of(), given.publishable());
        }
        List<String> lines = new ArrayList<>();
        if (given.secret().isEmpty()) {
            lines.addAll(terminal ? List.of(SECRET + made.get().secret())
                    : List.of(SECRET + kept(folder, made.get())));
        }
        if (given.publishable().isEmpty()) {
            lines.add(PUBLISHABLE + made.get().publishable());
        }
        if (!lines.isEmpty()) {
            lines.add("These keys are shown only once. Keep them.");
        }
        return new Shown(lines, Optional.of(made.get().publishable()));
    }

    /// Writes the keys into a file, and returns the words that say where they are.
    private static String kept(Path folder, Workspaces.Made made) {
        Path file = folder.resolve(FILE).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
            Files.write(file, List.of(SECRET + made.secret(), PUBLISHABLE + made.publishable()),
                    StandardOpenOption.WRITE);
            return "in the file " + file;
        } catch (IOException | UnsupportedOperationException unwritable) {
            return "not kept, because " + file + " cannot be written; ./holdfast workspace "
                    + Workspaces.FIRST + " makes another one";
        }
    }

    /// Makes another workspace. An existing workspace gets another secret key, in case all of them
    /// were lost.
    public static List<String> workspace(DataSource source, String name) {
        Workspaces workspaces = new Workspaces(source);
        Optional<Workspaces.Made> opened = workspaces.open(name, Workspaces.Given.nothing());
        if (opened.isPresent()) {
            return List.of("The workspace " + name + " has been created.",
                    SECRET + opened.get().secret(),
                    PUBLISHABLE + opened.get().publishable(),
                    "These keys are shown only once. Keep them.",
                    "Its first owner:  /desk/setup?code="
                            + new FirstOwner(source).code(name).orElseThrow()
                            + " at this server's address");
        }
        ApiKeyOutcome.Made another = workspaces.anotherKey(name).orElseThrow();
        return List.of("The workspace " + name + " exists already; this is an additional key.",
                SECRET + another.secret(), "It is shown only once. Keep it.");
    }
}
