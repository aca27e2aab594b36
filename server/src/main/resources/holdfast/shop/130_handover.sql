-- Holds that another website made and that a visitor took over.

-- THE PROMISE: a hold has one owner. Its token is worked out with how often it was handed over, so
-- a token of before proves nothing any more. Of two who take it with one token, one gets it.
CREATE TABLE hold_handover (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    times     integer          NOT NULL,
    visitor   text COLLATE "C" NOT NULL,
    CONSTRAINT hold_handover_once PRIMARY KEY (workspace, hold),
    CONSTRAINT hold_handover_counts CHECK (times >= 1)
);
