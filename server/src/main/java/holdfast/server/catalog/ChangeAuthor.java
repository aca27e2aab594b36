package holdfast.server.catalog;

/// Who writes a change, and after which one.
///
/// @param number the number of the last change
/// @param attempt names this change for ever, so that a retry whose reply was lost finds what it
///                wrote
public record ChangeAuthor(String workspace, long number, String author, String attempt) {}
