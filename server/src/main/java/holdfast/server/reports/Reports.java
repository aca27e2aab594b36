package holdfast.server.reports;

import holdfast.Unanswered;
import holdfast.change.Snapshots;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes the reports, each on one snapshot, and at most two at once: each uses a connection for as
/// long as it reads.
public final class Reports {
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Snapshots snapshots;
    private final Semaphore reading = new Semaphore(AT_ONCE, true);

    public Reports(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    public ReportTable sales(String workspace, SalesBy by, Period period) {
        return read(workspace, view -> SalesReport.of(view, workspace, by, period));
    }

    public ReportTable occupancy(String workspace, Period period) {
        return read(workspace, view -> OccupancyReport.of(view, workspace, period));
    }

    public ReportTable noShows(String workspace, Period period) {
        return read(workspace, view -> NoShowReport.of(view, workspace, period));
    }

    public ReportTable taxes(String workspace, Period period) {
        return read(workspace, view -> ReceiptReports.taxes(view, workspace, period));
    }

    public ReportTable payments(String workspace, Period period) {
        return read(workspace, view -> ReceiptReports.payments(view, workspace, period));
    }

    private ReportTable read(String workspace, Snapshots.Reading<ReportTable> report) {
        try {
            if (!reading.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unanswered("too many reports at once",
                        new TimeoutException("after " + PATIENCE));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted", stop);
        }
        try {
            return snapshots.snapshot(workspace, report);
        } finally {
            reading.release();
        }
    }
}
