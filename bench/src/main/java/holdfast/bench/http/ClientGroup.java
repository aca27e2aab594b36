package holdfast.bench.http;

import holdfast.bench.sale.Sale;
import java.time.Duration;

/// A group of clients that want the same kind of claim.
///
/// @param lines     their connections
/// @param perSecond how many requests are due each second, whether or not earlier ones are
///                  answered; 0 is a closed loop, in which each client sends, waits and sends again
/// @param from      when they begin, counted from the beginning of the run
/// @param until     when the last request is due
public record ClientGroup(
        SaleTarget stall, int lines, double perSecond, Duration from, Duration until) {
    private static final Duration ALWAYS = Duration.ofDays(1);

    public static ClientGroup closed(SaleTarget stall, int lines) {
        return new ClientGroup(stall, lines, 0, Duration.ZERO, ALWAYS);
    }

    public static ClientGroup due(SaleTarget stall, int lines, double perSecond) {
        return new ClientGroup(stall, lines, perSecond, Duration.ZERO, ALWAYS);
    }

    public ClientGroup between(Duration begin, Duration end) {
        return new ClientGroup(stall, lines, perSecond, begin, end);
    }

    Sale sale() {
        return stall.sale();
    }

    ClientProtocol speech() {
        return stall.speech();
    }

    boolean isClosed() {
        return perSecond == 0;
    }
}
