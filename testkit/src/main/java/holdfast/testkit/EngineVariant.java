package holdfast.testkit;

import holdfast.Holdfast;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import javax.sql.DataSource;

/// The ways to run the engine, which must all give the same outcomes.
public enum EngineVariant {
    IN_BATCHES("in batches") {
        @Override
        public Holdfast open(DataSource source) {
            return Engine.open(source, Limits.usual());
        }
    },
    ONE_BY_ONE("one by one") {
        @Override
        public Holdfast open(DataSource source) {
            return Engine.open(source, Limits.usual().batch(1));
        }
    },
    TWO_ENGINES("two engines in turn") {
        @Override
        public Holdfast open(DataSource source) {
            return new Alternating(IN_BATCHES.open(source), ONE_BY_ONE.open(source));
        }
    };

    private final String words;

    EngineVariant(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// Closing it leaves the database as it is.
    public abstract Holdfast open(DataSource source);
}
