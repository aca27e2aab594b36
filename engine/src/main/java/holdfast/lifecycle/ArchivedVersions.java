package holdfast.lifecycle;

import holdfast.change.Archiving.Place;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Records which versions of the journals were moved to an archive.
final class ArchivedVersions {
    /// The schema's constraint has the same number.
    private static final long IN_ONE_PART = 10_000;

    private ArchivedVersions() {}

    private record Part(String kind, String inventory, long number)
            implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            int kinds = kind.compareTo(other.kind);
            int inventories = kinds != 0 ? kinds : inventory.compareTo(other.inventory);
            return inventories != 0 ? inventories : Long.compare(number, other.number);
        }
    }

    private static final String ADD = """
            INSERT INTO journal_archived AS known (workspace, kind, inventory, part, versions)
            SELECT ?::text, new.kind, new.inventory, new.part, new.versions::int8multirange
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
                 AS new (kind, inventory, part, versions)
            ON CONFLICT ON CONSTRAINT journal_archived_once
            DO UPDATE SET versions = known.versions + excluded.versions""";

    static void add(Pipeline pipeline, String workspace, List<Place> places) {
        if (places.isEmpty()) {
            return;
        }
        Map<Part, StringBuilder> parts = new TreeMap<>();
        for (Place place : places) {
            StringBuilder versions = parts.computeIfAbsent(
                    new Part(place.kind(), place.inventory(), place.version() / IN_ONE_PART),
                    part -> new StringBuilder());
            versions.append(versions.isEmpty() ? "{" : ",").append('[').append(place.version())
                    .append(',').append(place.version()).append(']');
        }
        ColumnArrays columns = new ColumnArrays(4);
        parts.forEach((part, versions) -> columns.row(
                part.kind, part.inventory, part.number, versions.append('}').toString()));
        pipeline.update(ADD, columns.after(workspace));
    }
}
