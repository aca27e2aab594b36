package holdfast.server;

import holdfast.change.AuditCheck;
import holdfast.change.HoldListener;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.ServerAudit;
import holdfast.server.outbox.OutboxRows;
import holdfast.server.payment.PaymentRows;
import holdfast.server.payment.PaymentsAudit;
import holdfast.server.receipts.ReceiptRows;
import holdfast.server.receipts.ReceiptsAudit;
import holdfast.server.tickets.TicketRows;
import holdfast.server.tickets.TicketsAudit;

/// The server's rows about holds, which the engine's transactions write, and their audit.
public final class HoldRows {
    public static final HoldListener ALL = new OutboxRows(new BookingRows()).and(new TicketRows())
            .and(new PaymentRows()).and(new ReceiptRows());

    static final AuditCheck AUDIT = new ServerAudit(TicketsAudit::new, PaymentsAudit::new,
            ReceiptsAudit::new);

    private HoldRows() {}
}
