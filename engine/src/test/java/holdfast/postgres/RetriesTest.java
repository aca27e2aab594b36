package holdfast.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {

    @Test
    void keepsEveryEarlierFailure() {
        SQLException first = new SQLException("first");
        SQLException second = new SQLException("second");
        SQLException last = new SQLException("last");

        Throwable thrown = Retries.keeping(last, List.of(first, second, last));

        assertThat(thrown).isSameAs(last);
        assertThat(thrown.getSuppressed()).containsExactly(first, second);
    }

    /// An exception cannot suppress itself.
    @Test
    void acceptsTheSameFailureTwice() {
        SQLException same = new SQLException("same");

        assertThat(Retries.keeping(same, List.of(same, same)).getSuppressed()).isEmpty();
    }
}
