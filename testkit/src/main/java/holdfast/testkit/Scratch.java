package holdfast.testkit;

import holdfast.AuditReport;
import holdfast.Holdfast;
import holdfast.change.AuditCheck;
import holdfast.change.HoldListener;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension: a database and engines for each test, registered as a field:
///
/// ```
/// @RegisterExtension
/// final Scratch scratch = Scratch.recycled();
/// ```
///
/// Afterwards an engine with empty caches audits every workspace. Then the engines are closed and
/// the database is closed: dropped, or emptied for reuse if it is recycled.
public final class Scratch implements BeforeEachCallback, AfterEachCallback {
    private final Supplier<ScratchDatabase> make;
    private final List<Holdfast> engines = new ArrayList<>();
    private @Nullable ScratchDatabase database;
    private @Nullable Engine usual;
    private boolean audited = true;
    private AuditCheck check = AuditCheck.NONE;

    private Scratch(Supplier<ScratchDatabase> make) {
        this.make = make;
    }

    public static Scratch durable() {
        return new Scratch(ScratchDatabase::durable);
    }

    public static Scratch quick() {
        return new Scratch(ScratchDatabase::quick);
    }

    public static Scratch recycled() {
        return new Scratch(ScratchDatabase::recycled);
    }

    public ScratchDatabase database() {
        if (database == null) {
            throw new IllegalStateException("there is a database only while a test runs");
        }
        return database;
    }

    public SettableClock clock() {
        return database().clock();
    }

    /// The test's engine, with the usual limits.
    public Engine engine() {
        if (usual == null) {
            usual = open(Limits.usual());
        }
        return usual;
    }

    /// The test's engine, with a listener that writes the caller's rows about bookings and blocks.
    public Engine engine(HoldListener listener) {
        return engine(listener, AuditCheck.NONE);
    }

    /// The same, and every audit compares the caller's rows too, also the one after the test.
    public Engine engine(HoldListener listener, AuditCheck other) {
        check = other;
        usual = closedLater(open(listener));
        return usual;
    }

    private Engine open(HoldListener listener) {
        DataSource source = database().dataSource();
        return Engine.open(new Engine.Sources(source, source), Limits.usual(), EngineListener.NONE,
                listener, check);
    }

    /// One more engine on the same database.
    public Engine open(Limits limits) {
        return closedLater(Engine.open(database().dataSource(), limits));
    }

    public Holdfast open(EngineVariant flavour) {
        return closedLater(flavour.open(database().dataSource()));
    }

    private <T extends Holdfast> T closedLater(T engine) {
        engines.add(engine);
        return engine;
    }

    /// For a test that leaves inconsistent data on purpose.
    public void leaveUnaudited() {
        audited = false;
    }

    /// Audits every workspace of the database.
    public void audit() {
        List<AuditReport.Finding> findings = new ArrayList<>();
        try (Holdfast auditor = open(HoldListener.NONE)) {
            for (String workspace : database().workspaces()) {
                findings.addAll(auditor.audit(workspace).findings());
            }
        }
        if (!findings.isEmpty()) {
            throw new AssertionError("the audit disagrees: " + findings);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database = make.get();
        usual = null;
        audited = true;
        check = AuditCheck.NONE;
    }

    /// A failed test is audited too; findings are added to the failure.
    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (audited) {
                audit();
            }
        } catch (AssertionError found) {
            context.getExecutionException().ifPresentOrElse(
                    failure -> failure.addSuppressed(found),
                    () -> {
                        throw found;
                    });
        } finally {
            engines.forEach(Holdfast::close);
            engines.clear();
            database().close();
            database = null;
        }
    }
}
