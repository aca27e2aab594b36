/// Builds the packages that Holdfast is installed from: an archive with its own Java runtime, a
/// Debian package with a systemd unit, and a container image as an OCI layout.
///
/// All three contain the same tree of files (`InstalledFiles`). Times, owners and orders are fixed,
/// so that the same sources and the same JDK give the same bytes.
///
/// May import: org.apache.commons.compress.
@NullMarked
package holdfast.packages;

import org.jspecify.annotations.NullMarked;
