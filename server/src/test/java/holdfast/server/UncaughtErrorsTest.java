package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class UncaughtErrorsTest {
    private final List<Integer> ended = new CopyOnWriteArrayList<>();

    private void dies(String name) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name(name).unstarted(() -> {
            throw new OutOfMemoryError("as if");
        });
        thread.setUncaughtExceptionHandler(new UncaughtErrors(ended::add));
        thread.start();
        thread.join();
    }

    @Test
    void endsTheProcessForABatchRunnersErrorOnly() throws Exception {
        dies("[0x1] request");
        dies("board evt_1");
        assertThat(ended).isEmpty();
        dies("holdfast-runner-2");
        assertThat(ended).containsExactly(UncaughtErrors.STATUS);
        dies("catalogue");
        assertThat(ended).hasSize(2);
        dies("server-@default-listener");
        assertThat(ended).hasSize(3);
    }
}
