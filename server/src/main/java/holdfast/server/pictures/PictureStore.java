package holdfast.server.pictures;

import holdfast.digest.Sha256;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Picture;
import holdfast.server.catalog.Versioned;
import holdfast.server.store.ShortTransactions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/// A workspace's pictures.
public final class PictureStore {
    /// The largest file that can be uploaded.
    public static final int LARGEST = 8 << 20;
    private static final int REMEMBERED = 10_000;

    private final ShortTransactions changes;
    private final ShortTransactions reads;
    private final Catalog catalog;
    private final PictureReader reader = new PictureReader();
    /// What is known of pictures, which never changes.
    private final Map<String, StoredPicture> known = new ConcurrentHashMap<>();

    public PictureStore(DataSource source, DataSource readers, Catalog catalog) {
        this.changes = new ShortTransactions(source);
        this.reads = new ShortTransactions(readers);
        this.catalog = catalog;
    }

    /// Stores a picture, or finds it: the same file is the same picture.
    ///
    /// @throws holdfast.Invalid if it cannot be shown
    public StoredPicture add(String workspace, byte[] file, String author) {
        String id = StoredPicture.PREFIX
                + HexFormat.of().formatHex(Sha256.begin().digest(file), 0, 16);
        Optional<StoredPicture> there = read(workspace, id);
        if (there.isPresent()) {
            return there.get();
        }
        PictureSizes sizes = reader.read(file);
        return changes.repeatable(tx -> {
            if (!PictureTable.has(tx, workspace, id)) {
                PictureTable.add(tx, workspace, id, sizes, author);
            }
            StoredPicture stored = PictureTable.one(tx, workspace, id).orElseThrow();
            tx.commit();
            return stored;
        });
    }

    private Optional<StoredPicture> read(String workspace, String id) {
        return reads.read(tx -> PictureTable.one(tx, workspace, id));
    }

    /// A picture, for showing it: what this node knows of it is not read again.
    public Optional<StoredPicture> find(String workspace, String id) {
        String key = workspace + "/" + id;
        StoredPicture remembered = known.get(key);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Optional<StoredPicture> found = read(workspace, id);
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        found.ifPresent(picture -> known.put(key, picture));
        return found;
    }

    public List<StoredPicture> all(String workspace) {
        return reads.read(tx -> PictureTable.all(tx, workspace));
    }

    Optional<byte[]> content(String workspace, PictureAddress address) {
        return reads.read(tx -> PictureTable.content(tx, workspace, address));
    }

    /// What became of a request to delete a picture.
    public sealed interface Deletion {
        record Deleted() implements Deletion {}

        record Unknown() implements Deletion {}

        /// It is shown.
        ///
        /// @param by the entry of the catalogue that shows it
        record Used(String by) implements Deletion {}
    }

    /// Deletes a picture that no entry shows. The catalogue is locked until it is gone, so that no
    /// entry begins to show it meanwhile.
    public Deletion delete(String workspace, String id) {
        try {
            return changes.change(tx -> {
                catalog.lock(tx, workspace);
                Optional<String> by = user(workspace, id);
                return by.isPresent() ? new Deletion.Used(by.get())
                        : PictureTable.delete(tx, workspace, id) ? new Deletion.Deleted()
                                : new Deletion.Unknown();
            });
        } finally {
            catalog.unlocked(workspace);
            known.remove(workspace + "/" + id);
        }
    }

    private Optional<String> user(String workspace, String id) {
        return catalog.all(workspace, CatalogEntry.class).stream()
                .filter(entry -> entry.entry().picture().map(Picture::id)
                        .equals(Optional.of(id)))
                .map(Versioned::id).findFirst();
    }
}
