package holdfast.server.receipts;

import java.time.Instant;
import java.util.Optional;

/// A receipt or a correction.
///
/// @param cause what it is for, as in `payment pay_1` or `refund ref_1`
/// @param corrects the number, in the same series, of the receipt that it corrects
/// @param paid the total, less what gift cards pay
/// @param customer the name; empty where none was given or the person is forgotten
public record Receipt(
        String series, long number, String cause, Optional<Long> corrects, String hold,
        Instant madeAt, String currency, long total, long paid, Optional<String> customer,
        ReceiptContent content) {

    /// The number as it is written on the receipt.
    public String id() {
        return id(series, number);
    }

    /// The number of the receipt that it corrects.
    public Optional<String> corrected() {
        return corrects.map(other -> id(series, other));
    }

    static String id(String series, long number) {
        return series + "-" + number;
    }
}
