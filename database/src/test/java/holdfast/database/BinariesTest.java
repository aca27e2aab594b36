package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class BinariesTest {

    @Test
    void unpacksOnceForSeveralAtOnceWithoutTemporaryFiles() throws Exception {
        Path cache = Lab.folder();
        Path leftover = Files.createDirectory(cache.resolve(".unpacking-1"));
        Files.writeString(leftover.resolve("half"), "a file");
        Archive archive = Archive.find(Platform.here(), null);
        List<Callable<Binaries>> some =
                List.of(() -> Binaries.on(cache, archive), () -> Binaries.on(cache, archive));
        try (ExecutorService together = Executors.newFixedThreadPool(2)) {
            for (Future<Binaries> one : together.invokeAll(some)) {
                assertThat(one.get().major()).isEqualTo(18);
            }
        }
        try (var names = Files.list(cache)) {
            assertThat(
                    names.map(path -> path.getFileName().toString())
                            .filter(name -> !name.equals("lock")))
                    .hasSize(1);
        }
        Binaries whole = Binaries.on(cache, archive);
        Path postgres = Path.of(whole.program("postgres"));
        try (var file = Files.newByteChannel(postgres, java.nio.file.StandardOpenOption.WRITE)) {
            file.truncate(1000);
        }
        Binaries repaired = Binaries.on(cache, archive);
        assertThat(Files.size(Path.of(repaired.program("postgres")))).isGreaterThan(1000);
    }

    @Test
    void refusesADamagedArchiveAndLeavesNoPrograms() throws IOException {
        Archive good = Archive.find(Platform.here(), null);
        Path jar = Lab.folder().resolve("damaged.jar");
        byte[] packed;
        try (var in = good.open()) {
            packed = in.readAllBytes();
        }
        packed[packed.length / 2] ^= 1;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(good.name()));
            zip.write(packed);
        }
        Path cache = Lab.folder();
        assertThatThrownBy(() -> Binaries.on(cache, Archive.find(Platform.here(), jar)))
                .isInstanceOf(IOException.class);
        Archive lying = new Archive(good.name(), good.url(), good.crc32() ^ 1);
        assertThatThrownBy(() -> Binaries.on(cache, lying))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        assertThat(Binaries.on(cache, good).major()).isEqualTo(18);
    }

    @Test
    void refusesAPathOutsideTheFolder() {
        for (String name : new String[] {"../outside", "/outside", "a/../../outside"}) {
            assertThatThrownBy(
                    () -> TarFiles.unpack(
                            new ByteArrayInputStream(tar(name, '0', "")),
                            Lab.folder(),
                            n -> true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("outside");
        }
        assertThatThrownBy(
                () -> TarFiles.unpack(
                        new ByteArrayInputStream(tar("link", '2', "../../etc")),
                        Lab.folder(),
                        n -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside");
        assertThatThrownBy(
                () -> TarFiles.unpack(
                        new ByteArrayInputStream(tar("pipe", '6', "")),
                        Lab.folder(),
                        n -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown kind");
    }

    @Test
    void doesNotUseACacheThatOtherUsersMayWrite() throws IOException {
        Path cache = Lab.folder();
        Files.setPosixFilePermissions(
                cache, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(
                () -> BinaryCache.choose(cache, Lab.folder(), new ProcessUser(List.of(), null)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("others may write");
    }

    private static byte[] tar(String name, char type, String link) {
        byte[] header = new byte[1024];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, "00000000000");
        header[156] = (byte) type;
        put(header, 157, link);
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
