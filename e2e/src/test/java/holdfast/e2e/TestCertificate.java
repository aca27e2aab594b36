package holdfast.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate for 127.0.0.1, made by the JDK's keytool, and what trusts it.
record TestCertificate(Path certificate, Path key, Path both, SSLContext trusting) {
    private static final String PASSWORD = "not-a-secret";
    private static final String NAME = "test";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(
            64, "\n".getBytes(StandardCharsets.US_ASCII));

    private static final class Only {
        private static final TestCertificate CERTIFICATE = in(folder());

        private static Path folder() {
            try {
                return Files.createTempDirectory(Path.of("target"), "certificate-")
                        .toAbsolutePath();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /// The one that all tests use.
    static TestCertificate usual() {
        return Only.CERTIFICATE;
    }

    private static TestCertificate in(Path folder) {
        Path store = folder.resolve("certificate.p12");
        try {
            Process keytool = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", NAME, "-keyalg", "EC", "-groupname", "secp256r1",
                    "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-validity", "7",
                    "-storetype", "PKCS12", "-keystore", store.toString(),
                    "-storepass", PASSWORD).redirectErrorStream(true).start();
            String said = new String(
                    keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool: " + said);
            }
            return read(folder, store);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    private static TestCertificate read(Path folder, Path store)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String certificate = pem("CERTIFICATE", keys.getCertificate(NAME).getEncoded());
        String key = pem("PRIVATE KEY",
                keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(NAME, keys.getCertificate(NAME));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return new TestCertificate(
                Files.writeString(folder.resolve("certificate.pem"), certificate),
                Files.writeString(folder.resolve("key.pem"), key),
                Files.writeString(folder.resolve("both.pem"), certificate + key), context);
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(content)
                + "\n-----END " + what + "-----\n";
    }
}
