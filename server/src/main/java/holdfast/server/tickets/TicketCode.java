package holdfast.server.tickets;

import holdfast.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Locale;
import java.util.Optional;

/// What a ticket's QR code says, signed by the workspace, so that a scanner can verify it without a
/// network: 20 bytes, an Ed25519 signature over them, and all of it in Base45.
///
/// | bytes | what |
/// | --- | --- |
/// | 1 | the version of this format: 1 |
/// | 2 | the number of the key that signed it |
/// | 6 | the beginning of the SHA-256 of the id of the event or service |
/// | 8 | the ticket's number, which its id spells |
/// | 2 | which of the ticket's codes it is; a higher one replaces it |
/// | 1 | flags: 1 for a visit of a service |
///
/// @param ticket the ticket's id
public record TicketCode(int key, long subject, String ticket, int sequence, boolean visit) {
    private static final int VERSION = 1;
    private static final int PAYLOAD = 20;
    private static final int SIGNATURE = 64;
    private static final int LENGTH = (PAYLOAD + SIGNATURE) / 2 * 3;
    private static final int VISIT = 1;

    /// A code as it was read, before its signature is verified.
    public static final class Unverified {
        private final TicketCode code;
        private final byte[] signature;

        private Unverified(TicketCode code, byte[] signature) {
            this.code = code;
            this.signature = signature;
        }

        /// What it claims.
        public TicketCode code() {
            return code;
        }

        /// Whether this key signed it.
        public boolean by(PublicKey key) {
            try {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(code.payload());
                return verifier.verify(signature);
            } catch (GeneralSecurityException broken) {
                return false;
            }
        }
    }

    /// The beginning of the SHA-256 of an event's or a service's id.
    public static long subject(String id) {
        return ByteBuffer.wrap(Sha256.bytes(id)).getLong() >>> 16;
    }

    /// Reads a code; empty for anything that is none. Capitals make no difference, because some
    /// handheld scanners type small letters.
    public static Optional<Unverified> read(String text) {
        String code = text.toUpperCase(Locale.ROOT);
        return code.length() == LENGTH ? Base45.decode(code).flatMap(TicketCode::read)
                : Optional.empty();
    }

    private static Optional<Unverified> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != VERSION) {
            return Optional.empty();
        }
        int key = in.getShort() & 0xffff;
        long subject = ((in.getShort() & 0xffffL) << 32) | (in.getInt() & 0xffffffffL);
        String ticket = TicketId.of(in.getLong());
        int sequence = in.getShort() & 0xffff;
        int flags = in.get();
        if (flags != 0 && flags != VISIT) {
            return Optional.empty();
        }
        byte[] signature = new byte[SIGNATURE];
        in.get(signature);
        return Optional.of(new Unverified(
                new TicketCode(key, subject, ticket, sequence, flags == VISIT), signature));
    }

    private byte[] payload() {
        return ByteBuffer.allocate(PAYLOAD).put((byte) VERSION).putShort((short) key)
                .putShort((short) (subject >>> 32)).putInt((int) subject)
                .putLong(TicketId.number(ticket).orElseThrow()).putShort((short) sequence)
                .put((byte) (visit ? VISIT : 0)).array();
    }

    /// The code's text. The same code has the same text: Ed25519 draws nothing.
    String signed(PrivateKey by) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(by);
            signer.update(payload());
            return Base45.encode(ByteBuffer.allocate(PAYLOAD + SIGNATURE)
                    .put(payload()).put(signer.sign()).array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
