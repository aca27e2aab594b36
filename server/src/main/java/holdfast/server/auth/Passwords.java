package holdfast.server.auth;

import holdfast.Invalid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password hashing with Argon2id and the minimum parameters that OWASP names: 19 MiB, two passes,
/// one lane. Each hash takes time and memory on purpose, so only a few run at once; further
/// sign-ins are asked to retry.
final class Passwords {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final int MEMORY = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern KEPT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

    private final Semaphore busy = new Semaphore(AT_ONCE, true);
    private final String nobodys = kept(new byte[32], new byte[16], MEMORY, PASSES, LANES);

    /// Checks the length only: rules about characters make people choose worse passwords.
    static String checked(String field, String password) {
        String text = Normalizer.normalize(password, Normalizer.Form.NFKC);
        if (text.codePointCount(0, text.length()) < SHORTEST || text.length() > LONGEST) {
            throw new Invalid(field,
                    "must have " + SHORTEST + " to " + LONGEST + " characters");
        }
        return text;
    }

    /// The hash to store.
    String keep(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return kept(work(password, salt, MEMORY, PASSES, LANES), salt, MEMORY, PASSES, LANES);
    }

    /// Whether this is the password. Without a stored hash it takes as long, so that timing does
    /// not tell whether the account exists.
    boolean fits(String password, Optional<String> kept) {
        Matcher parts = KEPT.matcher(kept.orElse(nobodys));
        if (!parts.matches()) {
            throw new IllegalStateException("this is no Argon2id");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] wanted = Base64.getDecoder().decode(parts.group(5));
        byte[] found = work(password, salt, Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        return MessageDigest.isEqual(wanted, found) && kept.isPresent();
    }

    /// Whether the hash was made with other parameters than today's.
    static boolean isOld(String kept) {
        return !kept.startsWith(
                "$argon2id$v=19$m=" + MEMORY + ",t=" + PASSES + ",p=" + LANES + "$");
    }

    private static String kept(byte[] hash, byte[] salt, int memory, int passes, int lanes) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private byte[] work(String password, byte[] salt, int memory, int passes, int lanes) {
        enter();
        try {
            Argon2BytesGenerator argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory).withIterations(passes).withParallelism(lanes)
                    .withSalt(salt).build());
            byte[] hash = new byte[32];
            argon.generateBytes(Normalizer.normalize(password, Normalizer.Form.NFKC)
                    .getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            busy.release();
        }
    }

    private void enter() {
        try {
            if (!busy.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SignIn.TooBusy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SignIn.TooBusy();
        }
    }
}
