package holdfast.bench;

import holdfast.bench.measure.Tally;
import holdfast.bench.way.Contender;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The results of one run of the benchmark.
///
/// @param leftOut   the ways that could not run
/// @param remaining the fields that were not finished, because one failed
record Report(
        MachineInfo machine, List<Sold> fields, List<Contender> leftOut, List<String> remaining) {
    Report {
        fields = List.copyOf(fields);
        leftOut = List.copyOf(leftOut);
        remaining = List.copyOf(remaining);
    }

    /// One field's part. The last places and the open loop belong to the hot pool.
    record Sold(
            String word, String title, List<Result> results, List<Result> last, List<Due> due) {
        Sold {
            results = List.copyOf(results);
            last = List.copyOf(last);
            due = List.copyOf(due);
        }

        Optional<Result> of(Contender way, int clients) {
            return results.stream()
                    .filter(each -> each.way() == way && each.clients() == clients).findFirst();
        }
    }

    /// The engine in an open loop, at a part of its measured peak.
    record Due(int percent, int perSecond, Tally tally) {}

    /// The same run with another field finished.
    Report with(Sold field) {
        return new Report(machine, Stream.concat(fields.stream(), Stream.of(field)).toList(),
                leftOut, remaining.stream().filter(word -> !word.equals(field.word)).toList());
    }

    /// The same run with one field only.
    Report only(Sold field) {
        return new Report(machine, List.of(field), leftOut, List.of());
    }

    boolean asExpected() {
        return remaining.isEmpty() && fields.stream()
                .flatMap(field -> Stream.concat(field.results.stream(), field.last.stream()))
                .allMatch(Result::asExpected);
    }
}
