#!/usr/bin/env bash
# Five requests from an event to a ticket, with curl. HOLDFAST is the server's address, SECRET and KEY
# are its two keys.
set -euo pipefail

id() { grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4; }

# 1. Put an event on sale. The secret key stays on your server.
EVENT=$(curl -sf "$HOLDFAST/v1/events" \
  -H "Authorization: Bearer $SECRET" -d '
  {"name": "Opening night", "timeZone": "Europe/Berlin",
   "start": "2036-03-01T20:00:00+01:00", "end": "2036-03-01T22:30:00+01:00",
   "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 100}]}' \
  | id)

# 2. See what is free. The publishable key may be in a web page.
curl -sf "$HOLDFAST/v1/events/$EVENT/free" \
  -H "Authorization: Bearer $KEY"
echo

# 3. Hold two places for ten minutes. With the same Idempotency-Key it is done once.
HELD=$(curl -sf "$HOLDFAST/v1/holds" \
  -H "Authorization: Bearer $KEY" \
  -H "Idempotency-Key: basket-$EVENT" -d '
  {"items": [{"kind": "capacity", "event": "'"$EVENT"'", "area": "floor", "quantity": 2}],
   "holdFor": "PT10M"}')
HOLD=$(id <<< "$HELD")
TOKEN=$(grep -o '"token":"[^"]*"' <<< "$HELD" | cut -d'"' -f4)

# 4. Make it a booking.
BOOKED=$(curl -sf "$HOLDFAST/v1/holds/$HOLD/confirm" \
  -H "Authorization: Bearer $KEY" \
  -H "Holdfast-Token: $TOKEN" -d '
  {"customer": {"name": "Ann Example", "email": "ann@example.org"}}')
echo "$BOOKED"

# 5. Read its tickets.
curl -sf "$HOLDFAST/v1/bookings/$(id <<< "$BOOKED")/tickets" \
  -H "Authorization: Bearer $SECRET"
echo
