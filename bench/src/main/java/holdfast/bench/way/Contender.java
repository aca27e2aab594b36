package holdfast.bench.way;

import holdfast.bench.sale.CalendarSale;
import holdfast.bench.sale.CustomerLimits;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.HallSale;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.KeyedRequests;
import holdfast.bench.sale.LastPlaces;
import holdfast.bench.sale.ManyPools;
import holdfast.bench.sale.MixedBaskets;
import holdfast.bench.sale.SaleAudit;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The contenders.
public enum Contender {
    ENGINE("engine", "**Holdfast's engine**"),
    TEXTBOOK("textbook", "row lock: SELECT … FOR UPDATE (the textbook)"),
    OPTIMISTIC("optimistic", "optimistic version with retry"),
    REPEATABLE("repeatable", "REPEATABLE READ with retry"),
    SERIALIZABLE("serializable", "SERIALIZABLE with retry"),
    CONSTRAINT("constraint", "constraint only, catch the violation"),
    REDIS("redis", "Redis lock around read-then-write"),
    CONDITIONAL("conditional", "one conditional statement"),
    BOUND("bound", "*bound: the same rows, nothing decided*"),
    UNGUARDED("unguarded", "check, then insert (negative control)"),
    PAUSED("paused", "Redis lock, one holder paused (negative control)");

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration SHORT_LEASE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int PAUSED_ATTEMPT = 40;
    private static final int BEHIND_REDIS = 16;

    private final String word;
    private final String title;

    Contender(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /// Its name on the command line.
    public String word() {
        return word;
    }

    /// Its name in a table.
    public String title() {
        return title;
    }

    /// The numbers of connections to try, for Redis the milliseconds between two polls of the lock;
    /// the best one counts.
    public List<Integer> tries() {
        return switch (this) {
            case ENGINE, BOUND -> List.of(8);
            case TEXTBOOK, OPTIMISTIC, REPEATABLE, SERIALIZABLE, CONSTRAINT, CONDITIONAL ->
                    List.of(4, 8, 16, 32);
            case REDIS -> List.of(1, 5, 20);
            case UNGUARDED -> List.of(32);
            case PAUSED -> List.of(1);
        };
    }

    public boolean isControl() {
        return this == UNGUARDED || this == PAUSED;
    }

    /// Whether it sells at all. The bound writes what it is asked for, and could not be used.
    public boolean sells() {
        return this != BOUND;
    }

    public boolean needsRedis() {
        return this == REDIS || this == PAUSED;
    }

    public static Optional<Contender> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /// What the audit checks for it in a field. The engine numbers the journal without gaps
    /// everywhere; the others do where they lock the row that counts it anyway, and need not lock
    /// it elsewhere.
    public SaleAudit.Promise promise(Field field) {
        boolean counts = this != UNGUARDED && this != BOUND;
        boolean inOrder = switch (field) {
            case HallSale _,MixedBaskets _ -> this == ENGINE;
            case CalendarSale _ -> counts
                    && this != REPEATABLE && this != SERIALIZABLE && this != CONSTRAINT;
            case HotPool _,ManyPools _,LastPlaces _,CustomerLimits _,KeyedRequests _ -> counts;
        };
        return new SaleAudit.Promise(counts, inOrder,
                this == BOUND ? 0 : field.mostOfOneCustomer(), field.keyed());
    }

    public Way open(WayResources ground, int with) {
        return switch (this) {
            case ENGINE -> {
                Pool pool = Pool.open(ground.database(), PoolOptions.defaults().withSize(with));
                yield new ByEngine(pool, Engine.open(pool.dataSource(), Limits.usual()));
            }
            case TEXTBOOK -> oneByOne(ground, with, new RowLock());
            case OPTIMISTIC -> oneByOne(ground, with, new Optimistic());
            case REPEATABLE -> isolated(ground, with, "repeatable read");
            case SERIALIZABLE -> isolated(ground, with, "serializable");
            case CONSTRAINT -> oneByOne(ground, with, new ConstraintOnly());
            case CONDITIONAL -> oneByOne(ground, with, new Conditional());
            case BOUND -> new WriteOnly(ground.pool(with), Limits.usual());
            case UNGUARDED -> oneByOne(ground, with, new CheckThenInsert());
            case REDIS -> redis(ground, new ReadThenWrite(() -> {}), LEASE, with);
            case PAUSED -> redis(ground, new ReadThenWrite(pauseOnce()), SHORT_LEASE, with);
        };
    }

    private static Way isolated(WayResources ground, int with, String level) {
        return new OneByOne(ground.pool(with, Map.of("default_transaction_isolation", level)),
                with, new IsolationRetry());
    }

    private static Way redis(WayResources ground, ReadThenWrite inside, Duration lease,
            int pollMs) {
        RedisServer redis = ground.redis().orElseThrow();
        return new RedisLock(redis.client(),
                oneByOne(ground, BEHIND_REDIS, inside), lease, Duration.ofMillis(pollMs));
    }

    private static Way oneByOne(WayResources ground, int connections, SingleRequest attempt) {
        return new OneByOne(ground.pool(connections), connections, attempt);
    }

    /// One client is paused for longer than its lease, as by a long garbage collection or a
    /// machine's migration; it does not notice, and goes on.
    private static Runnable pauseOnce() {
        AtomicInteger attempts = new AtomicInteger();
        return () -> {
            if (attempts.incrementAndGet() == PAUSED_ATTEMPT) {
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
