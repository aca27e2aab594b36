package holdfast.server.archive;

import holdfast.change.Archiving;
import holdfast.server.booking.EndedBookings;
import holdfast.server.json.Json;
import java.time.Instant;
import java.util.List;

/// The lines of an archive file: a header, holds, keys, an end for each batch, and the digest of
/// all lines before it.
final class ArchiveLines {
    static final String FORM = "1";

    private ArchiveLines() {}

    static String header(Instant at) {
        return Json.text(json -> json.put("archive", FORM).put("at", at.toString()));
    }

    static String hold(
            String workspace, Archiving.Ended hold, List<EndedBookings.Requested> trail) {
        return Json.text(json -> {
            json.put("hold", hold.hold()).put("workspace", workspace)
                    .put("state", hold.state()).put("version", hold.version())
                    .put("madeAt", hold.madeAt().toString()).put("until", hold.until().toString())
                    .put("reason", hold.reason()).put("note", hold.notes().hold())
                    .put("bookingNote", hold.notes().booking()).texts("claims", hold.claims());
            json.array("lines", hold.lines(), ArchiveLines::line);
            json.array("requests", trail, (out, each) -> out.put("at", each.at().toString())
                    .put("verb", each.verb()).put("author", each.author()));
        });
    }

    private static void line(Json json, Archiving.Line line) {
        json.put("kind", line.place().kind()).put("inventory", line.place().inventory())
                .put("version", line.place().version()).put("at", line.at().toString())
                .put("verb", line.change().verb()).put("effect", line.change().effect())
                .put("holdVersion", line.change().holdVersion())
                .put("until", line.change().until().map(Instant::toString))
                .put("claim", line.claim()).put("note", line.note());
    }

    static String key(String workspace, Archiving.Key key) {
        return Json.text(json -> json.put("key", key.key()).put("workspace", workspace)
                .put("at", key.at().toString()).put("answer", key.answer())
                .put("of", key.hold()));
    }

    static String batch(long records) {
        return Json.text(json -> json.put("batch", records));
    }

    static String end(ArchiveCounts counts, String digest) {
        return Json.text(json -> json.put("holds", counts.holds()).put("lines", counts.lines())
                .put("keys", counts.keys()).put("sha256", digest));
    }
}
