package holdfast.server.payment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts the workspaces' keys for providers with AES-GCM, so that a copy of the database is not
/// enough to read them. What a text is for is authenticated with it: it cannot be moved to another
/// workspace or provider.
public final class SecretCipher {
    /// The usual name of the file with the key.
    public static final String FILE = "encryption.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORMAT = "v1.";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Supplier<byte[]> key;

    private SecretCipher(Supplier<byte[]> key) {
        this.key = key;
    }

    /// With the key from the settings, or else with the one in this file, which is made when a
    /// secret is stored or read first.
    ///
    /// @param given 32 bytes in base64
    public static SecretCipher of(Optional<String> given, Path file) {
        return given.map(text -> new SecretCipher(() -> bytes(text)))
                .orElseGet(() -> new SecretCipher(() -> kept(file)));
    }

    private static byte[] bytes(String text) {
        byte[] bytes = Base64.getDecoder().decode(text.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalStateException("the encryption key must have 32 bytes");
        }
        return bytes;
    }

    /// The file appears complete or not at all, and of two nodes that make it one wins.
    private static byte[] kept(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] made = new byte[KEY_BYTES];
                RANDOM.nextBytes(made);
                Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
                Path beside = Files.createTempFile(folder, "encryption", ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(beside, Base64.getEncoder().encodeToString(made),
                        StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
                link(beside, file);
            }
            return bytes(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException("the encryption key cannot be read", failure);
        }
    }

    private static void link(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException another) {
            // Another node made it first, and this one reads it.
        } catch (UnsupportedOperationException noLinks) {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Encrypts a text; it can be decrypted for the same purpose only.
    ///
    /// @param purpose what it is for, such as the workspace and the provider
    public String encrypt(String purpose, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, purpose, nonce,
                text.getBytes(StandardCharsets.UTF_8));
        return FORMAT + Base64.getEncoder().encodeToString(
                ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    }

    /// Decrypts what was encrypted for this purpose.
    ///
    /// @throws IllegalStateException if the key or the purpose is another one
    public String decrypt(String purpose, String text) {
        if (!text.startsWith(FORMAT)) {
            throw new IllegalStateException("an encrypted text of an unknown format");
        }
        byte[] bytes = Base64.getDecoder().decode(text.substring(FORMAT.length()));
        byte[] nonce = java.util.Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] sealed = java.util.Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return new String(run(Cipher.DECRYPT_MODE, purpose, nonce, sealed),
                StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, String purpose, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.get(), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(
                    "a provider's keys cannot be decrypted: is the encryption key another one?",
                    refused);
        }
    }
}
