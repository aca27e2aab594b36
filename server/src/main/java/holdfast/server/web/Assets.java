package holdfast.server.web;

import holdfast.digest.Sha256;
import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Styles, scripts and pictures, loaded into memory at the start. Their address has a hash of all
/// of them, so that a browser may cache them for ever.
public final class Assets {
    private static final String HOME = "/holdfast/web/assets";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml", "woff2", "font/woff2", "json", "application/json", "html",
            "text/html; charset=utf-8");

    private final Map<String, CompressedBody> files;
    private final String version;

    private Assets(Map<String, byte[]> found) {
        files = new TreeMap<>();
        MessageDigest digest = Sha256.begin();
        Map<String, String> scripts = new TreeMap<>();
        found.forEach((name, content) -> {
            if (name.endsWith(".js")) {
                scripts.put(name, new String(content, StandardCharsets.UTF_8));
            }
        });
        found.forEach((name, content) -> {
            files.put(name, CompressedBody.of(
                    name.endsWith(".js") ? Script.sent(name, scripts) : content));
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        version = HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /// Reads them from the class path: a directory during the build, a jar later.
    public static Assets load() {
        URL home = Assets.class.getResource(HOME);
        if (home == null) {
            throw new IllegalStateException("no assets at " + HOME);
        }
        try {
            URI uri = home.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return new Assets(read(Path.of(uri)));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return new Assets(read(jar.getPath(HOME)));
            }
        } catch (IOException | URISyntaxException broken) {
            throw new IllegalStateException("the assets cannot be read", broken);
        }
    }

    private static Map<String, byte[]> read(Path home) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    found.put(home.relativize(file).toString().replace('\\', '/'),
                            Files.readAllBytes(file));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        return found;
    }

    /// The address of a file, as in `/assets/1f0c9a/storefront.css`.
    public String at(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return "/assets/" + version + "/" + name;
    }

    /// Changes with any of the files.
    public String version() {
        return version;
    }

    public boolean has(String name) {
        return files.containsKey(name);
    }

    public List<Route> routes() {
        return List.of(
                route("/assets/{version}/{file}", "readAsset"),
                route("/assets/{version}/{file}/{inner}", "readAssetInFolder"));
    }

    private Route route(String path, String name) {
        return new Route("GET", path, Permission.NONE, name,
                "A style, script or picture of the pages.", this::read);
    }

    private Response read(Request request) {
        String name = request.path("file") + Optional.ofNullable(request.arguments().get("inner"))
                .map(inner -> "/" + inner).orElse("");
        CompressedBody packed = files.get(name);
        if (packed == null) {
            throw Problem.unknown(
                    name.length() > 60 ? "such file" : name.replaceAll("\\p{C}", "?"));
        }
        String type = TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        // A page of the previous version may still request its files; the browser must not cache
        // these under that version.
        String keep = request.path("version").equals(version) ? FOR_EVER : "no-cache";
        return packed.answer(request, 200, type).headers(Map.of(
                "Cache-Control", keep, "X-Content-Type-Options", "nosniff",
                "Access-Control-Allow-Origin", "*",
                "Cross-Origin-Resource-Policy", "cross-origin"));
    }
}
