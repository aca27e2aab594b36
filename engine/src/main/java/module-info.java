/// The booking engine: give it a `DataSource`, get outcomes back.
///
/// It needs JDBC and nothing else at run time; JSpecify is read by the compiler only.
module holdfast.engine {
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports holdfast;
    exports holdfast.change;
    exports holdfast.digest;
    exports holdfast.engine;
    exports holdfast.postgres;
}
