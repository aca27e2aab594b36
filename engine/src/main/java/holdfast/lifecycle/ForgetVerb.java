package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.capacity.LimitPools;
import holdfast.change.Forgetting.Texts;
import holdfast.claims.Allotment;
import holdfast.claims.ConcurrentChangeException;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldState;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// FORGET: replaces the texts about a person, in one transaction for all holds of a customer.
///
/// It takes the row locks that the other verbs take: the pools of the customer's limits, then the
/// holds. So a confirmation is either decided before, and its texts are replaced too, or it reads
/// the hold as it is afterwards.
public final class ForgetVerb implements BatchedVerb<ForgetVerb.Request, ForgetVerb.Result> {
    private static final int MOST = 10_000;

    /// Forgets a customer, or holds without one.
    ///
    /// @param customer  whose holds; empty for the holds that are named
    /// @param pseudonym the customer from then on
    public record Request(
            String workspace, Optional<String> customer, Set<String> holds, String pseudonym,
            Texts texts) {}

    /// What a request did.
    ///
    /// @param changed how many holds were changed
    /// @param live    the holds that have to end first; if there are any, nothing was changed
    public record Result(int changed, List<String> live) {}

    @Override
    public String workspace(Request request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(Request request) {
        return Optional.empty();
    }

    /// One request at a time: each is a transaction of its own.
    @Override
    public List<Result> serve(Transaction tx, String workspace, List<Attempt<Request>> attempts)
            throws SQLException {
        Request request = attempts.getFirst().request();
        List<String> limits = request.customer().isPresent()
                ? LimitPools.of(tx, workspace, request.customer().get()) : List.of();
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> pools = LimitPools.lock(pipeline, workspace, limits);
        Pipeline.Answer<HoldRow> locked = request.customer().isPresent()
                ? ForgottenRows.lock(pipeline, workspace, request.customer().get(), MOST + 1)
                : HoldTable.lock(pipeline, workspace, request.holds());
        Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
        pipeline.run();
        if (locked.rows().size() > MOST) {
            throw new Invalid("customer", "has more than " + MOST + " holds, and is no person");
        }
        List<HoldRow> rows = locked.rows().stream().filter(row -> !row.isBlock()).toList();
        List<String> live = rows.stream().filter(row -> row.is(HoldState.HELD))
                .map(HoldRow::hold).toList();
        if (!live.isEmpty()) {
            return List.of(new Result(0, live));
        }
        Forgetter forgetter = new Forgetter(request, names(request, pools.rows()));
        return List.of(new Result(write(tx, forgetter, rows, clock.only()), List.of()));
    }

    private static Map<String, String> names(Request request, List<String> pools) {
        Map<String, String> names = new TreeMap<>();
        request.customer().ifPresent(customer -> pools.forEach(pool -> names.put(
                pool, LimitPools.renamed(pool, customer, request.pseudonym()))));
        return names;
    }

    private static int write(Transaction tx, Forgetter forgetter, List<HoldRow> rows, Instant now)
            throws SQLException {
        List<HoldRow> changed = new ArrayList<>();
        for (HoldRow row : rows) {
            HoldRow next = forgetter.of(row);
            if (!next.equals(row)) {
                changed.add(next);
            }
        }
        if (changed.isEmpty() && forgetter.limits.isEmpty()) {
            return 0;
        }
        String workspace = forgetter.request.workspace();
        ForgottenRows forgotten = ForgottenRows.read(tx, workspace,
                changed.stream().map(HoldRow::hold).toList());
        Pipeline pipeline = tx.pipeline();
        forgotten.write(pipeline, forgetter, changed);
        if (!changed.isEmpty()) {
            forgetter.request.texts().rows().changed(pipeline, workspace,
                    changed.stream().map(row -> row.seen(now)).toList());
        }
        tx.commit(pipeline);
        return changed.size();
    }

    /// How a person's rows look without the person.
    record Forgetter(Request request, Map<String, String> limits) {

        Optional<String> customer(Optional<String> customer) {
            return customer.isPresent() && customer.equals(request.customer())
                    ? Optional.of(request.pseudonym()) : customer;
        }

        Hold.Notes notes(Hold.Notes notes) {
            return new Hold.Notes(
                    notes.hold().map(request.texts().hold()),
                    notes.booking().map(request.texts().booking()));
        }

        HoldRow of(HoldRow row) {
            Origin origin = row.origin();
            return new HoldRow(row.hold(), row.life(),
                    new Origin(customer(origin.customer()), origin.madeAt(), origin.reason()),
                    notes(row.notes()), row.allotments().stream().map(this::allotment).toList());
        }

        private Allotment allotment(Allotment allotment) {
            if (!(allotment instanceof Allotment.Places places)
                    || places.role() != Allotment.Role.LIMIT) {
                return allotment;
            }
            String pool = places.inventory();
            if (limits.containsKey(pool)) {
                return new Allotment.Places(
                        limits.get(pool), places.item(), places.quantity(), places.role());
            }
            if (request.customer().filter(customer -> LimitPools.isOf(pool, customer))
                    .isPresent()) {
                throw ConcurrentChangeException.overtaken("a limit was made before its lock");
            }
            return allotment;
        }
    }
}
