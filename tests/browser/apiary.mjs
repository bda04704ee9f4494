// tests/browser/apiary.mjs - the apiary page in Chromium: drawn, steerable, live, readable, in both themes and widths.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node apiary.mjs
//
// The store behind it must hold an apiary with at least two days of samples. Pictures go to build/shots/.
import assert from 'node:assert/strict';
import { browser, change, checks, DAY, fingerprint, finish, login, onPage, range, ready, rows, text, URL_OF_APP } from './app.mjs';
import { drawn, fits, openPage, shoot } from './browser.mjs';

const CANVASES = ['#sound canvas.cells', '#sound canvas.ramp', '#temperatures canvas', '#delta canvas', '#slider canvas.cells'];

for (const width of [1280, 768, 360]) {
    for (const theme of ['light', 'dark']) {
        await onPage(`draws everything at ${width} px, ${theme}, without sideways scrolling`, '', { width, theme }, async page => {
            await page.waitForFunction(() => document.querySelector('#figures .v') !== null);
            for (const canvas of CANVASES) await drawn(page, canvas);
            await fits(page, width);
            await shoot(page, `apiary-${width}-${theme}`);
        });
    }
}

await onPage('fills the menu of apiaries and shows the last day of the first one', '', {}, async page => {
    const names = await page.locator('#apiary option').allInnerTexts();
    assert.ok(names.length >= 1 && names.every(name => name.length > 0), String(names));
    assert.equal(await text(page, 'h1'), await page.locator('#apiary option:checked').innerText());
    assert.equal((await range(page)).length, DAY);
    assert.ok(await rows(page) > 1);
    assert.match(await text(page, '#selected'), /^You have selected: Start Date: \w+ \d+, \d{4} \| End Date: \w+ \d+, \d{4}$/);
});

await onPage('has the menus, texts and titles of HiveKeepers', '', {}, async page => {
    assert.deepEqual(await page.locator('#bins option').allInnerTexts(), ['fft bins: 0-16', 'fft bins: 16-32', 'fft bins: 32-48', 'fft bins: 48-64', 'fft bins: all']);
    assert.equal(await page.locator('#bins').inputValue(), 'all');
    assert.equal(await page.locator('#scale').inputValue(), 'viridis');
    const scales = await page.locator('#scale option').allInnerTexts();
    assert.equal(scales.length, 92);
    for (const name of ['aggrnyl', 'cividis', 'plotly3', 'turbo', 'ylorrd', 'thermal', 'tropic', 'icefire', 'mygbm']) assert.ok(scales.includes(name), name);
    assert.deepEqual(await page.locator('.presets button').allInnerTexts(), ['1h', '1d', '1w', '1m', '6m', 'YTD', '1y', 'all']);
    const titles = await page.locator('#stack h2').evaluateAll(all => all.map(title => title.textContent));
    assert.deepEqual(titles.slice(1), ['internal vs external hive temperatures', 'internal vs external hive temperature delta']);
    assert.equal(await text(page, '#update'), 'Update Database');
});

await onPage('buttons of lengths change the range and its samples, counted back from the end', '', {}, async page => {
    const day = await range(page);
    const inDay = await rows(page);
    const hour = await change(page, () => page.getByRole('button', { name: '1h', exact: true }).click());
    assert.equal(hour.length, 3600);
    assert.equal(hour.to, day.to);
    assert.ok(await rows(page) < inDay);
    const all = await change(page, () => page.getByRole('button', { name: 'all', exact: true }).click());
    assert.ok(all.length > day.length);
    assert.ok(await rows(page) > inDay);
    assert.equal(await page.getByRole('button', { name: 'all', exact: true }).getAttribute('aria-pressed'), 'true');
});

await onPage('dates choose whole days, the last one included', '', {}, async page => {
    // The day before the last: the last may have begun only now.
    const last = await page.locator('#last-day').inputValue();
    const day = new Date(Date.parse(last) - DAY * 1000).toISOString().slice(0, 10);
    await change(page, () => page.locator('#first-day').fill(day));
    await change(page, () => page.locator('#last-day').fill(day));
    const chosen = await text(page, '#selected');
    const [, first, end] = /Start Date: (.*) \| End Date: (.*)$/.exec(chosen);
    assert.equal(first, end);
    assert.equal((await range(page)).length, DAY);
});

await onPage('dragging over a chart zooms all of them, a double click steps out', '', {}, async page => {
    const before = await range(page);
    const box = await page.locator('#temperatures .over').boundingBox();
    const zoomed = await change(page, async () => {
        await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 4 });
        await page.mouse.up();
    });
    assert.ok(Math.abs(zoomed.length - before.length / 4) < 120, `${zoomed.length} s of ${before.length} s`);
    assert.ok(Math.abs(zoomed.from - (before.from + before.length / 2)) < 120);
    const out = await change(page, () => page.locator('#sound').dblclick());
    assert.equal(out.length, 2 * zoomed.length);
});

await onPage('keys on the spectrogram move and zoom', '', {}, async page => {
    const day = await range(page);
    await page.locator('#sound').focus();
    const earlier = await change(page, () => page.keyboard.press('ArrowLeft'));
    assert.equal(earlier.to, day.to - DAY / 4);
    const closer = await change(page, () => page.keyboard.press('+'));
    assert.equal(closer.length, DAY / 2);
    const whole = await change(page, () => page.keyboard.press('0'));
    assert.ok(whole.length > day.length);
    await page.keyboard.press(',');
    assert.match(await page.locator('#spoken').innerText(), /internal .* external .* delta .*°C, loudest/);
});

await onPage('the slider is moved by pointer and by keys', '', {}, async page => {
    const before = await range(page);
    const later = await change(page, () => page.locator('#slider [data-end=from]').press('ArrowLeft'));
    assert.ok(later.from < before.from && later.to === before.to);
    const strip = await page.locator('#slider').boundingBox();
    const jumped = await change(page, () => page.mouse.click(strip.x + strip.width * 0.3, strip.y + 20));
    assert.ok(jumped.to < later.to && jumped.length === later.length, JSON.stringify({ later, jumped }));
});

await onPage('pointing at one chart reads all of them at one time', '', {}, async page => {
    await change(page, () => page.getByRole('button', { name: 'all', exact: true }).click());
    const box = await page.locator('#sound').boundingBox();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
    assert.ok(await page.locator('.cross').isVisible());
    assert.match(await text(page, '.cross span'), /^\d+ \w{3} \d\d:\d\d$/);
    assert.equal(await text(page, '[data-read=place]'), 'at pointer');
    for (const name of ['internal', 'external', 'delta', 'amplitude']) assert.match(await page.locator(`[data-read=${name}]`).first().innerText(), /^(\u2212?\d+\.\d|–)$/);
    await page.mouse.move(5, 5);
    assert.ok(!await page.locator('.cross').isVisible());
});

await onPage('colours, bins and cells change without losing the range, and stay in the address', '', {}, async page => {
    await page.locator('#scale').selectOption('inferno');
    await page.locator('#bins').selectOption('16-32');
    const before = await range(page);
    await change(page, () => page.getByRole('button', { name: 'max', exact: true }).click());
    assert.match(await text(page, '#reduced'), /16 (bins, every value|cells, max)$/);
    assert.match(page.url(), /scale=inferno&mode=max&bins=16-32/);
    await page.reload();
    await ready(page);
    assert.equal(await page.locator('#scale').inputValue(), 'inferno');
    assert.equal(await page.locator('#bins').inputValue(), '16-32');
    assert.equal((await range(page)).length, before.length);
});

await onPage('Shift and drag moves all charts, Ctrl and wheel zooms around the pointer', '', {}, async page => {
    const before = await change(page, () => page.getByRole('button', { name: '1h', exact: true }).click());
    const box = await page.locator('#temperatures .over').boundingBox();
    await page.keyboard.down('Shift');
    const moved = await change(page, async () => {
        await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 5 });
        await page.mouse.up();
    });
    await page.keyboard.up('Shift');
    assert.ok(Math.abs(moved.from - (before.from - 1800)) <= 3, JSON.stringify({ before, moved }));
    assert.equal(moved.length, before.length);
    await page.keyboard.down('Control');
    const wider = await change(page, () => page.mouse.wheel(0, 120));
    await page.keyboard.up('Control');
    assert.ok(wider.length > moved.length * 1.3, JSON.stringify({ moved, wider }));
    const share = range => (moved.from + 0.8 * moved.length - range.from) / range.length;
    assert.ok(Math.abs(share(wider) - 0.8) < 0.02, 'what was under the pointer stays there');
});

await onPage('a key hides its line and brings it back', '', {}, async page => {
    const look = () => fingerprint(page, '#temperatures canvas');
    const both = await look();
    const key = page.locator('#temperatures-keys .key').nth(1);
    await key.click();
    assert.equal(await key.getAttribute('aria-pressed'), 'false');
    assert.notEqual(await look(), both);
    await key.click();
    await page.mouse.move(0, 0);
    assert.equal(await look(), both);
});

await onPage('both sides can have the same scale', '', {}, async page => {
    const own = await fingerprint(page, '#temperatures canvas');
    await page.getByLabel('Same scale on both sides').check();
    assert.notEqual(await fingerprint(page, '#temperatures canvas'), own);
});

/** Adds up how far what is seen moves by itself, as browsers measure it. */
const watchShifts = page => page.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(({ value }) => (globalThis.moved += value))).observe({ type: 'layout-shift', buffered: true });
});
/** The clock of the server goes so far on that no sample is new. */
const makeStale = page => page.route(/api\/apiaries$/, async route => {
    const response = await route.fetch();
    const facts = await response.json();
    await route.fulfill({ response, json: { ...facts, now: facts.now + 2 * DAY } });
});
const stayed = async page => {
    const moved = await page.evaluate(() => globalThis.moved);
    assert.ok(moved < 0.05, `${moved} of the window`);
};
for (const [address, width] of [['', 1280], ['', 360], ['?view=3d', 1280], ['?view=4d', 360], ['apiaries', 1280], ['apiaries', 360], ['alerts', 1280], ['traffic', 1280]]) {
    await onPage(`nothing moves while ${address || 'the charts'} load at ${width} px`, address, { width, prepare: watchShifts }, async page => {
        if (!address) await page.waitForFunction(() => document.querySelector('[data-age]') !== null);
        if (address.includes('view')) await page.waitForSelector('#cube[data-ready=true]');
        await stayed(page);
    });
}
for (const width of [1280, 360]) {
    await onPage(`nothing moves by the banner of old samples at ${width} px`, '', { width, prepare: page => Promise.all([watchShifts(page), makeStale(page)]) }, async page => {
        assert.match(await text(page, '#notice-stale'), /No new samples for 2 d/);
        await page.waitForFunction(() => document.querySelector('[data-age]') !== null);
        await stayed(page);
    });
}

/** Fingers on a plot move from shares of its width to others, and so many pixels up, as a touch screen tells it. */
async function touch(page, selector, from, to, up = 0) {
    const plot = page.locator(selector);
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    const screen = await page.context().newCDPSession(page);
    const send = (type, shares, above = 0) => screen.send('Input.dispatchTouchEvent', { type, touchPoints: shares.map((share, id) => ({ id, x: box.x + share * box.width, y: box.y + box.height / 2 - above })) });
    from.forEach((_, i) => send('touchStart', from.slice(0, i + 1)));
    for (const part of [0.25, 0.5, 0.75, 1]) await send('touchMove', from.map((share, i) => share + part * (to[i] - share)), part * up);
    await send('touchEnd', []);
}
const near = (one, other, seconds) => assert.ok(Math.abs(one - other) <= seconds, `${one} is not ${other}`);
for (const plot of ['#sound', '#temperatures .over', '#delta .over']) {
    await onPage(`two fingers on ${plot} zoom and move all charts by the times they hold`, '', { width: 360 }, async page => {
        const day = await range(page);
        const closer = await change(page, () => touch(page, plot, [0.4, 0.6], [0.2, 0.8]));
        near(closer.length, day.length / 3, 600);
        near(closer.from + closer.length / 2, day.from + day.length / 2, 600);
        const earlier = await change(page, () => touch(page, plot, [0.3, 0.5], [0.5, 0.7]));
        near(earlier.length, closer.length, 60);
        near(earlier.from, closer.from - 0.2 * closer.length, 600);
        const wider = await change(page, () => touch(page, plot, [0.2, 0.8], [0.35, 0.65]));
        near(wider.length, 2 * earlier.length, 1200);
    });
}

await onPage('one finger reads, and the page scrolls below it', '', { width: 360 }, async page => {
    const before = await range(page);
    await touch(page, '#sound', [0.3], [0.6]);
    assert.equal(await text(page, '[data-read=place]'), 'at pointer');
    assert.deepEqual(await range(page), before);
    await page.locator('#stack h2').first().tap();
    assert.equal(await text(page, '[data-read=place]'), 'loudest');
    const scrolled = () => page.evaluate(() => scrollY);
    const start = await scrolled();
    await touch(page, '#sound', [0.3], [0.3], 160);
    await page.waitForFunction(start => scrollY > start + 50, start);
    assert.equal(await text(page, '[data-read=place]'), 'loudest');
    assert.deepEqual(await range(page), before);
});

await onPage('the same samples are there as a table', '', {}, async page => {
    await page.locator('#numbers summary').click();
    await page.locator('#numbers tbody tr').first().waitFor();
    const counts = await page.locator('#numbers tbody tr td:nth-child(2)').allInnerTexts();
    assert.equal(counts.reduce((sum, count) => sum + Number(count.replace(/\D/g, '')), 0), await rows(page));
});

await onPage('the button of the theme changes it, and it is remembered', '', { theme: 'light' }, async page => {
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    assert.notEqual(await ground(), light);
    await page.reload();
    assert.notEqual(await ground(), light);
});

await onPage('Update Database says how it went', '', { expected: /status of 50[234]/ }, async page => {
    await page.getByRole('button', { name: 'Update Database' }).click();
    await page.waitForFunction(() => !document.querySelector('#update').disabled && document.querySelector('#updated').textContent !== '');
    const known = /^(database is already up to date\.\.\.|database has been updated! New rows added: .*|remote and local database counts do not match!|database has been created! Rows added: .*|update failed: .+|.*(failed|cannot).*)$/;
    assert.match(await text(page, '#updated'), known);
});

await onPage('a picture of the charts can be saved', '', {}, async page => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG of all charts' }).click()]);
    assert.match(download.suggestedFilename(), /\d{4}-\d\d-\d\d.*\.png$/);
});

/** Lets the questions for samples fail as `answer` says, everything else passes. */
const failing = answer => page => page.route(/api\/(lines|spectrogram)/, route => (answer ? route.fulfill(answer) : route.abort()));

const failures = [
    ['a server in trouble is named with its reason and tried again', { status: 503, contentType: 'application/json', body: '{"error":"the store is being upgraded"}' }, /503, the store is being upgraded.*Next try in \d+ s/s],
    ['a server that is gone is said to be gone', undefined, /no answer, the server cannot be reached.*Next try in \d+ s/s],
    ['a question that can never succeed is not repeated', { status: 400, contentType: 'application/json', body: '{"error":"width: 9000 is outside 1-8192"}' }, /400, width: 9000 is outside 1-8192\.\s*Try again now/s],
];
for (const [name, answer, expected] of failures) {
    await checks.check(name, async () => {
        const { page, close } = await openPage(browser, URL_OF_APP, { login, prepare: failing(answer) });
        await page.waitForFunction(() => document.documentElement.dataset.ready === 'error');
        assert.match(await text(page, '#instead'), expected);
        await page.unroute(/api\/(lines|spectrogram)/);
        await page.getByRole('button', { name: 'Try again now' }).click();
        await ready(page);
        await drawn(page, '#sound canvas.cells');
        await close();
    });
}

await checks.check('without an apiary it says that there is no data', async () => {
    const prepare = page => page.route(/api\/apiaries/, route => route.fulfill({ json: { apiaries: [], bin_hz: null, user: 'ann', token: '', now: 0 } }));
    const { page, problems, close } = await openPage(browser, URL_OF_APP, { login, prepare });
    await ready(page);
    assert.match(await text(page, '#instead'), /^No data available/);
    assert.equal(await text(page, '#selected'), 'Please select a date range for graphs...');
    assert.deepEqual(problems, []);
    await close();
});

await finish();
