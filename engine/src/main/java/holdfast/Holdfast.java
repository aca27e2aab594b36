package holdfast;

/// The public API: the verbs ({@link HoldfastCommands}) and the reads ({@link HoldfastReads}). A
/// decorator extends {@link ForwardingHoldfast}.
///
/// An exception means a bug, an unknown result ({@link Unanswered}) or invalid input
/// ({@link Invalid}, thrown by the requests' constructors).
public interface Holdfast extends HoldfastCommands, HoldfastReads, AutoCloseable {

    @Override
    void close();
}
