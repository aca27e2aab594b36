package holdfast.server;

import holdfast.change.Forgetting.Forgotten;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.booking.Erasure;
import holdfast.server.booking.Erasure.By;
import java.io.PrintStream;
import java.util.Optional;
import javax.sql.DataSource;

/// The command `forget`.
final class ForgetCommand {
    private static final String AUTHOR = "command";

    private ForgetCommand() {}

    static int forget(
            DataSource source, String workspace, String option, String name, PrintStream out) {
        Optional<By> by = switch (option) {
            case "--customer" -> Optional.of(new By.Customer(name));
            case "--email" -> Optional.of(new By.Email(name));
            case "--booking" -> Optional.of(new By.Booking(holdId(name)));
            default -> Optional.empty();
        };
        if (by.isEmpty()) {
            out.println("Name the customer by --customer, --email or --booking.");
            return 2;
        }
        try (Engine engine = BackupCommands.auditing(source, Limits.usual())) {
            Forgotten done = new Erasure(engine, source).forget(workspace, by.get(), AUTHOR);
            out.println(done.holds() + " holds and bookings changed, " + done.cancelled()
                    + " of them cancelled for it.");
        }
        return 0;
    }

    private static String holdId(String id) {
        return id.startsWith("bkg_") ? "hld_" + id.substring(4) : id;
    }
}
