-- The audit: what the last clean one saw. Nothing else reads it.

-- The inventories as the journal describes them: a definition in the journal's notation (a seat
-- map's seats as their digest), and the places taken from a pool.
CREATE VIEW audited_inventory AS
    SELECT workspace, 'capacity' COLLATE "C" AS kind, pool AS inventory, version, taken,
           'pool ' || capacity || ' ' || coalesce(inside, '-')
           || CASE WHEN offered THEN ' offered' ELSE ' withdrawn' END AS definition
    FROM pool
    UNION ALL
    SELECT workspace, 'seats' COLLATE "C", seat_map, version, 0,
           CASE WHEN offered THEN 'seatmap offered ' ELSE 'seatmap withdrawn ' END || digest
    FROM seat_map
    UNION ALL
    SELECT workspace, 'time' COLLATE "C", calendar, version, 0,
           CASE WHEN offered THEN 'calendar offered ' ELSE 'calendar withdrawn ' END
           || lanes || ' ' || coalesce(hours, '')
    FROM calendar;

-- A journal line's claim as the audit compares it: the definition of a seat map names all of its
-- seats, and is compared by their digest.
CREATE FUNCTION audited_claim(kind text, effect text, claim text) RETURNS text
    LANGUAGE sql STABLE
    RETURN CASE WHEN kind = 'seats' AND effect = 'offer' AND claim LIKE '% % %'
        THEN split_part(claim, ' ', 1) || ' ' || split_part(claim, ' ', 2) || ' '
             || rtrim(translate(encode(sha256(convert_to(
                    substr(claim, length(split_part(claim, ' ', 1))
                                  + length(split_part(claim, ' ', 2)) + 2), 'UTF8')),
                'base64'), '+/', '-_'), '=')
        ELSE claim END;

-- A time claim as the audit compares it, in UTC and in text of one width.
CREATE FUNCTION audited_time(part integer, lane integer, period tstzrange, visit tstzrange)
    RETURNS text
    LANGUAGE sql STABLE
    RETURN concat_ws(' ', part, lane,
        to_char(lower(period) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(upper(period) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(lower(visit) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        to_char(upper(visit) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'));

-- Each inventory as the last clean scheduled audit saw it. The next one reads from there.
CREATE TABLE audit_checkpoint (
    workspace  text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    inventory  text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL,
    taken      bigint           NOT NULL,
    definition text             NOT NULL,
    CONSTRAINT audit_checkpoint_once PRIMARY KEY (workspace, kind, inventory)
);

-- The last scheduled audit of each workspace, by any node: when it ended, when the last one of
-- everything ended, and how many differences the last one found.
CREATE TABLE last_audit (
    workspace text COLLATE "C" NOT NULL,
    at        timestamptz      NOT NULL,
    whole_at  timestamptz      NOT NULL,
    findings  integer          NOT NULL,
    CONSTRAINT last_audit_once PRIMARY KEY (workspace)
);
