-- Holds that were made on another website and handed over to a visitor of the storefront.

-- THE PROMISE: a hold has one owner. Its token is derived with the number of its handovers, so a
-- token from before a handover is no longer valid. Of two visitors who take it over with one token,
-- one gets it.
CREATE TABLE hold_handover (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    times     integer          NOT NULL,
    visitor   text COLLATE "C" NOT NULL,
    CONSTRAINT hold_handover_once PRIMARY KEY (workspace, hold),
    CONSTRAINT hold_handover_counts CHECK (times >= 1)
);
