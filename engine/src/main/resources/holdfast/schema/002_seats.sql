-- Seats: each is sold once.

-- version counts the journal; stamp is a new random number in each transaction that moves the
-- version, so that a cache of the map can tell whether it has the very state of the row; digest is
-- a digest of the seats, so that a map that is offered again unchanged need not be read.
CREATE TABLE seat_map (
    workspace text COLLATE "C" NOT NULL,
    seat_map  text COLLATE "C" NOT NULL,
    version   bigint           NOT NULL,
    stamp     bigint           NOT NULL,
    offered   boolean          NOT NULL,
    seats     integer          NOT NULL,
    digest    text COLLATE "C" NOT NULL,
    CONSTRAINT seat_map_once PRIMARY KEY (workspace, seat_map),
    CONSTRAINT seat_map_has_seats CHECK (seats > 0)
) WITH (fillfactor = 50);

-- The seats, in the order of their rows and of their neighbours. rank is the distance from the best
-- point of the hall; where all have 0, rows come best first.
CREATE TABLE seat (
    workspace  text COLLATE "C" NOT NULL,
    seat_map   text COLLATE "C" NOT NULL,
    number     integer          NOT NULL,
    seat       text COLLATE "C" NOT NULL,
    seat_row   integer          NOT NULL,
    accessible boolean          NOT NULL,
    rank       integer          NOT NULL,
    CONSTRAINT seat_number_once PRIMARY KEY (workspace, seat_map, number),
    CONSTRAINT seat_name_once UNIQUE (workspace, seat_map, seat)
);

-- THE PROMISE: a seat has at most one claim row, held, booked or blocked. An expired claim stays
-- until it is expired or another claim takes the seat, which removes it in the same transaction.
CREATE TABLE seat_claim (
    workspace text COLLATE "C" NOT NULL,
    seat_map  text COLLATE "C" NOT NULL,
    seat      text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    item      integer          NOT NULL,
    state     text COLLATE "C" NOT NULL,
    until     timestamptz      NOT NULL,
    CONSTRAINT seat_sold_once PRIMARY KEY (workspace, seat_map, seat),
    CONSTRAINT seat_claim_state_known CHECK (state IN ('held', 'booked', 'blocked')),
    CONSTRAINT seat_claim_deadline_fits_state CHECK ((state = 'held') = (until < 'infinity'))
) WITH (fillfactor = 80);
