package holdfast.server.archive;

/// How much an archive has, or a part of it.
///
/// @param holds  ended holds
/// @param lines  their lines of the journal
/// @param keys   idempotency keys
public record ArchiveCounts(long holds, long lines, long keys) {
    static final ArchiveCounts NONE = new ArchiveCounts(0, 0, 0);

    ArchiveCounts plus(ArchiveCounts more) {
        return new ArchiveCounts(holds + more.holds, lines + more.lines, keys + more.keys);
    }
}
