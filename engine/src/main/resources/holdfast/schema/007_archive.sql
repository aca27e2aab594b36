-- Retention: holds that ended long ago, with their lines of the journal, are moved to files.

-- Which versions of an inventory's journal were moved. One row for each ten thousand versions, so
-- that no row grows large: THE PROMISE: a line of the journal is in the table or is known to have
-- been moved. Both happen in one transaction.
CREATE TABLE journal_archived (
    workspace text COLLATE "C" NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    inventory text COLLATE "C" NOT NULL,
    part      bigint           NOT NULL,
    versions  int8multirange   NOT NULL,
    CONSTRAINT journal_archived_once PRIMARY KEY (workspace, kind, inventory, part),
    CONSTRAINT journal_archived_within_part CHECK (
        versions <@ int8range(part * 10000, (part + 1) * 10000))
);

-- Finds ended holds by the moment of their end.
CREATE INDEX hold_ended ON hold (workspace, until) WHERE state IN ('cancelled', 'expired');

-- Finds old keys.
CREATE INDEX idempotency_key_by_time ON idempotency_key (workspace, at);
