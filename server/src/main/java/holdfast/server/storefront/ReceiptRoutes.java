package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.receipts.Receipt;
import holdfast.server.receipts.ReceiptPdf;
import holdfast.server.receipts.ReceiptTable;
import java.util.List;

/// The receipts of a booking, for a visitor with its link.
final class ReceiptRoutes {
    private final Storefront storefront;
    private final ReceiptTable receipts;

    ReceiptRoutes(Storefront storefront, ReceiptTable receipts) {
        this.storefront = storefront;
        this.receipts = receipts;
    }

    List<Route> routes() {
        return storefront.get("/booking/{id}/receipts/{receipt}", "receiptOfBookingPdf",
                "A receipt of a booking as a PDF.", this::pdf);
    }

    private Response pdf(Visitor visitor) {
        Hold booking = storefront.linked(visitor, visitor.request().query("word").orElse(""));
        String id = visitor.request().path("receipt");
        Receipt receipt = receipts.find(visitor.workspace(), id)
                .filter(each -> each.hold().equals(booking.id()))
                .orElseThrow(() -> Problem.unknown(id));
        return Response.bytes(200, "application/pdf", ReceiptPdf.of(receipt, visitor.language()))
                .header("Content-Disposition", "inline; filename=\"" + receipt.id() + ".pdf\"")
                .header("Cache-Control", "no-store");
    }
}
