package holdfast.server.pictures;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Workspaces;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;
import java.util.Map;

/// The pictures as browsers load them. An address never changes what it shows, so it is cached for
/// ever.
public final class PictureFiles {
    private static final String ABOUT = "One size of a picture.";

    private final PictureStore pictures;

    public PictureFiles(PictureStore pictures) {
        this.pictures = pictures;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/pictures/{file}", Permission.NONE, "pictureFile", ABOUT,
                        request -> read(request, Workspaces.FIRST)),
                new Route("GET", "/w/{workspace}/pictures/{file}", Permission.NONE,
                        "pictureFileIn", ABOUT,
                        request -> read(request, request.path("workspace"))));
    }

    private Response read(Request request, String workspace) {
        request.onlyQuery();
        String file = request.path("file");
        PictureAddress address =
                PictureAddress.of(file).orElseThrow(() -> Problem.unknown("such picture"));
        String tag = "\"" + file + "\"";
        Map<String, String> headers = Map.of("Cache-Control",
                "public, max-age=31536000, immutable", "ETag", tag, "X-Content-Type-Options",
                "nosniff", "Access-Control-Allow-Origin", "*", "Cross-Origin-Resource-Policy",
                "cross-origin", "Content-Security-Policy", "default-src 'none'");
        if (request.has(tag)) {
            return Response.empty(304).headers(headers);
        }
        byte[] content = pictures.content(workspace, address)
                .orElseThrow(() -> Problem.unknown("such picture"));
        return Response.bytes(200, address.type(), content).headers(headers);
    }
}
