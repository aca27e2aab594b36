package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All accounts, and the lock under which they are read and changed.
final class SandboxState implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, SandboxAccount> accounts = new LinkedHashMap<>();
    private final StateLog log;

    private SandboxState(StateLog log) {
        this.log = log;
    }

    static SandboxState open(@Nullable Path file) throws IOException {
        if (file == null) {
            return new SandboxState(StateLog.none());
        }
        SandboxState state = new SandboxState(StateLog.open(file));
        if (Files.size(file) > 0) {
            state.log.replay(file, state::replay);
        }
        return state;
    }

    private void replay(ObjectNode line) {
        account(line.path("account").asText()).replay(line);
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    /// The account of a secret key; a new one for a new key.
    SandboxAccount account(String key) {
        return accounts.computeIfAbsent(key, each -> new SandboxAccount(each, log));
    }

    List<SandboxAccount> accounts() {
        return new ArrayList<>(accounts.values());
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
