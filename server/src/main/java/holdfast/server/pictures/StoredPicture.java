package holdfast.server.pictures;

import holdfast.server.auth.Workspaces;
import java.time.Instant;
import java.util.List;

/// A picture of a workspace, without its contents.
///
/// @param format `jpg` or `png`
/// @param width  of its largest size
/// @param widths of all its sizes, smallest first
public record StoredPicture(
        String id, String format, int width, int height, List<Integer> widths, Instant made,
        String author) {

    public StoredPicture {
        widths = List.copyOf(widths);
    }

    /// The height of one of its sizes.
    public int height(int width) {
        return PictureSizes.height(this.width, height, width);
    }

    /// The address of one of its sizes, behind the workspace's.
    public String path(int width) {
        return "/pictures/" + id.substring(PREFIX.length()) + "-" + width + "." + format;
    }

    /// The largest size that is no wider, or the smallest one.
    public int atMost(int width) {
        return widths.stream().filter(each -> each <= width).max(Integer::compare)
                .orElse(widths.getFirst());
    }

    /// Where a workspace's pictures are.
    public static String base(String workspace) {
        return workspace.equals(Workspaces.FIRST) ? "" : "/w/" + workspace;
    }

    static final String PREFIX = "pic_";
}
