package holdfast.bench;

import holdfast.bench.http.Count;
import holdfast.bench.http.CpuUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What one run through HTTP found out. It is filled while it goes on.
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

    /// A closed loop of so many clients.
    record Rate(String what, int clients, Count count, CpuUse burden) {}

    /// Requests that come when they come.
    record Due(String what, double perSecond, Count count, CpuUse burden) {}

    /// Buyers of something that is there, and beside them those who want what is gone.
    record Crowd(double buyers, double crowd, List<Count> counts, CpuUse burden) {}

    /// More than can be served, and what came after it.
    ///
    /// @param counts of the flood, of the first second after it, and of the next ones
    /// @param quiet  how long after the flood somebody was turned away for the last time
    record Overload(double peak, List<Count> counts, CpuUse burden, Duration quiet) {}

    /// One way of asking for a map of seats.
    record Map(String how, int status, int bytes, double firstMs, double nextMs) {}

    /// One start of the server, and what it keeps in memory.
    record Start(String how, Duration took, CpuUse.Memory memory) {}

    /// Remembers what nobody should have seen, and how many holds there must be.
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
