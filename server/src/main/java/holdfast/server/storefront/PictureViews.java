package holdfast.server.storefront;

import holdfast.server.catalog.Picture;
import holdfast.server.pictures.PictureStore;
import holdfast.server.pictures.StoredPicture;
import java.util.Optional;
import java.util.stream.Collectors;

/// The pictures of a workspace's entries, for its pages.
final class PictureViews {
    private static final int MIDDLE = 720;

    private final PictureStore pictures;

    PictureViews(PictureStore pictures) {
        this.pictures = pictures;
    }

    /// Empty where there is none, so that a page shows a cover of letters and never a hole.
    Optional<PictureView> of(Visitor visitor, Optional<Picture> picture) {
        return picture.flatMap(each -> pictures.find(visitor.workspace(), each.id())
                .map(stored -> view(visitor, each, stored)));
    }

    private static PictureView view(Visitor visitor, Picture picture, StoredPicture stored) {
        int middle = stored.atMost(MIDDLE);
        return new PictureView(visitor.link(stored.path(middle)),
                stored.widths().stream()
                        .map(width -> visitor.link(stored.path(width)) + " " + width + "w")
                        .collect(Collectors.joining(", ")),
                middle, stored.height(middle), picture.alt(), stored.format().equals("png"));
    }
}
