package holdfast.proof.crash;

import holdfast.Holdfast;
import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Timeouts;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.Recorder;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A node with clients of its own, in a process that a test kills. It reads the database's address,
/// then writes each request before it is sent and each answer before the client goes on: what it
/// wrote before the kill was acknowledged. It ends when its standard input ends, and after two
/// minutes.
final class CrashNode {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int CLIENTS = 12;

    private CrashNode() {}

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        BufferedReader in = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Address address = new Address(in.readLine(), in.readLine(), in.readLine());
        Thread.ofPlatform().daemon().start(() -> leaveWith(in));
        PrintStream out = new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Recorder recorder = new Recorder(InstantSource.system(), line -> say(out, line));
        long end = System.nanoTime() + LONGEST.toNanos();
        try (Pool pool = Pool.open(address, options());
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual().batch(batch))) {
            new Crowd(seed, recorder).run(List.of(() -> engine), CLIENTS, Integer.MAX_VALUE,
                    () -> System.nanoTime() > end);
        }
    }

    private static void say(PrintStream out, String line) {
        synchronized (out) {
            out.print(line + "\n");
            out.flush();
        }
    }

    private static void leaveWith(BufferedReader in) {
        try {
            while (in.readLine() != null) {
                Thread.onSpinWait();
            }
        } catch (IOException over) {
            System.err.println("left alone: " + over);
        }
        Runtime.getRuntime().halt(0);
    }

    /// Short time-outs: a node that stops in the middle of a transaction must not block the other
    /// nodes for long.
    static PoolOptions options() {
        Duration second = Duration.ofSeconds(1);
        return PoolOptions.defaults().withSize(6).withTimeouts(new Timeouts(
                second.multipliedBy(10), second.multipliedBy(2), Duration.ofMillis(1_500), second,
                Duration.ofMillis(500), second.multipliedBy(2)));
    }
}
