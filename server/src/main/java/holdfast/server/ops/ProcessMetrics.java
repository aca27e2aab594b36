package holdfast.server.ops;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// Metrics of the process: memory, garbage collector, threads, build. They have the usual names of
/// JVM metrics, so that ready-made dashboards work.
final class ProcessMetrics {
    private ProcessMetrics() {}

    static void register(PrometheusRegistry registry) {
        build(registry);
        memory(registry);
        process(registry);
    }

    private static void build(PrometheusRegistry registry) {
        Gauge.builder().name("holdfast_build_info").help("Version of Holdfast and of Java.")
                .labelNames("version", "java").register(registry)
                .labelValues(BuildVersion.TEXT, Integer.toString(Runtime.version().feature()))
                .set(1);
    }

    private static void memory(PrometheusRegistry registry) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder().name("jvm_memory_used_bytes").help("Memory in use.")
                .labelNames("area").callback(callback -> {
                    callback.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
                    callback.call(
                            (double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                }).register(registry);
        GaugeWithCallback.builder().name("jvm_memory_max_bytes").help("Largest possible memory.")
                .labelNames("area")
                .callback(callback -> callback.call((double) memory.getHeapMemoryUsage().getMax(),
                        "heap"))
                .register(registry);
        CounterWithCallback.builder().name("jvm_gc_seconds_total")
                .help("Time spent collecting garbage.").callback(callback -> callback.call(
                        ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                .filter(time -> time > 0).sum() / 1e3))
                .register(registry);
    }

    private static void process(PrometheusRegistry registry) {
        Gauge.builder().name("process_start_time_seconds").help("When the process began.")
                .register(registry)
                .set(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        GaugeWithCallback.builder().name("jvm_threads_current").help("Platform threads.")
                .callback(callback -> callback.call(
                        ManagementFactory.getThreadMXBean().getThreadCount()))
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            CounterWithCallback.builder().name("process_cpu_seconds_total")
                    .help("Processor time used by this process.")
                    .callback(callback -> callback.call(
                            Math.max(0, system.getProcessCpuTime()) / 1e9))
                    .register(registry);
        }
        if (ManagementFactory
                .getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            GaugeWithCallback.builder().name("process_open_fds").help("Open files and sockets.")
                    .callback(callback -> callback.call(
                            (double) unix.getOpenFileDescriptorCount()))
                    .register(registry);
            GaugeWithCallback.builder().name("process_max_fds").help("Largest possible number of "
                    + "open files and sockets.")
                    .callback(callback -> callback.call(
                            (double) unix.getMaxFileDescriptorCount()))
                    .register(registry);
        }
    }
}
