package holdfast.bench;

import holdfast.bench.http.Count;
import holdfast.bench.http.CpuUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The results of one run through HTTP. It is filled during the run.
final class HttpReport {
    final List<Rate> rates = new ArrayList<>();
    final List<Due> due = new ArrayList<>();
    final List<Rate> refusals = new ArrayList<>();
    final List<Crowd> crowds = new ArrayList<>();
    final List<Overload> overloads = new ArrayList<>();
    final List<Map> maps = new ArrayList<>();
    final List<Start> starts = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    long told;
    long holds;

    /// A closed loop of this many clients.
    record Rate(String what, int clients, Count count, CpuUse burden) {}

    /// An open loop: requests are due at fixed times.
    record Due(String what, double perSecond, Count count, CpuUse burden) {}

    /// Buyers of something available, beside a crowd that wants what is sold out.
    record Crowd(double buyers, double crowd, List<Count> counts, CpuUse burden) {}

    /// Overload: more than the server can serve, and the time after it.
    ///
    /// @param counts of the flood, of the first second after it, and of the next ones
    /// @param quiet  the time from the end of the flood to the last 429 or 503
    record Overload(double peak, List<Count> counts, CpuUse burden, Duration quiet) {}

    /// One way of requesting a seat map.
    record Map(String how, int status, int bytes, double firstMs, double nextMs) {}

    /// One start of the server, and its memory.
    record Start(String how, Duration took, CpuUse.Memory memory) {}

    /// Records unexpected answers, and how many holds there must be.
    void seen(String what, List<Count> counts) {
        for (Count count : counts) {
            told += count.told();
            count.trouble().forEach(each -> wrong.add(what + ": " + each));
        }
    }

    boolean asExpected() {
        return wrong.isEmpty();
    }
}
