package holdfast.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A data source whose connections rewrite statements, or let something happen before one: the
/// product is unchanged, and one of its guards is gone, or another process is faster.
public final class Sabotage {

    private record Rewrite(Pattern from, String to, AtomicInteger hits) {}

    private record Interruption(Pattern statement, Runnable happens) {}

    private final DataSource home;
    private final List<Rewrite> rewrites = new ArrayList<>();
    private final Queue<Interruption> interruptions = new ConcurrentLinkedQueue<>();

    public Sabotage(DataSource home) {
        this.home = home;
    }

    public Sabotage replace(String from, String to) {
        rewrites.add(new Rewrite(Pattern.compile(from), to, new AtomicInteger()));
        return this;
    }

    /// Lets this happen once, before the first statement that has this pattern; of several, one after
    /// the other.
    public Sabotage before(String statement, Runnable happens) {
        interruptions.add(new Interruption(Pattern.compile(statement), happens));
        return this;
    }

    public DataSource source() {
        return (DataSource) proxy(DataSource.class, (_, method, arguments) -> {
            Object result = invoke(home, method, arguments);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    private Object connection(Connection connection) {
        return proxy(Connection.class, (_, method, arguments) -> {
            if (method.getName().equals("prepareStatement") && arguments != null) {
                arguments[0] = rewritten((String) arguments[0]);
            }
            return invoke(connection, method, arguments);
        });
    }

    private String rewritten(String sql) {
        Interruption next = interruptions.peek();
        if (next != null && next.statement.matcher(sql).find() && interruptions.remove(next)) {
            next.happens.run();
        }
        return replaced(sql);
    }

    private String replaced(String sql) {
        String text = sql;
        for (Rewrite each : rewrites) {
            String next = each.from.matcher(text).replaceAll(each.to);
            if (!next.equals(text)) {
                each.hits.incrementAndGet();
            }
            text = next;
        }
        return text;
    }

    /// Patterns that matched no statement: the product has changed, and the control proves nothing.
    public List<String> missed() {
        return Stream.concat(
                rewrites.stream().filter(each -> each.hits.get() == 0)
                        .map(each -> each.from.pattern()),
                interruptions.stream().map(each -> each.statement.pattern())).toList();
    }

    private static Object proxy(Class<?> face, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                Sabotage.class.getClassLoader(), new Class<?>[] {face}, handler);
    }

    private static @Nullable Object invoke(
            Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
