package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.e2e.CatalogueModel.Area;
import holdfast.e2e.CatalogueModel.Change;
import holdfast.e2e.CatalogueModel.Sale;
import holdfast.e2e.CatalogueModel.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The model reports every kind of impossible history.
class CatalogueModelTest {
    private static final String START = "2031-03-01T20:00:00+01:00";
    private final List<Version> versions = new ArrayList<>(List.of(
            version(1, "c1", true, 5, 1000, "A-1", "A-2"),
            version(2, "c2", true, 8, 2000, "A-2", "A-3"),
            version(3, "c2", false, 8, 2000, "A-2", "A-3")));
    private final List<Change> changes = new ArrayList<>(List.of(
            new Change("c1", 0, 10, true), new Change("c2", 100, 110, true),
            new Change("c3", 105, 115, false), new Change("c4", 300, 310, false)));
    private final List<Sale> sales = new ArrayList<>(List.of(
            places(5, 1000, 20, 30), seat("A-2", 1000, 20, 30), places(3, 2000, 105, 120),
            seat("A-3", 2000, 112, 120)));

    private static Version version(
            long number, String name, boolean onSale, long capacity, long price,
            String... seats) {
        return new Version(number, name, onSale, START, Map.of(
                "floor", new Area(price, capacity, Set.of()),
                "stalls", new Area(price, seats.length, Set.of(seats))));
    }

    private static Sale places(long quantity, long price, long invoked, long answered) {
        return new Sale("floor", quantity, Set.of(), price, START,
                new CatalogueModel.Life(invoked, answered, new AtomicLong(Long.MAX_VALUE)));
    }

    private static Sale seat(String seat, long price, long invoked, long answered) {
        return new Sale("stalls", 1, Set.of(seat), price, START,
                new CatalogueModel.Life(invoked, answered, new AtomicLong(Long.MAX_VALUE)));
    }

    private List<String> complaints() {
        return new CatalogueModel(versions, changes, sales, 0).complaints();
    }

    private void reports(String what) {
        assertThat(complaints()).anyMatch(complaint -> complaint.contains(what));
    }

    @Test
    void acceptsACorrectHistory() {
        assertThat(complaints()).isEmpty();
    }

    @Test
    void reportsSalesBeyondTheDescription() {
        sales.add(places(1, 1000, 40, 50));
        reports("no version at that time has so many");
    }

    @Test
    void reportsAPriceOfNoCurrentVersion() {
        sales.set(2, places(3, 1000, 112, 120));
        reports("the price of no version");
    }

    @Test
    void reportsAStartOfNoVersion() {
        sales.set(2, new Sale("floor", 3, Set.of(), 2000, "2031-03-02T20:00:00+01:00",
                new CatalogueModel.Life(105, 120, new AtomicLong(Long.MAX_VALUE))));
        reports("begins as in no version");
    }

    @Test
    void reportsASeatThatIsNotDescribed() {
        sales.add(seat("A-1", 2000, 112, 120));
        reports("not on sale in any version");
        sales.set(4, seat("A-1", 1000, 40, 50));
        reports("no version at that time has so many");
    }

    @Test
    void reportsASeatThatIsSoldTwice() {
        sales.add(seat("A-2", 2000, 112, 120));
        reports(" while ");
    }

    @Test
    void reportsARefusedChangeWithAnEffect() {
        versions.add(version(4, "c4", true, 8, 2000, "A-2", "A-3"));
        reports("had 1 effects");
    }

    @Test
    void reportsALostChange() {
        versions.remove(2);
        versions.remove(1);
        reports("had 0 effects");
    }

    @Test
    void reportsASaleAfterAWithdrawal() {
        versions.add(version(4, "c4", false, 8, 2000, "A-2", "A-3"));
        changes.set(3, new Change("c4", 300, 310, true));
        sales.set(2, places(3, 2000, 320, 330));
        reports("not on sale in any version");
    }

    @Test
    void acceptsASaleOfWhatWasCancelled() {
        sales.getFirst().released().set(35);
        sales.add(places(4, 1000, 40, 50));
        assertThat(complaints()).isEmpty();
    }
}
