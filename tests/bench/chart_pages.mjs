// tests/bench/chart_pages.mjs - the apiary page in headless Chromium with software GL, beside Plotly drawing the same day.
//
//   node chart_pages.mjs PAGES FIGURES END
//
// PAGES: address of hive-chart's pages. FIGURES: a file with the JSON of chart_peer.py for the day before END (epoch
// seconds), a figure a line. Needs `npm ci` here and in tests/browser. Prints a line a figure:
// bench NAME ours=… peer=… ratio=… target=…
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { openBrowser } from '../browser/browser.mjs';

const [pages, figures, end] = process.argv.slice(2);
const DAY = 86400, YEAR = 365 * DAY;
const ROUNDS = Number(process.env.PAGE_ROUNDS ?? 5);
const PATIENCE = 120_000;

const median = values => values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
const milliseconds = value => `${Math.round(value)}ms`;

/** What a page of Plotly is: its script and four figures, as a Dash page has them. */
const PEER = `<!doctype html><meta charset="utf-8"><title>peer</title><script src="plotly.js"></script>
<div id="c0"></div><div id="c1"></div><div id="c2"></div><div id="c3"></div><script type="module">
const figures = (await (await fetch('figures')).text()).trim().split('\\n').map(JSON.parse);
await Promise.all(figures.map((figure, i) => Plotly.newPlot('c' + i, figure.data, { ...figure.layout, height: i < 2 ? 450 : 900 })));
document.documentElement.dataset.ready = 'true';
</script>`;

async function servePeer() {
    const files = {
        '/': ['text/html', PEER],
        '/plotly.js': ['text/javascript', readFileSync(new URL('node_modules/plotly.js-dist-min/plotly.min.js', import.meta.url))],
        '/figures': ['text/plain', readFileSync(figures)],
        '/favicon.ico': ['image/x-icon', ''],
    };
    const server = createServer(({ url }, response) => {
        const [type, body] = files[url] ?? ['text/plain', ''];
        response.writeHead(200, { 'Content-Type': type }).end(body);
    });
    await new Promise(listening => server.listen(0, '127.0.0.1', listening));
    return server;
}

/**
 * Opens an address as one who was never there.
 * @param complete what selects the root element, or another one, when everything asked for is drawn
 * @return milliseconds from the press of Enter to the frame after that, and what `look` reads then
 */
async function timed(browser, address, complete, look = () => undefined) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    try {
        await page.goto(address, { waitUntil: 'commit' });
        await page.waitForSelector(complete, { timeout: PATIENCE, state: 'attached' });
        // two frames later what was drawn is on the screen
        const time = await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))));
        return { time, seen: await page.evaluate(look) };
    } finally {
        await context.close();
    }
}

const READY = 'html[data-ready=true]';
const CUBE = '#cube[data-ready=true] .box[data-detail=full]';
const points = () => Number(document.querySelector('#cube .box').dataset.points);
const samples = () => Number(document.documentElement.dataset.rows);

async function several(browser, rounds, address, complete) {
    const times = [];
    for (let i = 0; i < rounds; i++) times.push((await timed(browser, address, complete)).time);
    return median(times);
}

/** Ours and the peer's in turn. @return medians */
async function alternated(browser, ours, theirs) {
    const times = { ours: [], theirs: [], cube: [] };
    for (let i = 0; i < ROUNDS; i++) {
        times.ours.push((await timed(browser, ours, READY)).time);
        times.theirs.push((await timed(browser, theirs, READY)).time);
        times.cube.push((await timed(browser, `${ours}&view=4d`, CUBE)).time);
    }
    return { ours: median(times.ours), theirs: median(times.theirs), cube: median(times.cube) };
}

const browser = await openBrowser();
const peer = await servePeer();
const day = `${pages}?apiary=1&from=${end - DAY}&to=${end}`;
const year = `${pages}?apiary=1&last=${YEAR}`;

const { ours, theirs, cube } = await alternated(browser, day, `http://127.0.0.1:${peer.address().port}/`);
console.log(`bench chart-page-day ours=${milliseconds(ours)} peer=${milliseconds(theirs)} ratio=${(theirs / ours).toFixed(1)} target=5x`);
console.log(`bench chart-page-day-4d ours=${milliseconds(cube)} peer=${milliseconds(theirs)} ratio=${(theirs / cube).toFixed(1)}`);

console.log(`bench chart-page-year ours=${milliseconds(await several(browser, ROUNDS, year, READY))} target=2000ms`);
const { time, seen } = await timed(browser, `${year}&view=3d`, CUBE, points);
const { seen: rows } = await timed(browser, year, READY, samples);
console.log(`bench chart-page-year-3d ours=${milliseconds(time)} points=${seen} target=${rows * 64}`);
await browser.close();
peer.close();
