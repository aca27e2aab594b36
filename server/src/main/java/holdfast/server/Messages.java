package holdfast.server;

import holdfast.HoldfastReads;
import holdfast.server.api.BookingChanges;
import holdfast.server.api.MailSettings;
import holdfast.server.api.Mails;
import holdfast.server.api.Webhooks;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Route;
import holdfast.server.jobs.BackgroundWork;
import holdfast.server.mail.Attachments;
import holdfast.server.mail.MailFolder;
import holdfast.server.mail.MailSending;
import holdfast.server.mail.MailTable;
import holdfast.server.mail.MailWriter;
import holdfast.server.mail.Reminders;
import holdfast.server.mail.SmtpServer;
import holdfast.server.ops.Metrics;
import holdfast.server.outbox.ChangeFeed;
import holdfast.server.outbox.Outbox;
import holdfast.server.outbox.OutboxGauges;
import holdfast.server.outbox.OutboxRemoval;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import holdfast.server.webhooks.PublicAddresses;
import holdfast.server.webhooks.WebhookSecrets;
import holdfast.server.webhooks.WebhookSending;
import holdfast.server.webhooks.WebhookTable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// What goes out about bookings: the list of changes, mails and webhooks. The routes only write
/// rows; the background work hands them on and sends.
final class Messages {
    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MINUTES = Duration.ofMinutes(5);

    private final DataSource source;
    private final HoldfastReads engine;
    private final Catalog catalog;
    private final MailWriter.Booked booked;
    private final MailTable mails;
    private final WebhookTable webhooks;
    private final WebhookSecrets secrets;
    private final Outbox outbox;

    Messages(DataSource source, MailWriter.Booked booked) {
        this.source = source;
        this.engine = booked.engine();
        this.catalog = booked.catalog();
        this.booked = booked;
        this.mails = new MailTable(source);
        this.webhooks = new WebhookTable(source);
        this.secrets = new WebhookSecrets(booked.tokens());
        this.outbox = new Outbox(source, this::copiesTo);
    }

    private List<String> copiesTo(String workspace) {
        return catalog.find(workspace, MailTerms.ID, MailTerms.class)
                .map(Versioned::entry).map(MailTerms::copiesTo).orElse(List.of());
    }

    List<Route> routes(CatalogChanges changes, PublicAddresses addresses) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new BookingChanges(new ChangeFeed(source, outbox)).routes());
        routes.addAll(new Mails(engine, mails).routes());
        routes.addAll(new MailSettings(catalog, changes).routes());
        routes.addAll(new Webhooks(webhooks, secrets, addresses).routes());
        return routes;
    }

    /// The work of a node, and its metrics.
    ///
    /// @param publicUrl what links in mails begin with
    List<BackgroundWork> work(Config config, Attachments attachments,
            Supplier<Optional<URI>> publicUrl, Metrics metrics) {
        Duration kept = config.get(KnownSettings.KEEP_CHANGES);
        MailSending sending = sending(config, attachments, publicUrl);
        WebhookSending hooks = new WebhookSending(webhooks, secrets, engine::now,
                new PublicAddresses(config.get(KnownSettings.WEBHOOK_NETWORKS)));
        OutboxRemoval removal = new OutboxRemoval(source, kept);
        OutboxGauges gauges = new OutboxGauges(source);
        metrics.watchCount("holdfast_mails_sent_total", "Mails that were accepted.",
                sending::sent);
        metrics.watchCount("holdfast_mails_failed_total",
                "Mails that the receiving server refused for good.", sending::failed);
        metrics.watchCount("holdfast_mails_delayed_total",
                "Tries of mails that are repeated later.", sending::delayed);
        metrics.watchCount("holdfast_webhooks_delivered_total",
                "Webhook messages that were accepted.", hooks::delivered);
        metrics.watchCount("holdfast_webhooks_failed_total",
                "Tries of webhook messages that were not accepted.", hooks::failed);
        metrics.watch("holdfast_outbox_oldest_seconds",
                "Age of the oldest change of a booking that was not handed on yet.",
                gauges::oldestChange);
        metrics.watch("holdfast_mail_oldest_seconds", "Age of the oldest mail that waits.",
                gauges::oldestMail);
        metrics.watch("holdfast_webhooks_failing",
                "Enabled endpoints whose last message was not accepted.", gauges::failing);
        return List.of(
                new BackgroundWork("outbox", PROMPT, outbox::handOn, () -> {}),
                new BackgroundWork("mails", PROMPT, sending::some, () -> {}),
                new BackgroundWork("webhooks", PROMPT, () -> {
                    hooks.begin();
                    return false;
                }, hooks::close),
                new BackgroundWork("reminders", MINUTE, reminders()::write, () -> {}),
                new BackgroundWork("forgotten-mails", MINUTE, () -> {
                    sending.tidy(kept);
                    return false;
                }, () -> {}),
                new BackgroundWork("outbox-gauges", Duration.ofSeconds(10), () -> {
                    gauges.measure();
                    return false;
                }, () -> {}),
                new BackgroundWork("outbox-removal", MINUTES, removal::some, () -> {}));
    }

    Reminders reminders() {
        return new Reminders(source, engine, catalog, engine::workspaces);
    }

    private MailSending sending(
            Config config, Attachments attachments, Supplier<Optional<URI>> publicUrl) {
        String from = config.get(KnownSettings.MAIL_FROM);
        MailWriter writer = new MailWriter(booked, new MailWriter.Sender(
                from, publicUrl, attachments));
        return config.get(KnownSettings.SMTP_URL)
                .map(url -> MailSending.by(SmtpServer.of(url), mails, writer, from, engine))
                .orElseGet(() -> MailSending.into(
                        folder(config), mails, writer, from, engine));
    }

    /// Where mails are written without an SMTP server.
    static MailFolder folder(Config config) {
        return new MailFolder(config.get(KnownSettings.MAIL_FOLDER)
                .orElse(config.data().resolve("mail")));
    }
}
