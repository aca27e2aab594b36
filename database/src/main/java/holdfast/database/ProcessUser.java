package holdfast.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The operating-system user that PostgreSQL runs as. PostgreSQL refuses to run as root, so that a
/// vulnerability in it does not expose the machine. A server started by root therefore drops
/// privileges first.
///
/// @param prefix what precedes every PostgreSQL command
/// @param owner  the user who must own the data; null if it is the user of this process
record ProcessUser(List<String> prefix, @Nullable String owner) {
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");

    static ProcessUser choose(Path home, Path cluster) throws IOException {
        int self = uid(Files.createTempFile(home, ".who", ""), true);
        Integer owner = Files.exists(cluster) ? uid(cluster, false) : null;
        if (self != 0) {
            if (owner != null && owner != self) {
                throw new DatabaseException(
                        "The data in " + cluster + " belongs to user " + owner
                                + " and this is user " + self
                                + ": start as that user, or give it another directory.");
            }
            requireName(self, owner != null || hasName(List.of()));
            return new ProcessUser(List.of(), null);
        }
        if (owner == null || owner == 0) {
            Optional<ProcessUser> namespace = namespace();
            if (namespace.isPresent()) {
                return namespace.get();
            }
        }
        return asAnother(owner == null || owner == 0 ? null : owner).orElseThrow(() -> stuck(home));
    }

    static void requireName(int user, boolean named) {
        if (!named) {
            throw new DatabaseException("This process runs as the user " + user
                    + ", who has no line"
                    + " in /etc/passwd, and PostgreSQL's initdb needs the user's name. Start it as a"
                    + " user with a name (in a container: one of the image), add a line to"
                    + " /etc/passwd, or set HOLDFAST_DATABASE_URL.");
        }
    }

    /// In its own user namespace root is `nobody` and has power only over what it owns.
    private static Optional<ProcessUser> namespace() {
        return Command.find("unshare")
                .map(unshare -> List.of(unshare, "-U"))
                .filter(ProcessUser::hasName)
                .map(prefix -> new ProcessUser(prefix, null));
    }

    /// Containers often forbid user namespaces but let root switch to another user.
    private static Optional<ProcessUser> asAnother(@Nullable Integer uid) {
        Optional<String> setpriv = Command.find("setpriv");
        if (setpriv.isEmpty()) {
            return Optional.empty();
        }
        List<String> users = uid == null ? CANDIDATES : List.of(uid.toString());
        for (String user : users) {
            Command group = Command.run(PROBE, List.of("id", "-g", user));
            String regid = "--regid=" + group.output();
            List<String> prefix =
                    List.of(setpriv.get(), "--reuid=" + user, regid, "--clear-groups");
            if (group.ok() && hasName(prefix)) {
                return Optional.of(new ProcessUser(prefix, user));
            }
        }
        return Optional.empty();
    }

    /// initdb looks up its user's name and stops if there is none. Where the program `id` is
    /// missing, as in a small container image, initdb has the last word.
    static boolean hasName(List<String> prefix) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of("id", "-un"));
        Command id = Command.run(PROBE, words);
        return id.ok() || (prefix.isEmpty() && id.exit() == Command.NOT_STARTED);
    }

    private static DatabaseException stuck(Path home) {
        return new DatabaseException(
                "PostgreSQL refuses to run as root, and neither way around it works here:"
                        + " 'unshare -U' (a user namespace) nor 'setpriv --reuid' (as postgres,"
                        + " nobody or the owner of " + home + "). Start the server as a normal user"
                        + " (in a container: USER, or --user), install util-linux, or set"
                        + " HOLDFAST_DATABASE_URL.");
    }

    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }

    /// Gives the tree that PostgreSQL writes to its user.
    void own(Path tree) throws IOException {
        String user = owner;
        if (user == null) {
            return;
        }
        UserPrincipal principal = principal(tree, user);
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.toList()) {
                if (!Files.isSymbolicLink(path)) {
                    Files.setOwner(path, principal);
                }
            }
        }
    }

    /// The same for one folder, without its contents.
    void ownOnly(Path path) throws IOException {
        String user = owner;
        if (user != null) {
            Files.setOwner(path, principal(path, user));
        }
    }

    private static UserPrincipal principal(Path path, String user) throws IOException {
        return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    }

    void requireWay(Path home, Path program) {
        if (owner == null) {
            return;
        }
        String test = "test -w \"$0\" && test -x \"$1\"";
        List<String> ask = List.of("sh", "-c", test, home.toString(), program.toString());
        Command way = Command.run(PROBE, command(ask));
        if (!way.ok()) {
            throw new DatabaseException(
                    "PostgreSQL would run as the user " + owner + ", who cannot get to " + home
                            + ": some folder above it is closed to others. Choose another place"
                            + " (HOLDFAST_DATA), or start the server as a normal user.");
        }
    }

    private static int uid(Path path, boolean thenDelete) throws IOException {
        int uid = (Integer) Files.getAttribute(path, "unix:uid");
        if (thenDelete) {
            Files.delete(path);
        }
        return uid;
    }
}
