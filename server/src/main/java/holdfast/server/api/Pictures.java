package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.pictures.PictureStore;
import holdfast.server.pictures.StoredPicture;
import java.util.List;

/// The pictures of a workspace's events, services and people.
public final class Pictures {
    private static final String ONE = "/v1/pictures/{id}";

    private final PictureStore pictures;

    public Pictures(PictureStore pictures) {
        this.pictures = pictures;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/pictures", Permission.MANAGE, "createPicture",
                        "Upload a PNG or a JPEG. The same file is the same picture.",
                        new Route.Upload(PictureStore.LARGEST, this::add)),
                new Route("GET", "/v1/pictures", Permission.READ, "listPictures",
                        "The workspace's pictures.", this::list),
                new Route("GET", ONE, Permission.BUY, "readPicture",
                        "One picture, and the addresses of its sizes.", this::read),
                new Route("DELETE", ONE, Permission.MANAGE, "deletePicture",
                        "Delete a picture that nothing shows.", this::delete));
    }

    private Response add(Request request) {
        request.onlyQuery();
        byte[] file = request.bytes();
        StoredPicture picture = pictures.add(
                request.workspace(), file, request.who().name());
        return Response.json(201, json -> write(request, json, picture))
                .header("Location", "/v1/pictures/" + picture.id());
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        return Paging.page(request, pictures.all(request.workspace()),
                each -> PageMark.of(PageMark.at(each.made()), each.id()),
                (json, each) -> write(request, json, each));
    }

    private Response read(Request request) {
        request.onlyQuery();
        String id = request.path("id");
        StoredPicture picture = pictures.find(request.workspace(), id)
                .orElseThrow(() -> Problem.unknown(id));
        return Response.json(200, json -> write(request, json, picture));
    }

    private Response delete(Request request) {
        String id = request.path("id");
        return switch (pictures.delete(request.workspace(), id)) {
            case PictureStore.Deletion.Deleted _ -> Response.empty(204);
            case PictureStore.Deletion.Unknown _ -> throw Problem.unknown(id);
            case PictureStore.Deletion.Used used -> throw new Problem(409, "pictureUsed",
                    "The picture is shown", used.by() + " shows it. Give that another one first.");
        };
    }

    private static void write(Request request, Json json, StoredPicture picture) {
        String base = StoredPicture.base(request.workspace());
        json.put("id", picture.id()).put("width", picture.width())
                .put("height", picture.height()).put("at", picture.made().toString())
                .put("by", picture.author());
        json.array("sizes", picture.widths(), (out, width) -> out.put("width", width)
                .put("height", picture.height(width)).put("url", base + picture.path(width)));
    }
}
