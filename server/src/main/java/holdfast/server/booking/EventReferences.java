package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.SharedLimit;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import java.util.List;
import java.util.Optional;

/// Checks what an event refers to while the catalogue is locked: its chart, of which it keeps one
/// version, its venue, its shared limits, and the tiers that its rows name.
public final class EventReferences {
    private final Catalog catalog;
    private final String workspace;

    public EventReferences(Catalog catalog, String workspace) {
        this.catalog = catalog;
        this.workspace = workspace;
    }

    /// The event with the version of its chart.
    public Event checked(Event described) {
        Event event = described.with(described.chart().map(this::pinned));
        event.about().venue().filter(DescribedInventories::hall).ifPresent(venue -> known("venue",
                catalog.find(workspace, venue, Venue.class),
                "a venue of this workspace, or a name"));
        List<String> shared = event.limits().shared();
        for (int at = 0; at < shared.size(); at++) {
            known("limits.shared[" + at + "]",
                    catalog.find(workspace, shared.get(at), SharedLimit.class),
                    "a shared limit of this workspace");
        }
        for (int at = 0; at < event.areas().size(); at++) {
            if (event.areas().get(at) instanceof Area.Seats seats) {
                rows("areas[" + at + "]", event, seats);
            }
        }
        return event;
    }

    private static void known(String field, Optional<?> found, String what) {
        if (found.isEmpty()) {
            throw new Invalid(field, "must be " + what);
        }
    }

    private Event.ChartVersion pinned(Event.ChartVersion chart) {
        Versioned<Chart> latest = catalog.find(workspace, chart.id(), Chart.class)
                .orElseThrow(() -> new Invalid("chart", "must be a chart of this workspace"));
        long version = chart.version().orElse(latest.version());
        if (version > latest.version()) {
            throw new Invalid("chartVersion", "must be a version of that chart");
        }
        return new Event.ChartVersion(chart.id(), Optional.of(version));
    }

    private void rows(String field, Event event, Area.Seats area) {
        Optional<Seating> fromChart = area.seating().isPresent() ? Optional.empty()
                : event.chart().flatMap(chart -> part(chart, area.id()));
        Seating seating = area.seating().or(() -> fromChart).orElseThrow(() -> new Invalid(
                field + ".rows", "is missing, and there is no chart with an area " + area.id()));
        for (int at = 0; at < seating.rows().size(); at++) {
            Seating.Row row = seating.rows().get(at);
            String name = field
                    + (fromChart.isPresent() ? ".tiers" : ".rows[" + at + "].tier");
            row.tier().filter(tier -> area.card().tier(tier).isEmpty()).ifPresent(tier -> {
                throw new Invalid(name, fromChart.isPresent()
                        ? "must have a tier " + tier + ", which the chart gives to row "
                                + row.name()
                        : "must be a tier of the area; there is no " + tier);
            });
            if (row.tier().isEmpty() && area.card().price().isEmpty()
                    && !area.card().tiers().isEmpty()) {
                throw new Invalid(field + ".price",
                        "is missing, and row " + row.name() + " has no tier");
            }
        }
    }

    private Optional<Seating> part(Event.ChartVersion chart, String area) {
        return chart.version().flatMap(version -> catalog.version(workspace, chart.id(), version))
                .map(Versioned::entry)
                .flatMap(entry -> entry instanceof Chart has ? has.part(area) : Optional.empty())
                .map(Chart.Part::seating);
    }
}
