package holdfast.server.tickets;

import holdfast.postgres.Pipeline;
import holdfast.server.store.ShortTransactions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/// The Ed25519 keys that sign a workspace's tickets. A workspace begins with key 1, which is made
/// when it is first needed. A new key signs the tickets that are issued from then on; older tickets
/// keep theirs. A key is never changed, so that every node may remember it.
public final class TicketKeys {
    private static final int FIRST = 1;
    private static final String ALGORITHM = "Ed25519";
    /// The bytes before the 32 of the key itself, which are the same for all keys (RFC 8410).
    private static final int PREFIX = 12;

    private final ShortTransactions tables;
    private final Map<String, Key> known = new ConcurrentHashMap<>();

    public TicketKeys(DataSource source) {
        this.tables = new ShortTransactions(source);
    }

    /// A key of a workspace.
    public record Key(int number, PublicKey open, PrivateKey secret) {
        /// The 32 bytes of the public key (RFC 8032).
        public byte[] raw() {
            byte[] encoded = open.getEncoded();
            return Arrays.copyOfRange(encoded, PREFIX, encoded.length);
        }
    }

    /// A ticket's code, as it stands in its QR code.
    public String code(String workspace, Ticket ticket) {
        int number = ticket.code().key();
        Key key = find(workspace, number).orElseThrow(
                () -> new IllegalStateException("there is no signing key " + number));
        return ticket.unsigned().signed(key.secret());
    }

    /// The code of a text, if a key of this workspace signed it.
    public Optional<TicketCode> verified(String workspace, String text) {
        return TicketCode.read(text)
                .filter(read -> find(workspace, read.code().key())
                        .filter(key -> read.by(key.open())).isPresent())
                .map(TicketCode.Unverified::code);
    }

    private Optional<Key> find(String workspace, int number) {
        String name = workspace + "/" + number;
        Key remembered = known.get(name);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        if (number == FIRST) {
            make(workspace, FIRST);
        }
        Optional<Key> found =
                all(workspace).stream().filter(key -> key.number() == number).findFirst();
        found.ifPresent(key -> known.put(name, key));
        return found;
    }

    private static final String READ = """
            SELECT signing_key, public_key, private_key FROM ticket_key
            WHERE workspace = ? ORDER BY signing_key""";

    /// All keys that sign or signed tickets of the workspace.
    public List<Key> all(String workspace) {
        return tables.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Key> keys = pipeline.query(READ,
                    row -> key(row.getInt(1), row.getString(2), row.getString(3)), workspace);
            pipeline.run();
            return keys.rows();
        });
    }

    /// The keys, of which there is at least one.
    public List<Key> published(String workspace) {
        find(workspace, FIRST);
        return all(workspace);
    }

    /// Makes the next key, which signs from now on.
    public Key next(String workspace) {
        find(workspace, FIRST);
        int number = all(workspace).getLast().number() + 1;
        make(workspace, number);
        return find(workspace, number).orElseThrow();
    }

    // Of two writers of one number, the second reads what the first one wrote.
    private static final String WRITE = """
            INSERT INTO ticket_key (workspace, signing_key, public_key, private_key, made_at)
            VALUES (?, ?, ?, ?, the_clock())
            ON CONFLICT ON CONSTRAINT ticket_key_once DO NOTHING""";

    private void make(String workspace, int number) {
        KeyPair pair = draw();
        tables.repeatable(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, number, text(pair.getPublic().getEncoded()),
                    text(pair.getPrivate().getEncoded()));
            tx.commit(pipeline);
            return true;
        });
    }

    private static KeyPair draw() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Key key(int number, String open, String secret) {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new Key(number,
                    keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(open))),
                    keys.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret))));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("signing key " + number + " cannot be read", broken);
        }
    }
}
