// tests/browser/access.mjs - axe-core finds nothing on any page and state, in both themes.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node access.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { finish, onPage } from './app.mjs';

const AXE = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** What axe-core finds, a line for each rule and element. */
async function violations(page) {
    await page.evaluate(AXE);
    const found = await page.evaluate(rules => globalThis.axe.run(document, rules).then(({ violations }) => violations), RULES);
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

const places = [
    ['the charts', '', async () => {}],
    ['the charts in 3D', '?view=3d', page => page.waitForSelector('#cube[data-ready=true]')],
    ['the charts with all menus open', '?last=604800', async page => {
        for (const menu of ['#display', '#series', '#compare', '#numbers']) await page.locator(menu).evaluate(details => (details.open = true));
    }],
    ['the form of a note', '', page => page.locator('#add-note').click()],
    ['a range without samples', '', async page => {
        await page.route(/api\/(lines|spectrogram)/, route => route.fulfill({ status: 503, json: { error: 'the store is being upgraded' } }));
        await page.getByRole('button', { name: '1h', exact: true }).click();
        await page.waitForFunction(() => document.documentElement.dataset.ready === 'error');
    }],
    ['the overview', 'apiaries', async () => {}],
    ['the alerts', 'alerts', async () => {}],
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
