package holdfast.server.booking;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// The tokens that prove the ownership of a hold. Each handover makes a new token. The former
/// owner's token is then invalid on every node, because each check reads the number of handovers.
public final class HoldTokens {
    private final TokenSecrets tokens;
    private final DataSource source;

    public HoldTokens(TokenSecrets tokens, DataSource source) {
        this.tokens = tokens;
        this.source = source;
    }

    /// How often a hold was handed over, and its last owner.
    private record Owner(int times, String visitor) {
        static final Owner MAKER = new Owner(0, "");
    }

    /// The token of the client that made the hold. After a handover it proves nothing.
    public String first(String workspace, String hold) {
        return tokens.of(workspace, hold);
    }

    /// The token of the current owner; never sent to another client.
    public String current(String workspace, String hold) {
        return tokens.of(workspace, name(hold, owner(workspace, hold).times()));
    }

    public boolean fits(String workspace, String hold, String token) {
        return tokens.fits(workspace, name(hold, owner(workspace, hold).times()), token);
    }

    /// Whether a visitor can take over a hold with a token, or has done so.
    public boolean canTake(String workspace, String hold, String token, String visitor) {
        Owner owner = owner(workspace, hold);
        return tokens.fits(workspace, name(hold, owner.times()), token)
                || tookWith(workspace, hold, token, visitor, owner);
    }

    /// A form that was sent twice is one handover.
    private boolean tookWith(
            String workspace, String hold, String token, String visitor, Owner owner) {
        return owner.times() > 0 && owner.visitor().equals(visitor)
                && tokens.fits(workspace, name(hold, owner.times() - 1), token);
    }

    /// Makes a visitor the hold's owner. Of several concurrent requests with one token the first
    /// one wins.
    public boolean take(String workspace, String hold, String token, String visitor) {
        Owner owner = owner(workspace, hold);
        boolean fits = tokens.fits(workspace, name(hold, owner.times()), token);
        return (fits && handedOver(workspace, hold, owner.times(), visitor))
                || tookWith(workspace, hold, token, visitor, owner(workspace, hold));
    }

    private static String name(String hold, int times) {
        return times == 0 ? hold : hold + " handed over " + times;
    }

    private static final String READ = """
            SELECT times, visitor FROM hold_handover WHERE workspace = ? AND hold = ?""";

    private Owner owner(String workspace, String hold) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Owner> owner = pipeline.query(READ,
                    row -> new Owner(row.getInt(1), row.getString(2)), workspace, hold);
            pipeline.run();
            return owner.rows().stream().findFirst().orElse(Owner.MAKER);
        } catch (SQLException failure) {
            throw new Unanswered("the hold's owner could not be read", failure);
        }
    }

    // The number is compared under the row's lock, so only one of two requests can increment it.
    private static final String WRITE = """
            INSERT INTO hold_handover AS was (workspace, hold, times, visitor)
            VALUES (?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT hold_handover_once
            DO UPDATE SET times = EXCLUDED.times, visitor = EXCLUDED.visitor
            WHERE was.times = EXCLUDED.times - 1
            RETURNING times""";

    private boolean handedOver(String workspace, String hold, int before, String visitor) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Integer> written = pipeline.query(WRITE, row -> row.getInt(1),
                    workspace, hold, before + 1, visitor);
            tx.commit(pipeline);
            return !written.rows().isEmpty();
        } catch (SQLException failure) {
            throw new Unanswered("the hold could not be handed over", failure);
        }
    }
}
