package holdfast.server.jobs;

import java.time.Duration;

/// Work that a node repeats beside selling.
///
/// @param name the name in metrics and logs
/// @param rest how long to rest when there is nothing more to do
/// @param work does some of it and returns whether there is more
/// @param stopping ends what the work has begun
public record BackgroundWork(String name, Duration rest, Work work, Runnable stopping) {

    /// Does some of the work. Returns whether there is more.
    @FunctionalInterface
    public interface Work {
        boolean some() throws Exception;
    }
}
