// tests/browser/access.mjs - axe-core finds nothing on any page and state, nothing is too wide, and of each there is a picture.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node access.mjs
//
// HIVE_LOOKS=all: both themes at 1280, 768 and 360 px; else a few of them. Pictures go to build/shots/state-….
import assert from 'node:assert/strict';
import { DAY, finish, onPage } from './app.mjs';
import { fits, shoot, violations } from './browser.mjs';

const LOOKS = process.env.HIVE_LOOKS === 'all' ? [1280, 768, 360].flatMap(width => [[width, 'light'], [width, 'dark']]) : [[1280, 'light'], [1280, 'dark'], [360, 'dark']];

/** Answers like hive-chart, but for what `change` makes of it. */
const changed = (path, change) => page => page.route(path, async route => {
    const response = await route.fetch().catch(() => undefined);  // the page may be closed meanwhile
    if (response) await route.fulfill({ response, json: change(await response.json()) });
});
const answered = (path, answer) => page => page.route(path, route => route.fulfill(answer));
const trouble = { status: 503, json: { error: 'the store is being upgraded' } };
const asked = /api\/(lines|spectrogram)/;
const failed = page => page.waitForFunction(() => document.documentElement.dataset.ready === 'error');
const empty = facts => ({ ...facts, apiaries: facts.apiaries.map(apiary => ({ ...apiary, first: null, last: null, count: 0 })) });

/** @param rest act: what is done on the page; prepare: before it is asked for */
const place = (name, address, rest = {}) => ({ name, address, act: async () => {}, ...rest });
const places = [
    place('the charts', ''),
    place('a year', '?last=31536000'),
    place('3D', '?view=3d', { act: page => page.waitForSelector('#cube[data-ready=true]') }),
    place('4D of a week', '?view=4d&last=604800', { act: page => page.waitForSelector('#cube[data-ready=true]') }),
    place('all menus open', '?last=604800', {
        act: async page => {
            for (const menu of ['#display', '#series', '#compare', '#numbers']) await page.locator(menu).evaluate(details => (details.open = true));
            await page.waitForSelector('#shift');
            await page.waitForSelector('#numbers tbody');
        },
    }),
    place('a series and a comparison', '?series=weight&compare=2&shift=-86400', { act: page => page.waitForSelector('.more canvas') }),
    place('the form of a note', '', {
        act: async page => {
            await page.locator('#add-note').click();
            await page.waitForSelector('#note[open]');
        },
    }),
    place('a range without samples', '', {
        prepare: page => page.addInitScript(() => history.replaceState(null, '', '?apiary=1&from=1&to=2')),
    }),
    place('a question that failed beside a picture', '', {
        act: async page => {
            await answered(asked, trouble)(page);
            await page.getByRole('button', { name: '1h', exact: true }).click();
            await failed(page);
        },
    }),
    place('a store in trouble', '', { prepare: answered(asked, trouble), ready: failed }),
    place('old samples', '', { prepare: changed(/api\/apiaries$/, facts => ({ ...facts, now: facts.now + 2 * DAY })), act: page => page.waitForSelector('#notice-stale') }),
    place('a lost connection', '', { prepare: page => page.route(/api\/events/, route => route.abort()), act: page => page.waitForSelector('#notice-offline') }),
    place('no apiary yet', '', { prepare: answered(/api\/apiaries$/, { json: { apiaries: [], bin_hz: null, user: 'ann', token: '', now: 0 } }) }),
    place('an apiary without samples', '', { prepare: changed(/api\/apiaries$/, empty) }),
    place('the overview', 'apiaries'),
    place('an overview that finds nothing', 'apiaries?find=nothing+like+this'),
    place('an overview of nothing', 'apiaries', { prepare: answered(/api\/overview/, { json: { apiaries: [], now: 1 } }) }),
    place('an overview in trouble', 'apiaries', { prepare: answered(/api\/overview/, trouble), ready: failed }),
    place('the alerts', 'alerts'),
    place('alerts in trouble', 'alerts', { prepare: answered(/api\/alerts/, trouble), ready: failed }),
    place('the form of a rule', 'alerts', { act: page => page.locator('#add-rule').click() }),
    place('no traffic yet', 'traffic'),
];
for (const { name, address, act, prepare, ready } of places) {
    for (const [width, theme] of LOOKS) {
        await onPage(`${name}, ${width} px, ${theme}`, address, { width, theme, prepare, ready, expected: /status of 503|ERR_FAILED/ }, async page => {
            await act(page);
            assert.deepEqual(await violations(page), []);
            await fits(page, width);
            await shoot(page, `state-${name.toLowerCase().replaceAll(/\W+/g, '-')}-${width}-${theme}`);
        });
    }
}

await finish();
