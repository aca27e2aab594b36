package holdfast.server.demo;

import java.util.concurrent.atomic.LongAdder;

/// Counts the results of the customers so far.
final class DemoTally {
    final LongAdder requested = new LongAdder();
    final LongAdder held = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder booked = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder expired = new LongAdder();

    String line() {
        return requested + " requests, " + held + " held, " + refused + " refused, " + booked
                + " booked, " + cancelled + " cancelled, " + expired + " expired";
    }
}
