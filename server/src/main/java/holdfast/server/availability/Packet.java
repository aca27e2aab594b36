package holdfast.server.availability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A response body for many clients, plain or compressed: each form is made once, when it is first
/// needed.
public final class Packet {
    private final ReentrantLock making = new ReentrantLock();
    private final Supplier<byte[]> source;
    private volatile byte @Nullable [] plain;
    private volatile byte @Nullable [] zipped;

    Packet(Supplier<byte[]> source) {
        this.source = source;
    }

    Packet(byte[] content) {
        this(() -> content);
    }

    /// The bytes; callers must not change them.
    public byte[] plain() {
        byte[] made = plain;
        if (made != null) {
            return made;
        }
        making.lock();
        try {
            made = plain == null ? source.get() : plain;
            plain = made;
            return made;
        } finally {
            making.unlock();
        }
    }

    public byte[] zipped() {
        byte[] made = zipped;
        if (made != null) {
            return made;
        }
        byte[] whole = plain();
        making.lock();
        try {
            made = zipped == null ? zip(whole) : zipped;
            zipped = made;
            return made;
        } finally {
            making.unlock();
        }
    }

    private static byte[] zip(byte[] whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(whole.length / 4 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(whole);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
