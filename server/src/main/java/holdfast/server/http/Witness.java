package holdfast.server.http;

import java.time.Duration;

/// Sees every request that was answered. It must not fail.
@FunctionalInterface
public interface Witness {
    void saw(Call call, int status, Duration took);
}
