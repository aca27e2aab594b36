// Keeps the numbers of the day fresh: reads the same page again and replaces its part.

const EVERY = 15_000;

async function refresh() {
    const shown = document.getElementById('live');
    if (!shown || document.hidden || shown.contains(document.activeElement)
        || shown.querySelector('details[open]')) {
        return;
    }
    const answer = await fetch(location.href, {headers: {Accept: 'text/html'}});
    if (!answer.ok) {
        return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('live');
    if (fresh) {
        shown.replaceWith(fresh);
    }
}

setInterval(() => {
    // Without a network the numbers stay as they are; the next round tries again.
    refresh().catch(() => undefined);
}, EVERY);
