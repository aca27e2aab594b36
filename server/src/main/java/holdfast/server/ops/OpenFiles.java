package holdfast.server.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the connections of clients below the process's limit of open files: each connection is
/// one, and the web server ends when it cannot open another.
public final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    /// Connections to the database, jars, log, and requests to other servers.
    private static final int OTHERS = 200;
    private static final int LEAST = 16;

    private OpenFiles() {}

    /// The wanted number of connections, or as many as the limit of open files allows.
    public static int connections(int wanted) {
        if (ManagementFactory
                .getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long allowed = Math.max(LEAST, unix.getMaxFileDescriptorCount() - OTHERS);
            if (allowed < wanted) {
                LOG.warn("This process may open {} files, so it keeps at most {} connections and"
                        + " not HOLDFAST_CONNECTIONS ({}); raise its limit (ulimit -n)",
                        unix.getMaxFileDescriptorCount(), allowed, wanted);
                return (int) allowed;
            }
        }
        return wanted;
    }
}
