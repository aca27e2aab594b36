package holdfast.server.booking;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/// Computes the token that proves who made a hold. It is derived from the hold's id with a secret
/// of the workspace, so nothing is stored for it, and a retry of the same request gets the same
/// token.
public final class TokenSecrets {
    private static final int BYTES = 32;

    private final DataSource source;
    private final Map<String, Mac> stamps = new ConcurrentHashMap<>();

    public TokenSecrets(DataSource source) {
        this.source = source;
    }

    public String of(String workspace, String hold) {
        return "tok_" + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(derived(workspace, "hold " + hold));
    }

    /// 32 bytes for a purpose that no other secret is derived for.
    public byte[] derived(String workspace, String purpose) {
        try {
            // A copy costs a fraction of finding and setting up another one.
            Mac mac = (Mac) stamp(workspace).clone();
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Compares in constant time.
    public boolean fits(String workspace, String hold, String token) {
        return MessageDigest.isEqual(
                of(workspace, hold).getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    private Mac stamp(String workspace) throws GeneralSecurityException {
        Mac known = stamps.get(workspace);
        if (known == null) {
            known = Mac.getInstance("HmacSHA256");
            known.init(new SecretKeySpec(
                    Base64.getDecoder().decode(read(workspace)), "HmacSHA256"));
            stamps.put(workspace, known);
        }
        return known;
    }

    // The second writer reads what the first one wrote.
    private static final String WRITE = """
            INSERT INTO workspace_secret (workspace, secret) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT workspace_secret_once DO NOTHING""";

    private static final String READ = """
            SELECT secret FROM workspace_secret WHERE workspace = ?""";

    private String read(String workspace) {
        byte[] drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, Base64.getEncoder().encodeToString(drawn));
            Pipeline.Answer<String> secret =
                    pipeline.query(READ, row -> row.getString(1), workspace);
            tx.commit(pipeline);
            return secret.only();
        } catch (SQLException failure) {
            throw new Unanswered("the workspace's secret could not be read", failure);
        }
    }
}
