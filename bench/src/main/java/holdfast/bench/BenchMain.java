package holdfast.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `./holdfast bench`: progress to standard error, the tables to standard output.
public final class BenchMain {
    private static final int MISUSED = 2;

    private BenchMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, progress));
    }

    /// Returns 0 if it ran and every audit has the expected result.
    static int run(String[] arguments, PrintStream out, PrintStream progress) throws IOException {
        if (List.of(arguments).equals(List.of("--fill"))) {
            List<FillBench.Filled> filled = new FillBench(progress).run();
            out.print("\n" + FillBench.table(filled));
            return filled.stream().allMatch(
                    each -> each.least() >= FillBench.ENOUGH_PERCENT) ? 0 : 1;
        }
        if (arguments.length == 2 && arguments[0].equals(PastBench.OPTION)) {
            return past(arguments[1], progress);
        }
        if (arguments.length == 2 && arguments[0].equals(PayBench.OPTION)) {
            return pay(arguments[1], out, progress);
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            progress.println("bench: " + wrong.getMessage() + "; --help lists the options");
            return MISUSED;
        }
        if (options.also().help()) {
            out.print(Options.HELP);
            return 0;
        }
        if (options.http()) {
            HttpBench.Ran ran = new HttpBench(options, progress).run();
            out.print(new HttpMarkdown(ran).text());
            return ran.report().asExpected() ? 0 : 1;
        }
        Report report = new Bench(options, progress).run();
        out.print(new MarkdownTables(report).text());
        return report.asExpected() ? 0 : 1;
    }

    private static int past(String list, PrintStream progress) throws IOException {
        try {
            PastBench.numbers(list);
        } catch (IllegalArgumentException wrong) {
            progress.println("bench: " + PastBench.OPTION + " takes numbers of bookings in whole "
                    + "thousands, as in 0,1000000");
            return MISUSED;
        }
        return PastBench.start(list);
    }

    private static int pay(String seconds, PrintStream out, PrintStream progress)
            throws IOException {
        PayBench.Effort effort;
        try {
            effort = PayBench.Effort.usual(Double.parseDouble(seconds));
        } catch (IllegalArgumentException wrong) {
            progress.println("bench: " + PayBench.OPTION + " takes a number of seconds, 1 to 60");
            return MISUSED;
        }
        PayBench.Ran ran = new PayBench(progress).run(effort);
        out.print("\n" + PayBench.table(ran));
        return ran.clean() ? 0 : 1;
    }
}
