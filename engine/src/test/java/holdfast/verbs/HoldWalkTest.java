package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The calls from `Engine.hold` to the decision on two seats, as the JVM records them: those on the
/// stack of the caller that hands the request over, and those on the stack of the runner that
/// decides it. docs/architecture.md lists them.
class HoldWalkTest {
    private static final String TRACE = "jdk.MethodTrace";
    private static final String DECISION = "holdfast.seats.SeatBatch.take";
    /// Its caller hands the request's batch over if it returns true.
    private static final String HAND_OVER = "holdfast.engine.Batcher$Lane.begins";

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    @Test
    void sevenCallsFromHoldToTheDecision(@TempDir Path folder) throws IOException {
        fixture.engine().offer(fixture.workspace(), Stock.SEATS.inventory("hall"));
        Path file = folder.resolve("hold.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(TRACE).withStackTrace().withThreshold(Duration.ZERO).with("filter",
                    method(DECISION) + ";" + method(HAND_OVER));
            recording.start();
            fixture.held(new HoldRequest(
                    fixture.workspace(), new Claim.Seats("hall", "A1", "A2")));
            recording.stop();
            recording.dump(file);
        }
        List<String> walk = new ArrayList<>(calls(file, HAND_OVER, "holdfast.engine.Engine.hold"));
        walk.addAll(calls(file, DECISION, "holdfast.engine.Batcher$Lane.serve"));
        walk.add(DECISION);
        assertThat(walk).containsExactly(
                "holdfast.engine.Engine.hold",
                "holdfast.engine.Batcher.submit",
                "holdfast.engine.Batcher$Lane.serve",
                "holdfast.engine.BatchRunner.serve",
                "holdfast.lifecycle.MakingVerb.serve",
                "holdfast.lifecycle.MakingVerb.decide",
                "holdfast.lifecycle.ClaimBatches.take",
                DECISION);
    }

    private static String method(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + "::" + name.substring(dot + 1);
    }

    /// The engine's methods on the stack above that call, from `first` on.
    private static List<String> calls(Path file, String call, String first) throws IOException {
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (!event.getEventType().getName().equals(TRACE)
                    || !name(event.<RecordedMethod>getValue("method")).equals(call)) {
                continue;
            }
            List<String> stack = event.getStackTrace().getFrames().stream()
                    .map(frame -> name(frame.getMethod())).toList();
            if (stack.contains(first)) {
                return stack.subList(0, stack.indexOf(first) + 1).reversed().stream()
                        .filter(name -> name.startsWith("holdfast.")).toList();
            }
        }
        throw new AssertionError(call + " was not called under " + first);
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }
}
