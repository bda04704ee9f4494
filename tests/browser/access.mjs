// tests/browser/access.mjs - axe-core finds nothing on any page and state, in both themes.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node access.mjs
import assert from 'node:assert/strict';
import { finish, onPage } from './app.mjs';
import { violations } from './browser.mjs';

const places = [
    ['the charts', '', async () => {}],
    ['the charts in 3D', '?view=3d', page => page.waitForSelector('#cube[data-ready=true]')],
    ['the charts with all menus open', '?last=604800', async page => {
        for (const menu of ['#display', '#series', '#compare', '#numbers']) await page.locator(menu).evaluate(details => (details.open = true));
        await page.waitForSelector('#shift');
        await page.waitForSelector('#numbers tbody');
    }],
    ['the form of a note', '', async page => {
        await page.locator('#add-note').click();
        await page.waitForSelector('#note[open]');
    }],
    ['a range without samples', '', async page => {
        await page.route(/api\/(lines|spectrogram)/, route => route.fulfill({ status: 503, json: { error: 'the store is being upgraded' } }));
        await page.getByRole('button', { name: '1h', exact: true }).click();
        await page.waitForFunction(() => document.documentElement.dataset.ready === 'error');
    }],
    ['the overview', 'apiaries', async () => {}],
    ['the alerts', 'alerts', async () => {}],
    ['the traffic', 'traffic', async () => {}],
    ['the form of a rule', 'alerts', page => page.locator('#add-rule').click()],
];
for (const [name, address, act] of places) {
    for (const theme of ['light', 'dark']) {
        await onPage(`${name}, ${theme}`, address, { theme, expected: /status of 503/ }, async page => {
            await act(page);
            assert.deepEqual(await violations(page), []);
        });
    }
}
await onPage('the charts on a phone', '', { width: 360 }, async page => assert.deepEqual(await violations(page), []));

await finish();
