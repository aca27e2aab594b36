package holdfast.server.storefront;

/// A picture as a page shows it: the browser chooses one of its widths.
///
/// @param src    the address of a middle size, for browsers that choose none
/// @param srcset every size with its width
/// @param clear  whether one sees through parts of it
public record PictureView(
        String src, String srcset, int width, int height, String alt, boolean clear) {

    /// Whether it is so wide that it is a name in letters, as logos often are.
    boolean isWide() {
        return width > 2 * height;
    }
}
