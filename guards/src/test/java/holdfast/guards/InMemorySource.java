package holdfast.guards;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A source for the compiler, held in memory.
public final class InMemorySource extends SimpleJavaFileObject {
    private final String text;

    public InMemorySource(String path, String text) {
        super(URI.create("repository:///" + path), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }

    public String path() {
        return pathOf(toUri());
    }

    public static String pathOf(URI uri) {
        return uri.getPath().substring(1);
    }
}
