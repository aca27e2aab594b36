package holdfast.bench;

import holdfast.bench.http.Count;
import holdfast.bench.http.CpuUse;
import holdfast.bench.measure.Latencies;
import holdfast.bench.measure.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The results of one run through HTTP. It is filled during the run.
final class HttpReport {
    final List<Race> races = new ArrayList<>();
    final List<Rate> rates = new ArrayList<>();
    final List<Due> due = new ArrayList<>();
    final List<Rate> refusals = new ArrayList<>();
    final List<Crowd> crowds = new ArrayList<>();
    final List<Overload> overloads = new ArrayList<>();
    final List<Map> maps = new ArrayList<>();
    final List<Start> starts = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    long acknowledged;
    long holds;

    /// A closed loop of this many clients.
    record Rate(String what, int clients, Count count, CpuUse burden) {}

    /// One of those that were measured in turn, with this many clients, round by round.
    ///
    /// @param stable whether its rate was stable before the first round
    record Race(String what, int clients, List<Count> rounds, List<CpuUse> burdens,
            boolean stable) {
        Race {
            rounds = List.copyOf(rounds);
            burdens = List.copyOf(burdens);
        }

        Race and(Count round, CpuUse burden) {
            return new Race(what, clients,
                    Stream.concat(rounds.stream(), Stream.of(round)).toList(),
                    Stream.concat(burdens.stream(), Stream.of(burden)).toList(), stable);
        }

        Spread perSecond() {
            return Spread.of(rounds.stream().map(Count::grantedPerSecond).toList());
        }

        Latencies latencies() {
            Latencies all = new Latencies();
            rounds.forEach(round -> all.add(round.granted()));
            return all;
        }

        CpuUse burden() {
            return burdens.stream().reduce(CpuUse::plus).orElseThrow();
        }
    }

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
            acknowledged += count.acknowledged();
            count.trouble().forEach(each -> wrong.add(what + ": " + each));
        }
    }

    boolean asExpected() {
        return wrong.isEmpty();
    }
}
