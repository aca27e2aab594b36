package holdfast.server.catalog;

/// The author of a change, and the change before it.
///
/// @param number the number of the last change
/// @param attempt identifies this change for ever, so that a retry whose reply was lost finds what
///                it wrote
public record ChangeAuthor(String workspace, long number, String author, String attempt) {}
