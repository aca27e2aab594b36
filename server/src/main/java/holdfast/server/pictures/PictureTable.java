package holdfast.server.pictures;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The tables of pictures, within the caller's transaction.
public final class PictureTable {
    private PictureTable() {}

    private static final String HAS = """
            SELECT true FROM picture WHERE workspace = ? AND picture = ?""";

    public static boolean has(Transaction tx, String workspace, String id) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> found =
                pipeline.query(HAS, row -> row.getBoolean(1), workspace, id);
        pipeline.run();
        return !found.rows().isEmpty();
    }

    private static final String ADD = """
            INSERT INTO picture (workspace, picture, format, width, height, made_at, made_by)
            VALUES (?, ?, ?, ?, ?, the_clock(), ?)""";

    private static final String ADD_SIZE = """
            INSERT INTO picture_size (workspace, picture, width, content)
            VALUES (?, ?, ?, decode(?, 'base64'))""";

    static void add(Transaction tx, String workspace, String id, PictureSizes sizes, String author)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(ADD, workspace, id, sizes.format(), sizes.width(), sizes.height(), author);
        sizes.contents().forEach(
                (width, content) -> pipeline.update(ADD_SIZE, workspace, id, width,
                        Base64.getEncoder().encodeToString(content)));
        pipeline.run();
    }

    private static final String ONE = """
            SELECT picture, format, width, height, made_at, made_by,
                   (SELECT array_agg(s.width ORDER BY s.width) FROM picture_size AS s
                     WHERE s.workspace = p.workspace AND s.picture = p.picture)
              FROM picture AS p
             WHERE workspace = ? AND picture = ?""";

    static Optional<StoredPicture> one(Transaction tx, String workspace, String id)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StoredPicture> found =
                pipeline.query(ONE, PictureTable::picture, workspace, id);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private static final String ALL = """
            SELECT picture, format, width, height, made_at, made_by,
                   (SELECT array_agg(s.width ORDER BY s.width) FROM picture_size AS s
                     WHERE s.workspace = p.workspace AND s.picture = p.picture)
              FROM picture AS p
             WHERE workspace = ?""";

    static List<StoredPicture> all(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StoredPicture> all = pipeline.query(ALL, PictureTable::picture, workspace);
        pipeline.run();
        return all.rows();
    }

    private static StoredPicture picture(ResultSet row) throws SQLException {
        Array widths = row.getArray(7);
        return new StoredPicture(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4),
                Arrays.stream((Integer[]) widths.getArray()).toList(),
                row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6));
    }

    private static final String CONTENT = """
            SELECT s.content FROM picture_size AS s
              JOIN picture AS p ON p.workspace = s.workspace AND p.picture = s.picture
             WHERE s.workspace = ? AND s.picture = ? AND s.width = ? AND p.format = ?""";

    static Optional<byte[]> content(Transaction tx, String workspace, PictureAddress address)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<byte[]> found = pipeline.query(CONTENT, row -> row.getBytes(1), workspace,
                address.id(), address.width(), address.format());
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private static final String DELETE = """
            DELETE FROM picture WHERE workspace = ? AND picture = ? RETURNING true""";

    static boolean delete(Transaction tx, String workspace, String id) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> gone =
                pipeline.query(DELETE, row -> row.getBoolean(1), workspace, id);
        pipeline.run();
        return !gone.rows().isEmpty();
    }
}
