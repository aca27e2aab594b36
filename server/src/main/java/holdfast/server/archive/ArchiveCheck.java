package holdfast.server.archive;

import holdfast.server.json.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Audits an archive file by itself: its digest, its counts, and each hold by its own lines of the
/// journal.
public final class ArchiveCheck {
    private static final int MOST = 1_000;

    private final MessageDigest digest;
    private final List<String> findings = new ArrayList<>();
    private ArchiveCounts counts = ArchiveCounts.NONE;
    private long lines;
    private boolean ended;

    private ArchiveCheck(MessageDigest digest) {
        this.digest = digest;
    }

    /// What a check found.
    ///
    /// @param findings what is wrong with it; none if it is as it was written
    public record Result(ArchiveCounts counts, List<String> findings) {}

    public static Result check(Path file) {
        try {
            ArchiveCheck check = new ArchiveCheck(MessageDigest.getInstance("SHA-256"));
            boolean whole = ArchiveReader.read(file, check::line);
            if (!whole || !check.ended) {
                check.wrong("the file", "ends before its digest");
            }
            return new Result(check.counts, List.copyOf(check.findings));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void wrong(String what, String finding) {
        if (findings.size() < MOST) {
            findings.add(what + ": " + finding);
        }
    }

    private void line(String text, Fields fields) {
        lines++;
        if (ended) {
            wrong("line " + lines, "comes after the digest");
        } else if (fields.has("sha256")) {
            end(fields);
        } else {
            digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
            record(fields);
        }
    }

    private void record(Fields fields) {
        try {
            if (lines == 1 && !fields.maybeText("archive").orElse("").equals(ArchiveLines.FORM)) {
                wrong("the file", "is not an archive of form " + ArchiveLines.FORM);
            }
            if (fields.has("hold")) {
                ArchivedHold hold = ArchivedHold.read(fields);
                counts = counts.plus(new ArchiveCounts(1, hold.lines().size(), 0));
                hold.findings().forEach(finding -> wrong(hold.id(), finding));
            } else if (fields.has("key")) {
                counts = counts.plus(new ArchiveCounts(0, 0, 1));
            }
        } catch (IllegalArgumentException unreadable) {
            wrong("line " + lines, "cannot be read: " + unreadable.getMessage());
        }
    }

    private void end(Fields fields) {
        ended = true;
        if (!fields.text("sha256").equals(HexFormat.of().formatHex(digest.digest()))) {
            wrong("the file", "has other content than when it was written");
        }
        ArchiveCounts said = new ArchiveCounts(fields.number("holds", 0, Long.MAX_VALUE),
                fields.number("lines", 0, Long.MAX_VALUE),
                fields.number("keys", 0, Long.MAX_VALUE));
        if (!said.equals(counts)) {
            wrong("the file", "has " + counts + " and should have " + said);
        }
    }
}
