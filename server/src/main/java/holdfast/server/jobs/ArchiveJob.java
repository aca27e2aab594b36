package holdfast.server.jobs;

import java.time.Duration;

/// Archives what ended long ago. Each node may run it; in one directory one of them works at a
/// time.
final class ArchiveJob implements Job.Round {
    static final Duration REST = Duration.ofHours(6);

    private final Runnable archive;

    ArchiveJob(Runnable archive) {
        this.archive = archive;
    }

    @Override
    public Duration work(Job self) {
        archive.run();
        return REST;
    }
}
