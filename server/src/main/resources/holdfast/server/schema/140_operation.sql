-- Rows about the operation itself; nothing that is sold depends on them.

-- A node's last write for its readiness check. Rows of nodes that ended are removed a day later.
CREATE TABLE node (
    node       text COLLATE "C" NOT NULL,
    started_at timestamptz      NOT NULL,
    written_at timestamptz      NOT NULL,
    CONSTRAINT node_once PRIMARY KEY (node)
) WITH (fillfactor = 50);

-- The back-ups that the command has written; the last one's age is a metric.
CREATE TABLE backup (
    at     timestamptz NOT NULL,
    tables integer     NOT NULL,
    rows   bigint      NOT NULL,
    bytes  bigint      NOT NULL,
    CONSTRAINT backup_once PRIMARY KEY (at)
);
