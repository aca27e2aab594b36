package holdfast.server.api;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.http.Request;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// Discount codes: make, list, change, stop.
public final class DiscountCodes {
    private final Resource<DiscountCode> codes;

    public DiscountCodes(HoldfastReads engine, Catalog catalog, CatalogChanges changes) {
        codes = new Resource<>(catalog, changes, new Described(engine));
    }

    public List<Route> routes() {
        return codes.routes();
    }

    private record Described(HoldfastReads engine) implements Resource.Kind<DiscountCode> {
        @Override
        public Class<DiscountCode> type() {
            return DiscountCode.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.CODE;
        }

        @Override
        public Permission readers() {
            return Permission.READ;
        }

        @Override
        public DiscountCode read(Fields fields, Optional<DiscountCode> before) {
            DiscountCode code = DiscountCode.read(fields);
            if (before.filter(was -> !was.code().equals(code.code())).isPresent()) {
                throw new Invalid("code", "cannot be changed; make another code");
            }
            return code;
        }

        @Override
        public Optional<String> id(String workspace, DiscountCode code) {
            return Optional.of(DiscountCode.id(workspace, code.code()));
        }

        @Override
        public void showLeft(Request request, Json json, String id, DiscountCode code) {
            if (code.uses().isPresent()) {
                json.put("left", engine.freePlaces(request.workspace(), id)
                        .map(Free.Places::places).orElse(0L));
            }
        }

        @Override
        public Resource.Summaries summaries() {
            return new Resource.Summaries("Make a discount code.",
                    "Stop a discount code; holds and bookings keep it.",
                    "Allow a stopped discount code again.");
        }
    }
}
