package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The Debian package: installed, started as its unit says, upgraded and removed, in a chroot over
/// this machine's file system. There is no systemd in the chroot: the test starts the unit's command
/// as the unit's user.
@ExtendWith(RootOnDebian.class)
class DebianPackageTest {
    private static final String UNIT = "/lib/systemd/system/holdfast.service";

    @TempDir
    Path folder;

    @Test
    void isInstalledStartedUpgradedAndRemoved() throws Exception {
        BuildPackages newer = BuiltPackages.again(folder.resolve("newer"), "9.0.0");
        Path packages = Files.createDirectories(Path.of("target/debs").toAbsolutePath());
        Path old = packages.resolve("old.deb");
        Path next = packages.resolve("next.deb");
        copy(BuiltPackages.built().debianFile(), old);
        copy(newer.debianFile(), next);
        URI address = URI.create("http://127.0.0.1:" + freePort());
        try (ChrootShell shell = ChrootShell.overlay(folder)) {
            shell.run("dpkg --install " + old);
            assertThat(shell.run("getent passwd holdfast")).first().asString()
                    .contains("/usr/sbin/nologin");
            assertThat(shell.run("stat -c '%U %a' /var/lib/holdfast")).first()
                    .isEqualTo("holdfast 750");
            assertThat(shell.run("stat -c '%U:%G %a' /etc/holdfast/holdfast.properties")).first()
                    .isEqualTo("root:holdfast 640");
            shell.run("sed -i 's/^HOLDFAST_PORT=.*/HOLDFAST_PORT=" + address.getPort()
                    + "/' /etc/holdfast/holdfast.properties");

            start(shell);
            assertThat(ready(address)).isEqualTo(200);
            assertThat(asService(shell, "holdfast workspace kept")).isNotEmpty();
            stop(shell);

            shell.run("dpkg --install " + next);
            assertThat(shell.run("dpkg-query -W -f '${Version}' holdfast")).first()
                    .isEqualTo("9.0.0");
            assertThat(shell.run("grep PORT /etc/holdfast/holdfast.properties"))
                    .contains("HOLDFAST_PORT=" + address.getPort());
            start(shell);
            assertThat(ready(address)).isEqualTo(200);
            stop(shell);
            assertThat(asService(shell, "holdfast audit")).isNotEmpty();

            shell.run("dpkg --remove holdfast");
            shell.run("test ! -e /usr/bin/holdfast && test ! -e /usr/lib/holdfast");
            shell.run("dpkg --purge holdfast");
            shell.run("test ! -e /etc/holdfast && test -d /var/lib/holdfast/data");
        }
    }

    @Test
    void hasAUnitThatSystemdAccepts() throws Exception {
        try (ChrootShell shell = ChrootShell.overlay(folder)) {
            shell.run("dpkg --install " + BuiltPackages.built().debianFile());
            assertThat(String.join("\n", shell.run("systemd-analyze verify " + UNIT)))
                    .doesNotContain("holdfast.service:");
        }
    }

    private static void start(ChrootShell shell) throws IOException {
        String command = setting(shell, "ExecStart");
        assertThat(setting(shell, "User")).isEqualTo("holdfast");
        shell.run("cd " + setting(shell, "WorkingDirectory") + " && (setpriv --reuid=holdfast"
                + " --regid=holdfast --init-groups " + command
                + " > /run/holdfast.output 2>&1 & echo $! > /run/holdfast.pid)");
        shell.run(
                "for i in $(seq 600); do grep -q 'Holdfast is open' /run/holdfast.output && exit 0;"
                        + " kill -0 $(cat /run/holdfast.pid) || break; sleep 0.2; done; cat /run/holdfast.output; exit 1");
    }

    private static void stop(ChrootShell shell) throws IOException {
        shell.run(
                "kill $(cat /run/holdfast.pid); for i in $(seq 300); do kill -0 $(cat /run/holdfast.pid)"
                        + " 2> /dev/null || exit 0; sleep 0.2; done; exit 1");
    }

    private static List<String> asService(ChrootShell shell, String command) throws IOException {
        return shell.run("cd / && setpriv --reuid=holdfast --regid=holdfast --init-groups "
                + command);
    }

    private static String setting(ChrootShell shell, String name) throws IOException {
        return shell.run("sed -n 's/^" + name + "=//p' " + UNIT).getFirst();
    }

    private static int ready(URI address) throws IOException, InterruptedException {
        return StartedProgram.get(address.resolve("/health/ready")).statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        Files.copy(from, to);
    }
}
