package holdfast.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// Writes a container image as an OCI layout: a folder of layers, a configuration and a manifest,
/// each named by its checksum. No container engine takes part.
final class OciImage {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Path blobs;
    private final Path folder;
    private final Instant time;
    private final List<Blob> layers = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();

    private record Blob(String type, String digest, long size) {
        String json() {
            return """
                    {"mediaType":"%s","digest":"sha256:%s","size":%d}"""
                    .formatted(type, digest, size);
        }
    }

    OciImage(Path folder, Instant time) throws IOException {
        this.folder = folder;
        this.time = time;
        blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    }

    OciImage layer(InstalledFiles files) throws IOException {
        Path packed = Files.createTempFile(folder, "layer", ".tar.gz");
        TarFile.gzip(packed, files.list(), time);
        try (InputStream in = new GzipCompressorInputStream(Files.newInputStream(packed))) {
            contents.add("\"sha256:" + Sha256File.of(in) + "\"");
        }
        layers.add(blob(LAYER, packed));
        return this;
    }

    /// `run` is the image's `config` as JSON: user, variables, command.
    void write(String architecture, String tag, String run) throws IOException {
        Blob config = blob(CONFIG, """
                {"created":"%s","architecture":"%s","os":"linux","config":%s,\
                "rootfs":{"type":"layers","diff_ids":[%s]}}"""
                .formatted(time, architecture, run.strip(), String.join(",", contents)));
        Blob manifest = blob(MANIFEST, """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
                .formatted(MANIFEST, config.json(),
                        layers.stream().map(Blob::json).collect(Collectors.joining(","))));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(folder.resolve("index.json"), """
                {"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"sha256:%s","size":%d,\
                "platform":{"architecture":"%s","os":"linux"},\
                "annotations":{"org.opencontainers.image.ref.name":"%s"}}]}"""
                .formatted(MANIFEST, manifest.digest(), manifest.size(), architecture, tag));
    }

    private Blob blob(String type, String json) throws IOException {
        Path file = Files.createTempFile(folder, "blob", ".json");
        Files.write(file, json.getBytes(StandardCharsets.UTF_8));
        return blob(type, file);
    }

    private Blob blob(String type, Path file) throws IOException {
        Blob blob = new Blob(type, Sha256File.of(file), Files.size(file));
        Files.move(file, blobs.resolve(blob.digest()));
        return blob;
    }
}
