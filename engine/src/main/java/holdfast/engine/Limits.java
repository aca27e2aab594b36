package holdfast.engine;

import java.time.Duration;

/// The limits of an engine.
///
/// @param batch how many requests at the most are decided in one transaction; 1 is no batching
/// @param inFlight how many batches of one workspace and verb are under way at once
/// @param runners how many batches are under way at once in all; each uses one connection
/// @param waiting how many requests may wait; the next one is refused at once
/// @param longestHold how long a hold can live, extensions included
/// @param patience how long a batch is retried after deadlocks and lost connections
public record Limits(
        int batch,
        int inFlight,
        int runners,
        int waiting,
        Duration longestHold,
        Duration patience) {

    public Limits {
        between("batch", batch, 1, 1_000);
        between("inFlight", inFlight, 1, 64);
        between("runners", runners, 1, 64);
        between("waiting", waiting, 1, 1_000_000);
        between("longestHold", longestHold.toMillis(), 1, Duration.ofDays(366).toMillis());
        between("patience", patience.toMillis(), 1, Duration.ofMinutes(10).toMillis());
    }

    public static Limits usual() {
        return new Limits(256, 2, 4, 10_000, Duration.ofHours(2), Duration.ofSeconds(20));
    }

    public Limits batch(int most) {
        return new Limits(most, inFlight, runners, waiting, longestHold, patience);
    }

    public Limits inFlight(int most) {
        return new Limits(batch, most, runners, waiting, longestHold, patience);
    }

    public Limits runners(int most) {
        return new Limits(batch, inFlight, most, waiting, longestHold, patience);
    }

    public Limits waiting(int most) {
        return new Limits(batch, inFlight, runners, most, longestHold, patience);
    }

    public Limits longestHold(Duration most) {
        return new Limits(batch, inFlight, runners, waiting, most, patience);
    }

    public Limits patience(Duration most) {
        return new Limits(batch, inFlight, runners, waiting, longestHold, most);
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
