package holdfast.proof.scenario;

import holdfast.Hold;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who has which hold in a scenario: `ann` her latest, `ann/2` another one of hers.
final class HoldNames {
    private final Map<String, Mine> holds = new LinkedHashMap<>();

    record Mine(String id, int version) {}

    /// An answer that was given before must be about the same hold, whatever became of it since.
    void granted(String who, Hold hold, boolean again) {
        if (again) {
            Mine mine = holds.get(who);
            if (mine == null || !mine.id().equals(hold.id())) {
                throw new AssertionError(
                        "again, but " + who + " had " + mine + ", not " + hold.id());
            }
        } else {
            holds.put(who, new Mine(hold.id(), hold.version()));
        }
    }

    void changed(String who, Hold hold, boolean again) {
        Mine mine = holds.get(who);
        if (mine == null || !mine.id().equals(hold.id())) {
            throw new AssertionError(who + " had " + mine + ", not " + hold.id());
        }
        if (!again) {
            holds.put(who, new Mine(hold.id(), hold.version()));
        }
    }

    /// Somebody without a hold asks about one that never was.
    Mine of(String who) {
        return holds.getOrDefault(who, new Mine("nobodys-" + who.replace('/', '-'), 1));
    }

    /// What the scenario calls this hold; other ids are their own names.
    String nameOf(String id) {
        return holds.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst().orElse(id);
    }

    static String customer(String who) {
        return who.replaceFirst("/.*", "");
    }
}
