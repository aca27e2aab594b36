package holdfast.server.mail;

import holdfast.Hold;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Item;
import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What mails say about payments and cancellations, as it is when a mail is sent.
public interface PaymentReads {
    /// The payment; empty if there is none of this id.
    Optional<Paid> payment(String workspace, String id);

    /// What is refunded because the booking was cancelled.
    List<Refund> atCancel(String workspace, Hold booking);

    /// The item that was cancelled in a version of the booking.
    Optional<ItemOff> itemOff(String workspace, String hold, int version);

    /// The cancelled event with which the booking was cancelled, and what customers are told.
    Optional<EventOff> eventOff(String workspace, String hold);

    /// How far a payment is, as far as mails differ by it.
    enum Progress {
        /// The customer can pay.
        OPEN,
        /// Over without money, and there is no other payment.
        FAILED, OWED,
        /// Charged, or as good as that.
        PAID, OTHER
    }

    /// A payment.
    ///
    /// @param contact  who paid
    /// @param rest     whether it pays the rest of a booking
    /// @param transfer what the customer needs for a bank transfer
    record Paid(
            Optional<Contact> contact, Money amount, boolean rest, Progress progress,
            Optional<Transfer> transfer, List<Refund> refunds) {
        public Paid {
            refunds = List.copyOf(refunds);
        }
    }

    /// A bank transfer.
    ///
    /// @param bic   may be empty
    /// @param until the last moment
    /// @param code  a QR code as PNG, which banking apps read
    record Transfer(
            String holder, String iban, String bic, String reference, Instant until,
            Picture code) {}

    /// A picture in a mail.
    final class Picture {
        private final byte[] png;

        public Picture(byte[] png) {
            this.png = png.clone();
        }

        byte[] png() {
            return png.clone();
        }
    }

    /// How money goes back.
    enum Way {
        /// A reserved amount that is not charged.
        FREED,
        /// The way it was paid.
        BACK,
        /// Staff transfers it.
        BY_HAND,
        /// Staff has transferred it.
        BY_HAND_DONE
    }

    /// Money that goes back.
    ///
    /// @param id empty for a reserved amount that is freed
    record Refund(String id, Money amount, Way way) {}

    /// An item that was cancelled while the others stayed.
    ///
    /// @param sold    the version of the catalogue entry that was sold
    /// @param refunds what goes back for it
    /// @param count   how many items of the booking were cancelled until then
    record ItemOff(String sold, Item item, Money fee, List<Refund> refunds, int count) {
        public ItemOff {
            refunds = List.copyOf(refunds);
        }
    }

    /// An event that was cancelled as a whole.
    record EventOff(Optional<String> message) {}
}
