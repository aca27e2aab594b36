package holdfast.proof.scenario;

import holdfast.Hold;
import java.util.LinkedHashMap;
import java.util.Map;

/// The holds of a scenario by name: `ann` is her latest, `ann/2` another one of hers.
final class HoldNames {
    private final Map<String, Mine> holds = new LinkedHashMap<>();

    record Mine(String id, int version) {}

    /// A repeated answer must be about the same hold, even if that has changed since.
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

    /// A name without a hold stands for a hold that never existed.
    Mine of(String who) {
        return holds.getOrDefault(who, new Mine("nobodys-" + who.replace('/', '-'), 1));
    }

    /// The scenario's name of this hold; other ids are their own names.
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
