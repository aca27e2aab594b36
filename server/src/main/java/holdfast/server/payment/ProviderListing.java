package holdfast.server.payment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads what a provider lists, a page at a time, with a bound on pages and time. No connection is
/// held while the provider is asked.
final class ProviderListing {
    private static final int MOST_PAGES = 200;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private ProviderListing() {}

    /// Gives each page to `take`. Returns why not everything was read, or empty if it was.
    ///
    /// @param ask the page after a mark
    static <T> Optional<String> each(
            Function<Optional<String>, Answer<ProviderClient.Page<T>>> ask,
            Consumer<List<T>> take) {
        Instant until = Instant.now().plus(LONGEST);
        Optional<String> after = Optional.empty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            switch (ask.apply(after)) {
                case Answer.Done<ProviderClient.Page<T>>(ProviderClient.Page<T> page) -> {
                    take.accept(page.items());
                    after = page.next();
                }
                case Answer.Refused<ProviderClient.Page<T>>(String why) -> {
                    return Optional.of("the provider refuses: " + why);
                }
                case Answer.Unknown<ProviderClient.Page<T>>(String why) -> {
                    return Optional.of("the provider does not answer: " + why);
                }
            }
            if (after.isEmpty()) {
                return Optional.empty();
            }
            if (Instant.now().isAfter(until)) {
                return Optional.of("the provider's list was not read to its end in "
                        + LONGEST.toSeconds() + " s");
            }
        }
        return Optional.of("the provider's list has more than " + MOST_PAGES + " pages");
    }
}
