-- The catalogue: events, services, calendars, venues, charts. Nothing is ever overwritten: a change
-- is a new row with the next version, so that the terms of an old sale can always be read, and
-- every change has its author.

-- One row for each workspace counts its changes. A change locks it from its beginning, so that what
-- the change is based on is valid until it commits, numbers are committed in their sequence, and a
-- reader who asks for changes after the last number it saw misses none.
CREATE TABLE catalog (
    workspace text COLLATE "C" NOT NULL,
    changes   bigint           NOT NULL,
    CONSTRAINT catalog_once PRIMARY KEY (workspace)
);

-- THE PROMISE: a version of an entry is written once. Of two changes of one version, one is
-- refused. It is written in the transaction that changes the engine's inventories and the version
-- of the engine's listing of the same id. attempt names the change that wrote it, so that a retry
-- whose reply was lost finds what it wrote.
CREATE TABLE catalog_entry (
    workspace  text COLLATE "C" NOT NULL,
    entry      text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL,
    number     bigint           NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    state      text COLLATE "C" NOT NULL,
    definition text             NOT NULL,
    at         timestamptz      NOT NULL,
    author     text             NOT NULL,
    attempt    text COLLATE "C" NOT NULL,
    CONSTRAINT catalog_entry_version_once PRIMARY KEY (workspace, entry, version),
    CONSTRAINT catalog_entry_number_once UNIQUE (workspace, number),
    CONSTRAINT catalog_entry_version_counts CHECK (version >= 1),
    CONSTRAINT catalog_entry_state_known CHECK (state IN ('listed', 'withdrawn'))
);
