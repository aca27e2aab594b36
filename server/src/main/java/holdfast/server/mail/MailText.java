package holdfast.server.mail;

import holdfast.server.web.PriceSummaryText;
import java.util.List;

/// The plain text of a mail, and the placeholders in the venue's own words.
final class MailText {
    private MailText() {}

    /// What stands in the place of the placeholders.
    ///
    /// @param name the customer's; may be empty
    /// @param item the first thing booked
    record Filling(String name, String reference, String item, String workspace) {
        String in(String text) {
            return text.replace(" {name}", name.isEmpty() ? "" : " " + name)
                    .replace("{name}", name).replace("{reference}", reference)
                    .replace("{item}", item).replace("{workspace}", workspace);
        }
    }

    static String of(MailWriter.View view) {
        StringBuilder text = new StringBuilder(1_024);
        view.greeting().forEach(line -> text.append(line).append("\n\n"));
        view.payment().notes().forEach(line -> text.append(line).append("\n\n"));
        view.payment().transfer().forEach(row -> text.append(row.label()).append(": ")
                .append(row.value()).append('\n'));
        text.append(view.payment().transfer().isEmpty() ? "" : "\n");
        if (!view.reference().isEmpty()) {
            text.append(view.referenceLabel()).append(": ").append(view.reference())
                    .append("\n\n");
        }
        for (MailWriter.Item item : view.items()) {
            for (String line : List.of(item.name(), item.when(), item.detail(), item.price())) {
                text.append(line.isEmpty() ? "" : line + "\n");
            }
            text.append('\n');
        }
        rows(text, view.summary().before());
        text.append(view.total().isEmpty() ? "" : view.total() + "\n");
        rows(text, view.summary().after());
        text.append(view.owed().isEmpty() ? "" : view.owed() + "\n");
        if (!view.link().isEmpty()) {
            text.append('\n').append(view.linkText()).append(":\n").append(view.link())
                    .append('\n');
        }
        return text.append("\n-- \n").append(view.workspace()).append('\n').toString();
    }

    private static void rows(StringBuilder text, List<PriceSummaryText.Row> rows) {
        rows.forEach(row -> text.append(row.label()).append(": ").append(row.amount())
                .append('\n'));
    }
}
