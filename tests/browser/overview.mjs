// tests/browser/overview.mjs - the overview of all apiaries in Chromium: values, search, order, states, widths and themes.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node overview.mjs
import assert from 'node:assert/strict';
import { answer, browser, checks, finish, login, onPage, ready, text, URL_OF_APP } from './app.mjs';
import { drawn, fits, openPage, shoot } from './browser.mjs';

const names = page => page.locator('#stack tbody th a').allInnerTexts();

for (const width of [1280, 768, 360]) {
    for (const theme of ['light', 'dark']) {
        await onPage(`shows every apiary at ${width} px, ${theme}`, 'apiaries', { width, theme }, async page => {
            const { apiaries } = await answer(page, 'api/overview');
            assert.equal((await names(page)).length, apiaries.length);
            await drawn(page, 'canvas.thumb');
            await fits(page, width);
            await shoot(page, `overview-${width}-${theme}`);
        });
    }
}

await onPage('a row has the latest values as the server tells them', 'apiaries', {}, async page => {
    const [apiary] = (await answer(page, 'api/overview')).apiaries;
    const row = page.locator(`tr[data-apiary="${apiary.id}"]`);
    const shown = value => value === null ? '–' : value.toFixed(1).replace('-', '\u2212');
    assert.equal(await row.locator('[data-l=internal]').innerText(), shown(apiary.latest.internal));
    assert.equal(await row.locator('[data-l=external]').innerText(), shown(apiary.latest.external));
    assert.match(await row.locator('[data-l="last sample"]').innerText(), /^\d+.?\d* (s|min|h|d|y)$/);
    assert.equal(await row.locator('a').getAttribute('href'), `./?apiary=${apiary.id}`);
});

await onPage('the search finds by name, Enter opens the first', 'apiaries', {}, async page => {
    const [, second] = await names(page);
    await page.locator('#find').fill(second);
    assert.ok((await names(page)).every(name => name.includes(second)));
    assert.match(page.url(), /find=/);
    await page.locator('#find').fill('nothing like this');
    assert.match(await text(page, '#none'), /No apiary matches/);
    await page.locator('#find').fill(second);
    await page.locator('#find').press('Enter');
    await page.waitForURL(/\?apiary=/);
    await ready(page);
    assert.equal(await text(page, 'h1'), second);
});

/** One apiary of each state. */
const states = page => page.route(/api\/overview/, async route => {
    const response = await route.fetch();
    const overview = await response.json();
    const well = { ...overview.apiaries[0], last: overview.now - 60, alerts: 0 };
    well.latest = { ...well.latest, internal: 34.5 };
    overview.apiaries = [
        { ...well, id: 1, name: 'B well' }, { ...well, id: 2, name: 'C swarming', alerts: 1 }, { ...well, id: 3, name: 'A silent', last: overview.now - 200_000 },
        { ...well, id: 4, name: 'E fault', latest: { ...well.latest, internal: null } }, { ...well, id: 5, name: 'D empty', first: null, last: null, count: 0, spark: [] },
    ];
    await route.fulfill({ response, json: overview });
});
await onPage('each state has its word, and what needs attention comes first', 'apiaries', { prepare: states, expected: /status of 404/ }, async page => {
    assert.deepEqual(await page.locator('tbody .st').allInnerTexts(), ['Silent', 'Ready', 'Alert', 'Empty', 'Fault']);
    await page.locator('#sort').selectOption('attention');
    assert.deepEqual((await names(page))[0], 'C swarming');
    await page.getByRole('button', { name: 'Attention 4' }).click();
    assert.ok(!(await names(page)).includes('B well'));
    await page.reload();
    await ready(page);
    assert.equal((await names(page)).length, 4);
    await shoot(page, 'overview-states');
});

const stub = json => page => page.route(/api\/overview/, route => route.fulfill(json));
const unusual = [
    ['without an apiary it says what to do', { json: { apiaries: [], now: 1 } }, 'true', /No apiary yet.*sync\.ini/s],
    ['a server in trouble is named and tried again', { status: 503, json: { error: 'the store is being upgraded' } }, 'error', /503, the store is being upgraded.*Next try in/s],
];
for (const [name, json, state, expected] of unusual) {
    await checks.check(name, async () => {
        const { page, close } = await openPage(browser, `${URL_OF_APP}apiaries`, { login, prepare: stub(json) });
        await page.waitForFunction(state => document.documentElement.dataset.ready === state, state);
        assert.match(await text(page, '#instead'), expected);
        await close();
    });
}

await finish();
