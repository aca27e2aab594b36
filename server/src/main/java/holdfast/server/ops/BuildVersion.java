package holdfast.server.ops;

import java.util.Optional;

/// The version of this build, as its jar says. Classes that were compiled without a jar have none.
public final class BuildVersion {
    public static final String TEXT = Optional
            .ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
            .orElse("unknown");

    private BuildVersion() {}
}
