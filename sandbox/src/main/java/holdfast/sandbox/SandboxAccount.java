package holdfast.sandbox;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An account: all objects that one secret key made. Every key is an account of its own, so that
/// tests with different keys do not meet. All access is under the lock of [SandboxState].
final class SandboxAccount {
    private final String key;
    final String id;
    private final StateLog log;
    private final Map<String, SequencedMap<String, ObjectNode>> objects = new HashMap<>();
    private final Map<String, ObjectNode> notes = new HashMap<>();
    private final Map<String, SavedReply> replies = new HashMap<>();
    private final List<ObjectNode> ledger = new ArrayList<>();
    private final TreeMap<Long, List<String>> due = new TreeMap<>();
    private long clockAhead;

    SandboxAccount(String key, StateLog log) {
        this.key = key;
        this.log = log;
        id = "acct_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString()
                .replace("-", "").substring(0, 16);
    }

    // The clock

    long nowMillis() {
        return System.currentTimeMillis() + clockAhead;
    }

    /// In seconds, as Stripe writes times.
    long now() {
        return nowMillis() / 1000;
    }

    void setClock(long millis) {
        clockAhead = millis - System.currentTimeMillis();
        log.append(line().put("clock", clockAhead));
    }

    void advanceClock(long millis) {
        clockAhead += millis;
        log.append(line().put("clock", clockAhead));
    }

    /// Something happens to this object at that time.
    void schedule(long millis, String object) {
        due.computeIfAbsent(millis, time -> new ArrayList<>()).add(object);
    }

    /// The next object for which the time has come.
    Optional<String> nextDue() {
        while (!due.isEmpty() && due.firstKey() <= nowMillis()) {
            List<String> ids = due.firstEntry().getValue();
            if (!ids.isEmpty()) {
                return Optional.of(ids.removeFirst());
            }
            due.pollFirstEntry();
        }
        return Optional.empty();
    }

    // Objects

    /// Keeps an object, or its change.
    ObjectNode save(ObjectNode object) {
        of(kind(object)).put(object.path("id").asText(), object);
        ObjectNode line = line();
        line.set("object", object);
        log.append(line);
        return object;
    }

    private static String kind(ObjectNode object) {
        return object.path("object").asText();
    }

    private SequencedMap<String, ObjectNode> of(String kind) {
        return objects.computeIfAbsent(kind, each -> new LinkedHashMap<>());
    }

    void delete(String kind, String object) {
        of(kind).remove(object);
        log.append(line().put("delete", object).put("kind", kind));
    }

    @Nullable
    ObjectNode find(String kind, String object) {
        return of(kind).get(object);
    }

    Optional<ObjectNode> findAny(String object) {
        return objects.values().stream().filter(each -> each.containsKey(object))
                .map(each -> requireNonNull(each.get(object))).findAny();
    }

    ObjectNode get(String kind, String object, String param) {
        ObjectNode found = find(kind, object);
        if (found == null) {
            throw StripeErrorException.missing(kind.replace("checkout.", "checkout "), object,
                    param);
        }
        return found;
    }

    /// The newest first.
    Stream<ObjectNode> newestFirst(String kind) {
        return of(kind).sequencedValues().reversed().stream();
    }

    Stream<ObjectNode> all(String kind) {
        return of(kind).sequencedValues().stream();
    }

    // What belongs to an object and is not shown: which card, which session, when it settles.

    ObjectNode note(String object) {
        return notes.computeIfAbsent(object, each -> SandboxJson.object());
    }

    void saveNote(String object) {
        ObjectNode line = line().put("noteOf", object);
        line.set("note", note(object));
        log.append(line);
    }

    // Idempotency keys

    @Nullable
    SavedReply reply(String idempotencyKey) {
        SavedReply reply = replies.get(idempotencyKey);
        if (reply != null && now() - reply.at() >= SavedReply.LIFETIME_SECONDS) {
            replies.remove(idempotencyKey);
            return null;
        }
        return reply;
    }

    void saveReply(String idempotencyKey, SavedReply reply) {
        replies.put(idempotencyKey, reply);
        if (!reply.running()) {
            ObjectNode line = line().put("replyTo", idempotencyKey);
            line.set("reply", reply.json());
            log.append(line);
        }
    }

    void forgetReply(String idempotencyKey) {
        replies.remove(idempotencyKey);
    }

    // The ledger

    void enter(ObjectNode entry) {
        entry.put("number", ledger.size() + 1);
        ledger.add(entry);
        ObjectNode line = line();
        line.set("ledger", entry);
        log.append(line);
    }

    List<ObjectNode> ledger() {
        return ledger;
    }

    // The file

    private ObjectNode line() {
        return SandboxJson.object().put("account", key);
    }

    /// Takes over a line of the file.
    void replay(ObjectNode line) {
        if (line.path("object") instanceof ObjectNode object) {
            save(object);
        } else if (line.path("note") instanceof ObjectNode note) {
            notes.put(line.path("noteOf").asText(), note);
        } else if (line.path("reply") instanceof ObjectNode reply) {
            replies.put(line.path("replyTo").asText(), SavedReply.of(reply));
        } else if (line.path("ledger") instanceof ObjectNode entry) {
            ledger.add(entry);
        } else if (line.has("delete")) {
            delete(line.path("kind").asText(), line.path("delete").asText());
        } else {
            clockAhead = line.path("clock").asLong();
        }
    }
}
