/// Scenarios: life cycle tests as text in a small language, the files written in it
/// (`src/test/resources/scenarios`), and their runner.
///
/// ```
/// offer pool floor 3                      what every scenario of the file begins with
///
/// scenario the last place is sold once
/// ann holds floor 2 for 10m  -> held, v1, until 10:10: floor 2
/// bob holds floor 2          -> unavailable: floor 1 left of 2
/// tick 10m
/// bob holds floor 2          -> held
/// ```
///
/// - It is Monday, 1 June 2026, 10:00 UTC, until `now`, `tick` or `zone` say otherwise.
/// - `offer pool floor 10 inside hall`, `offer seats hall A1..A5 / B1 B2*` (rows apart by a stroke,
///   a star for accessible seats), `offer calendar maya lanes 2 hours Europe/Berlin mon-fri
///   09:00..17:00 opening 2026-06-07T10:00..14:00`; `withdraw pool floor`.
/// - A word that is not of the language is a name: `ann`, and `ann/2` for another hold of
///   hers. They `holds`, `exchanges` (`v2` for another version than the last seen), `confirms`,
///   `extends`, `cancels` (`even booked`), `blocks` (`because …`) and `unblocks`.
/// - Claims are joined with `+`: `floor 2`, `hall A1 A2`, `hall best 2 accessible`, `maya|jon
///   12:00..13:00 before 5m after 15m & room 12:00..12:30`. Behind them `for 10m`, `limit concert
///   takes 2 of 4`, `key k1`, `note n1` (also behind `confirms`), `anonymous`.
/// - `free pool floor`, `free seats hall`, `free times 09:00..17:00 step 15m maya 60m & room 30m at
///   30m`, `find ann`, `history of ann`, `history pool floor after 3 most 2`, `expire 10`,
///   `workspace other`.
/// - Behind the arrow stands the expected outcome: a head, then the facts that matter, then after a
///   colon the list, whole or not at all. An expectation must name `again` and `withdrawn` where
///   they occur.
///
/// After every refusal all inventories on sale are compared with their state before; at the end of
/// every scenario its workspaces are audited.
///
/// May import: holdfast, holdfast.testkit, java.sql.
@NullMarked
package holdfast.proof.scenario;

import org.jspecify.annotations.NullMarked;
