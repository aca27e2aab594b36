// Five requests from an event to a ticket, in JavaScript. HOLDFAST is the server's address, SECRET and
// KEY are its two keys.
const {HOLDFAST, SECRET, KEY} = process.env;

async function send(path, key, body, headers = {}) {
    const answer = await fetch(HOLDFAST + path, {
        method: body ? 'POST' : 'GET',
        headers: {Authorization: `Bearer ${key}`, ...headers},
        body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    if (!answer.ok) {
        throw new Error(json.detail);
    }
    return json;
}

// 1. Put an event on sale. The secret key stays on your server.
const event = await send('/v1/events', SECRET, {
    name: 'Opening night', timeZone: 'Europe/Berlin',
    start: '2036-03-01T20:00:00+01:00', end: '2036-03-01T22:30:00+01:00',
    areas: [{id: 'floor', name: 'Floor', kind: 'capacity', capacity: 100}],
});

// 2. See what is free. The publishable key may be in a web page.
const free = await send(`/v1/events/${event.id}/free`, KEY);
console.log('free:', free.areas[0].free);

// 3. Hold two places for ten minutes. With the same Idempotency-Key it is done once.
const hold = await send('/v1/holds', KEY, {
    items: [{kind: 'capacity', event: event.id, area: 'floor', quantity: 2}],
    holdFor: 'PT10M',
}, {'Idempotency-Key': `basket-${event.id}`});

// 4. Make it a booking.
const booking = await send(`/v1/holds/${hold.id}/confirm`, KEY, {
    customer: {name: 'Ann Example', email: 'ann@example.org'},
}, {'Holdfast-Token': hold.token});
console.log(booking.id, booking.status);

// 5. Read its tickets.
const tickets = await send(`/v1/bookings/${booking.id}/tickets`, SECRET);
console.log('tickets:', tickets.items.length);
