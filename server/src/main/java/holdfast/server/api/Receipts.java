package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.HoldTokens;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.receipts.Receipt;
import holdfast.server.receipts.ReceiptContent;
import holdfast.server.receipts.ReceiptPdf;
import holdfast.server.receipts.ReceiptTable;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Receipts: list them, and read one as JSON or PDF.
public final class Receipts {
    private final HoldfastReads engine;
    private final ReceiptTable table;
    private final HoldTokens tokens;
    private final Languages languages = new Languages("messages");

    public Receipts(HoldfastReads engine, ReceiptTable table, HoldTokens tokens) {
        this.engine = engine;
        this.table = table;
        this.tokens = tokens;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/receipts", Permission.READ, "listReceipts",
                        "Receipts and corrections, the oldest first.", this::list),
                new Route("GET", "/v1/bookings/{id}/receipts", Permission.BUY,
                        "readBookingReceipts", "The receipts of a booking.", this::ofBooking),
                new Route("GET", "/v1/receipts/{id}", Permission.BUY, "readReceipt",
                        "One receipt.", request -> Response.json(200,
                                json -> write(json, find(request)))
                                .header("Cache-Control", "no-store")),
                new Route("GET", "/v1/receipts/{id}/pdf", Permission.BUY, "readReceiptPdf",
                        "A receipt as a PDF.", this::pdf));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        int limit = Paging.limit(request);
        Optional<Receipt> after = request.query("after", 200).map(PageMark::read)
                .map(mark -> table.find(request.workspace(), String.join("", mark.by()))
                        .orElseThrow(() -> new Invalid(
                                "after", "must be the \"next\" of an earlier page")));
        List<Receipt> found = table.page(request.workspace(), after, limit + 1);
        List<Receipt> page = found.subList(0, Math.min(limit, found.size()));
        return Response.json(200, json -> {
            json.array("items", page, Receipts::write);
            if (found.size() > limit) {
                json.put("next", PageMark.of(page.getLast().id()).mark());
            }
        });
    }

    private Response ofBooking(Request request) {
        String hold = Holds.id(request, tokens);
        if (engine.find(request.workspace(), hold)
                .filter(booking -> BookingNote.of(booking).isPresent()).isEmpty()) {
            throw Problem.unknown(request.path("id"));
        }
        return Response.json(200, json -> json.array("items",
                table.ofHold(request.workspace(), hold), Receipts::write))
                .header("Cache-Control", "no-store");
    }

    /// A caller that needs a token must send that of the booking's hold, and does not learn whether
    /// there is another receipt of that number.
    private Receipt find(Request request) {
        Optional<Receipt> receipt = table.find(request.workspace(), request.path("id"));
        if (request.who().needsToken(request.route().readsOnly())) {
            boolean theirs = receipt.isPresent() && request.token().isPresent()
                    && tokens.fits(request.workspace(), receipt.get().hold(),
                            request.token().get());
            if (!theirs) {
                throw Problem.forbidden("Send the token of the booking's hold as Holdfast-Token.");
            }
        }
        return receipt.orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response pdf(Request request) {
        Receipt receipt = find(request);
        Language language = language(request, receipt);
        return Response.bytes(200, "application/pdf", ReceiptPdf.of(receipt, language))
                .header("Content-Disposition", "inline; filename=\"" + receipt.id() + ".pdf\"")
                .header("Cache-Control", "no-store");
    }

    private Language language(Request request, Receipt receipt) {
        Optional<Hold> booking = engine.find(request.workspace(), receipt.hold());
        return languages.of(request.query("language")
                .or(() -> booking.flatMap(BookingNote::of)
                        .flatMap(note -> note.contact().language()))
                .map(word -> word.toLowerCase(Locale.ROOT).split("[-_]", 2)[0])
                .filter(Languages.ALL::contains), "");
    }

    private static void write(Json json, Receipt receipt) {
        ReceiptContent content = receipt.content();
        String currency = receipt.currency();
        json.put("id", receipt.id()).put("series", receipt.series())
                .put("number", receipt.number())
                .put("kind", receipt.corrects().isPresent() ? "correction" : "receipt")
                .put("corrects", receipt.corrected())
                .put("booking", HoldJson.bookingId(receipt.hold()))
                .put("cause", receipt.cause()).put("madeAt", receipt.madeAt().toString())
                .put("customer", receipt.customer());
        json.object("issuer", out -> out.put("name", content.issuer().name())
                .put("address", content.issuer().address())
                .put("taxNumber", content.issuer().taxNumber()));
        json.put("reference", content.reference()).put("method", content.method());
        json.array("lines", content.lines(), (out, line) -> line(out, line, currency));
        json.array("taxes", content.taxes(), (out, sum) -> {
            out.put("rate", sum.rate());
            money(out, "net", sum.net(), currency);
            money(out, "tax", sum.tax(), currency);
        });
        json.array("discounts", content.discounts(), (out, code) -> {
            out.put("code", code.name());
            money(out, "amount", code.amount(), currency);
        });
        json.array("giftCards", content.giftCards(), (out, card) -> {
            out.put("lastFour", card.name());
            money(out, "amount", card.amount(), currency);
        });
        if (content.pays() != ReceiptContent.Pays.ALL) {
            json.put("pays", content.pays().word());
        }
        money(json, "total", receipt.total(), currency);
        money(json, "paid", receipt.paid(), currency);
    }

    private static void line(Json json, ReceiptContent.Line line, String currency) {
        json.put("what", line.what()).put("quantity", line.quantity());
        money(json, "unitPrice", line.unitPrice(), currency);
        money(json, "discount", line.discount(), currency);
        money(json, "price", line.price(), currency);
        line.tax().ifPresent(tax -> {
            json.put("taxRate", tax.rate());
            money(json, "net", tax.net(), currency);
            money(json, "tax", tax.tax(), currency);
        });
    }

    /// An amount that is negative in a correction.
    private static void money(Json json, String field, long amount, String currency) {
        json.object(field, out -> out.put("amount", amount).put("currency", currency));
    }
}
