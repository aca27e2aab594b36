package holdfast.server.pictures;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of one size of a picture, as in `0d5b…-480.jpg`.
record PictureAddress(String id, int width, String format) {
    private static final Pattern FILE =
            Pattern.compile("([0-9a-f]{32})-([1-9][0-9]{1,4})\\.(jpg|png)");

    static Optional<PictureAddress> of(String file) {
        Matcher parts = FILE.matcher(file);
        return parts.matches() ? Optional.of(new PictureAddress(
                StoredPicture.PREFIX + parts.group(1), Integer.parseInt(parts.group(2)),
                parts.group(3))) : Optional.empty();
    }

    String type() {
        return format.equals("png") ? "image/png" : "image/jpeg";
    }
}
