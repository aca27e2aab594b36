package holdfast.server.tickets;

import holdfast.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A ticket in the list that a scanner keeps for when it has no network. The list reveals no one: an
/// entry is found by the digest of a ticket's code, and opened by a key made from that code, so that
/// only a scanner that was shown the ticket can read it.
///
/// @param digest the SHA-256 of the code, in URL-safe Base64
/// @param sealed what the scanner shows, by AES-256-GCM: 12 bytes of nonce, then the content and
///               its tag, in URL-safe Base64
public record OfflineEntry(String digest, String sealed) {
    private static final String KEY = "holdfast offline list\n";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static OfflineEntry of(String code, String content) {
        try {
            byte[] nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Sha256.bytes(KEY + code), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            byte[] hidden = cipher.doFinal(content.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = new byte[NONCE + hidden.length];
            System.arraycopy(nonce, 0, sealed, 0, NONCE);
            System.arraycopy(hidden, 0, sealed, NONCE, hidden.length);
            return new OfflineEntry(Sha256.of(code),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
