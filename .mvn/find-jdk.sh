# Sourced by mvnw and holdfast: sets JAVA_HOME to a JDK 25 or newer, or says in one line that there
# is none and exits.
#
# A candidate counts only if it has javac, because a JRE can run Holdfast but not build it, and only
# if it starts, because it may be made for another kind of machine. The release file is asked first:
# reading it is much quicker than starting every JDK in the house.

jdk_is_new_enough() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        jdk_number=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
        [ "${jdk_number:-25}" -ge 25 ] || return 1
    fi
    jdk_number=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${jdk_number:-0}" -ge 25 ]
}

# The home of the `java` on PATH, behind its links; on a Mac /usr/bin/java is a stub that asks.
jdk_on_path() {
    jdk_java=$(command -v java) || return 1
    while [ -L "$jdk_java" ]; do
        jdk_link=$(readlink "$jdk_java") || return 1
        case $jdk_link in
            /*) jdk_java=$jdk_link ;;
            *) jdk_java=$(dirname "$jdk_java")/$jdk_link ;;
        esac
    done
    (cd "$(dirname "$jdk_java")/.." 2>/dev/null && pwd -P)
}

find_jdk() {
    for jdk_home in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* \
        /usr/java/* \
        /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/*
    do
        if [ -n "$jdk_home" ] && jdk_is_new_enough "$jdk_home"; then
            JAVA_HOME=$jdk_home
            export JAVA_HOME
            return 0
        fi
    done
    echo "Holdfast needs a JDK 25 or newer and found none: install one, or set JAVA_HOME to it." >&2
    exit 1
}

find_jdk
