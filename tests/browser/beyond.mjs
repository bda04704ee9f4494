// tests/browser/beyond.mjs - what the apiary page shows beyond temperatures and sound: other series, comparisons, notes, units, CSV.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password [HIVE_SWARM=epoch] node beyond.mjs
//
// The store must hold two apiaries. HIVE_SWARM is when a colony of the first apiary left; HIVE_SERIES a series it has besides.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { answer, browser, checks, DAY, finish, login, onPage, range, ready, rows, text, URL_OF_APP } from './app.mjs';
import { drawn, openPage, shoot } from './browser.mjs';

const { HIVE_SWARM, HIVE_SERIES } = process.env;

if (HIVE_SWARM) {
    const swarm = Number(HIVE_SWARM);
    await onPage('a swarm is on the spectrogram where and when it happened', `?apiary=1&from=${swarm - 2 * DAY}&to=${swarm + DAY}&scale=greys`, {}, async page => {
        const { from, length } = await range(page);
        const loud = await loudest(page);
        const seen = from + loud * length;
        assert.ok(Math.abs(seen - swarm) <= 3600, `seen at ${seen}, happened at ${swarm}`);
        await shoot(page, 'swarm');
    });
}

/** Plotly's greys are dark where it is loud. @return the darkest column between the hum and the top, as a share */
function loudest(page) {
    return page.locator('#sound canvas.cells').evaluate(canvas => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0);
        const [top, height] = [Math.round(canvas.height * 20 / 64), Math.round(canvas.height * 8 / 64)];
        const { data } = context.getImageData(0, top, canvas.width, height);
        let [found, least] = [0, Infinity];
        for (let x = 0; x < canvas.width; x++) {
            let sum = 0;
            for (let y = 0; y < height; y++) sum += data[(y * canvas.width + x) * 4];
            if (sum < least) [found, least] = [x, sum];
        }
        return found / canvas.width;
    });
}

await onPage('degrees are °C or °F everywhere, and the choice is remembered', '', {}, async page => {
    const value = async () => Number((await page.locator('#figures .v').first().innerText()).replace(/[^\d.\u2212]/g, '').replace('\u2212', '-'));
    await page.waitForSelector('#figures .v');
    const celsius = await value();
    await page.locator('#display summary').click();
    await page.locator('#unit').selectOption('F');
    await page.waitForFunction(() => document.querySelector('#figures .v')?.textContent.includes('°F'));
    const bothRounded = 0.05 * 1.8 + 0.05; // each is shown to a tenth
    assert.ok(Math.abs(await value() - (celsius * 1.8 + 32)) < bothRounded + 1e-9, `${celsius} °C, ${await value()} °F`);
    assert.match(await text(page, '.k1'), /°F/);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('#figures .v')?.textContent.includes('°F'));
    await page.locator('#numbers summary').click();
    assert.match(await text(page, '#numbers caption'), /°F/);
});

await onPage('times are the apiary\u2019s or UTC', '', {}, async page => {
    await page.locator('#display summary').click();
    await page.locator('#clock').selectOption('utc');
    await ready(page);
    const { to } = await range(page);
    await page.waitForFunction(() => document.querySelector('#summary').textContent.endsWith(' UTC') || / UTC · /.test(document.querySelector('#summary').textContent));
    assert.ok((await text(page, '#summary')).includes(new Date(to * 1000).toISOString().slice(11, 16)));
    await page.keyboard.press('Escape');
});

await onPage('two apiaries stand beside each other, and one beside itself a week before', '?last=604800', {}, async page => {
    const [first, second] = (await answer(page, 'api/apiaries')).apiaries.filter(({ count }) => count > 0);
    await page.locator('#compare summary').click();
    await page.locator(`#compare input[value="${second.id}"]`).check();
    await page.locator('#compare-title').waitFor();
    const reading = page.locator('#more .key').nth(1);
    assert.match(await reading.innerText(), new RegExp(second.name));
    assert.match(await reading.innerText(), /\d\d?\.\d/);
    await drawn(page, '#more canvas');
    assert.match(page.url(), new RegExp(`compare=${second.id}`));
    await page.locator(`#compare input[value="${second.id}"]`).uncheck();
    await page.locator('#compare-title').waitFor({ state: 'detached' });
    await page.locator(`#compare input[value="${first.id}"]`).check();
    await page.locator('#shift').selectOption('-604800');
    await page.locator('#compare-title').waitFor();
    await page.locator('#more .key').filter({ hasText: 'a week before' }).waitFor();
    assert.match(page.url(), /shift=-604800/);
});

if (HIVE_SERIES) {
    await onPage('another series is drawn over the same time, with its unit', '?last=604800', {}, async page => {
        const id = new URL(page.url()).searchParams.get('apiary');
        const { unit } = (await answer(page, `api/series?apiary=${id}`)).series.find(({ name }) => name === HIVE_SERIES);
        await page.locator('#series summary').click();
        await page.locator(`#series input[value="${HIVE_SERIES}"]`).check();
        const key = page.locator('#more .key').nth(1);
        await key.waitFor();
        await page.waitForFunction(() => /\d/.test(document.querySelectorAll('#more .key')[1].textContent));
        assert.ok((await key.innerText()).trimEnd().endsWith(unit), await key.innerText());
        await page.locator('#series summary').click();
        await page.locator('#sound').hover();
        assert.match(await key.innerText(), /\d/);
        assert.match(await page.locator('#csv').getAttribute('href'), new RegExp(HIVE_SERIES));
        await page.reload();
        await page.locator('#more .key').nth(1).waitFor();
    });
}

await onPage('CSV holds what is seen: a line a sample', '', {}, async page => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#csv').click()]);
    const lines = readFileSync(await download.path(), 'utf8').trim().split('\n');
    assert.equal(lines.length - 1, await rows(page));
    assert.match(lines[0], /internal.*external/);
});

await onPage('a note is added, changed and deleted, and stands on the time axis', '', {}, async page => {
    const { from, to } = await range(page);
    await page.locator('#add-note').click();
    await page.locator('#note select').selectOption('inspection');
    await page.locator('#note textarea').fill('Eggs on 6 frames <b>and</b> two queen cells');
    await page.locator('#note').getByRole('button', { name: 'Save' }).click();
    const item = page.locator('#notes .item').filter({ hasText: 'Eggs on 6 frames' });
    await item.waitFor();
    assert.match(await item.innerText(), /<b>and<\/b>/);
    const id = new URL(page.url()).searchParams.get('apiary');
    const { notes } = await answer(page, `api/notes?apiary=${id}&from=${from}&to=${to}`);
    assert.equal(notes.length, 1);
    const mark = page.locator('#note-lane button');
    assert.equal(await mark.count(), 1);
    const lane = await page.locator('#note-lane').boundingBox();
    const middle = await mark.boundingBox();
    const expected = lane.x + (notes[0].t - from) / (to - from) * lane.width;
    assert.ok(Math.abs(middle.x + middle.width / 2 - expected) < 1.5, 'the mark is at its time');
    await item.getByRole('button', { name: 'Edit' }).click();
    await page.locator('#note textarea').fill('Queen seen');
    await page.keyboard.press('Tab');
    await page.locator('#note').getByRole('button', { name: 'Save' }).click();
    const changed = page.locator('#notes .item').filter({ hasText: 'Queen seen' });
    await changed.waitFor();
    assert.match(await changed.innerText(), /changed/);
    await changed.getByRole('button', { name: 'Delete' }).click();
    await page.locator('dialog.confirm').getByRole('button', { name: 'Delete' }).click();
    await page.locator('#notes').filter({ hasText: 'No notes in this range.' }).waitFor();
    assert.equal(await mark.count(), 0);
});

/** An alert that fired in the middle of whatever range is asked for and lasted a tenth of it, and one that is open since. */
const alerts = page => page.route(/api\/alerts\?.*from=/, route => {
    const values = new URL(route.request().url()).searchParams;
    const [apiary, from, to] = ['apiary', 'from', 'to'].map(name => Number(values.get(name)));
    const at = share => Math.round(from + share * (to - from));
    const alert = { rule: 1, apiary, value: 3, text: 'internal: 3.0 is below 10', severity: 'warning', told: true, acknowledged: null };
    return route.fulfill({ json: { alerts: [{ ...alert, id: 9, rule_name: 'Too cold', fired: at(0.75), recovered: null }, { ...alert, id: 8, rule_name: 'Cool', fired: at(0.5), recovered: at(0.6) }] } });
});
await onPage('alerts stand on the time axis for as long as they lasted, and lead to their text', '', { prepare: alerts }, async page => {
    const marks = page.locator('#alert-lane button');
    await marks.nth(1).waitFor();
    const lane = await page.locator('#alert-lane').boundingBox();
    const place = async locator => {
        const { x, width } = await locator.boundingBox();
        return [(x - lane.x) / lane.width, (x + width - lane.x) / lane.width];
    };
    const near = ([left, right], expected) => [left, right].every((share, i) => Math.abs(share - expected[i]) < 0.003);
    const [left, right] = await place(marks.nth(0));
    assert.ok(Math.abs((left + right) / 2 - 0.5) < 0.003, 'the mark is where the alert fired');
    assert.ok(near(await place(page.locator('#alert-lane .during').nth(1)), [0.5, 0.6]));
    assert.ok(near(await place(page.locator('#alert-lane .during').nth(0)), [0.75, 1]), 'an open alert goes on to the end');
    await marks.nth(0).click();
    await page.waitForFunction(() => document.activeElement.id === 'alert-8');
    assert.match(await page.locator('#alert-8').innerText(), /Cool.*below 10/s);
    await shoot(page, 'alert-marks');
});

/** Three hundred apiaries, of which all but the first are empty. */
const three_hundred = page => page.route(/api\/apiaries/, async route => {
    const response = await route.fetch();
    const facts = await response.json();
    const [first] = facts.apiaries;
    facts.apiaries = Array.from({ length: 300 }, (_, i) => i === 0 ? first : { ...first, id: 1000 + i, name: `Hive ${i}`, first: null, last: null, count: 0 });
    await route.fulfill({ response, json: facts });
});
await onPage('among 300 apiaries one is found by name', '', { prepare: three_hundred }, async page => {
    assert.equal(await page.locator('#apiary option').count(), 300);
    await page.locator('#find-apiary').fill('hive 17');
    assert.equal(await text(page, '#found'), '13 of 300, Enter opens the first');
    await page.locator('#find-apiary').fill('hive 173');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('h1').textContent === 'Hive 173');
    assert.match(await text(page, '#instead'), /No data available/);
    assert.equal(await page.locator('#apiary option').count(), 300);
});

await checks.check('two tabs share one event stream, a hidden page has none', async () => {
    const streams = new Map();
    const open = () => [...streams].filter(([, page]) => !page.isClosed()).map(([stream]) => stream);
    const isStream = request => request.url().endsWith('api/events');
    const prepare = page => {
        const context = page.context();
        context.on('request', request => isStream(request) && streams.set(request, request.frame().page()));
        for (const end of ['requestfailed', 'requestfinished']) context.on(end, request => streams.delete(request));
    };
    const isLive = page => page.waitForFunction(() => document.querySelector('#live').textContent.match(/^(Live|.* old)$/));
    const { page, close } = await openPage(browser, URL_OF_APP, { login, prepare });
    await isLive(page);
    const second = await page.context().newPage();
    await second.goto(URL_OF_APP);
    await isLive(second);
    assert.equal(open().length, 1, 'both hear through one');
    await page.close();
    await second.waitForFunction(() => navigator.locks.query().then(({ held }) => held.length === 1));
    await isLive(second);
    assert.equal(open().length, 1, 'the second goes on when the first is gone');
    const [stream] = open();
    const ended = second.waitForEvent('requestfailed', request => request === stream);
    await second.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    });
    await ended;
    await close();
});

await onPage('the printed page is light and without controls', '', { theme: 'dark' }, async page => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('color-scheme')), 'light');
    for (const control of ['#apiary', '#update', '#picture', '#slider']) assert.ok(!await page.locator(control).isVisible(), control);
    await drawn(page, '#sound canvas.cells');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
});

await finish();
