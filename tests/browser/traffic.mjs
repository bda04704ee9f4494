// tests/browser/traffic.mjs - the traffic page shows what guard.db says, second by second, and passes on what an admin presses.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=ann:secret HIVE_GUARD_DB=guard.db HIVE_ASKED=FILE node traffic.mjs
//
// HIVE_ASKED is where tests/e2e/traffic.py guard writes what hive-guard is asked. bob:secret may look only.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { answer, browser, checks, finish, login, onPage, text, URL_OF_APP } from './app.mjs';
import { drawn, fits, openPage, shoot, violations } from './browser.mjs';

const sql = query => execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 5000', process.env.HIVE_GUARD_DB, query], { encoding: 'utf8' }).trim();
const asked = () => readFileSync(process.env.HIVE_ASKED, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const number = text => Number(text.replace(/[^\d.]/g, ''));
const server = (page, name) => page.locator('#servers tbody tr').filter({ has: page.locator('th', { hasText: name }) });
const client = (page, address) => page.locator(`[data-client="${address}"]`);
const decision = (page, id) => page.locator(`[data-decision="${id}"]`);
const ticked = page => page.waitForFunction(() => document.documentElement.dataset.tick);
const confirm = (page, yes) => page.locator('dialog.confirm').getByRole('button', { name: yes }).click();
/** The traffic page with what hive-chart answers changed on its way, and without the events after it. */
const withTraffic = change => page => Promise.all([
    page.route(/api\/traffic$/, async route => {
        const response = await route.fetch().catch(() => undefined);  // the page may be closed meanwhile
        if (response) await route.fulfill({ response, json: change(await response.json()) });
    }),
    page.route(/api\/events/, route => route.fulfill({ contentType: 'text/event-stream', body: ': quiet\n\nretry: 60000\n\n' })),
]);

/** Waits until hive-guard was asked something after `before` lines. */
async function askedAfter(page, before) {
    for (const deadline = Date.now() + 10_000; ;) {
        try {
            const lines = asked();
            if (lines.length > before) return lines.at(-1);
        } catch {
            // nothing was asked yet
        }
        if (Date.now() > deadline) throw new Error('hive-guard was asked nothing');
        await page.waitForTimeout(20);
    }
}
function countAsked() {
    try {
        return asked().length;
    } catch {
        return 0;
    }
}

await onPage('servers, classes and figures are those of guard.db', 'traffic', {}, async page => {
    const facts = await answer(page, 'api/traffic');
    assert.deepEqual(await page.locator('#servers tbody th').allInnerTexts(), facts.bars.servers.map(({ name }) => name));
    const last = Number(sql('SELECT max(ts) FROM five'));
    const [www] = facts.bars.servers.filter(({ name }) => name === 'www.example');
    assert.equal(facts.bars.last, last);
    assert.equal(www.traffic.reduce((sum, one) => sum + one, 0), Number(sql(`SELECT sum(count) FROM five WHERE server = 1 AND ts > ${last - 300}`)));
    assert.equal(www.attacks.reduce((sum, one) => sum + one, 0), Number(sql(`SELECT sum(count) FROM five WHERE server = 1 AND class > 1 AND ts > ${last - 300}`)));
    const rows = await page.locator('#classes tbody tr').allInnerTexts();
    const benign = rows.find(row => row.startsWith('Benign')).split('\t');
    const minute = Math.floor(last / 60) * 60;
    assert.ok(Math.abs(number(benign[1]) - Number(sql(`SELECT sum(count) FROM five WHERE class = 1 AND ts >= ${minute - 59 * 60}`))) < 20_000);
    assert.equal(benign[2], '.999');
    const scan = rows.find(row => row.startsWith('Scan')).split('\t');
    assert.deepEqual(scan.slice(2), ['.713', '.811', '491']);
    assert.match(await text(page, '#accuracy'), /accuracy \.998 of 104.740 labelled/);
    assert.match(await text(page, '#figures'), /Clients tracked\s+8.912/);
    assert.match(await text(page, '#figures'), /Would be banned\s+2/);
    assert.equal(await page.locator('#servers .bars').count(), 8);
});

await onPage('every second brings the last second of each server, without a reload', 'traffic', {}, async page => {
    await ticked(page);
    for (let i = 0; i < 3; i++) {
        const tick = await page.evaluate(() => document.documentElement.dataset.tick);
        await page.waitForFunction(before => document.documentElement.dataset.tick !== before, tick);
        const shown = await page.evaluate(() => ({
            tick: Number(document.documentElement.dataset.tick),
            rates: [...document.querySelectorAll('#servers tbody tr')].map(row => [row.cells[0].textContent, Number(row.cells[4].textContent.replace(/\D/g, '')), Number(row.cells[2].textContent.replace(/\D/g, ''))]),
        }));
        for (const [name, traffic, attacks] of shown.rates) {
            const [all, bad] = sql(`SELECT ifnull(sum(count), 0), ifnull(sum(count * is_attack), 0) FROM second JOIN class ON class.id = class JOIN server ON server.id = server WHERE ts = ${shown.tick - 1} AND server.name = '${name}'`).split('|').map(Number);
            assert.deepEqual([name, traffic, attacks], [name, all, bad]);
        }
    }
});

await onPage('five seconds move the bars on', 'traffic', {}, async page => {
    const paths = () => page.locator('#servers .bars path').evaluateAll(all => all.map(path => path.getAttribute('d')).join());
    const before = await paths(), last = Number(sql('SELECT max(ts) FROM five'));
    await page.waitForFunction(since => Number(document.documentElement.dataset.tick) > since + 11, last);
    assert.notEqual(await paths(), before);
});

await onPage('traffic above the limit is red, whose limit one may choose and find again', 'traffic', {}, async page => {
    assert.equal(await page.locator('#red').inputValue(), '300');
    await page.locator('#red').fill('1');
    await page.waitForFunction(() => document.querySelectorAll('#servers td.above').length === 4);
    await page.locator('#red').fill('100000');
    assert.equal(await page.locator('#servers td.above').count(), 0);
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    assert.equal(await page.locator('#red').inputValue(), '100000');
});

await onPage('the last hour is drawn, read by pointing, and there as a table', 'traffic', {}, async page => {
    await drawn(page, '#hour canvas');
    const names = await page.locator('#hour .name').allInnerTexts();
    assert.equal(names[0], 'Benign');
    assert.ok(names.includes('DoS attacks-Hulk'));
    await page.locator('#hour canvas').nth(1).hover({ position: { x: 30, y: 8 } });
    assert.match(await text(page, '#hour-read'), new RegExp(`^${names[1]}, \\d\\d:\\d\\d: [\\d\u202f]+ in that minute$`));
    await page.locator('#pause').click();
    await page.locator('#hour-table summary').click();
    await page.waitForFunction(() => document.querySelectorAll('#hour-table tbody tr').length === 60);
    const column = await page.locator('#hour-table tbody tr td:nth-child(3)').allInnerTexts();
    assert.equal(column.reduce((sum, one) => sum + number(one), 0), number(await page.locator('#hour > .n').nth(1).innerText()));
});

await onPage('clients stand there with reasons and lines, whatever they sent', 'traffic', {}, async page => {
    const scanner = client(page, '203.0.113.77');
    assert.match(await scanner.innerText(), /Scan · score \.97[\s\S]*91 % of its requests found nothing\s+\+1\.42/);
    await scanner.locator('summary').click();
    assert.match(await scanner.locator('pre').innerText(), /config\.php\?<script>alert\(1\)<\/script> 404/);
    await page.waitForTimeout(2500);
    assert.ok(await scanner.locator('details').evaluate(details => details.open), 'stays open while the page goes on');
    assert.match(await client(page, '198.51.100.14').innerText(), /Init Bwd Win Byts 247\s+\u22120\.12/);
});

await onPage('what an admin presses reaches hive-guard with who it was', 'traffic', { expected: /status of 409/ }, async page => {
    const [newest, before] = sql('SELECT id FROM decision ORDER BY id DESC LIMIT 2').split('\n').map(Number);
    const press = async (act, expected) => {
        const count = countAsked();
        await act();
        assert.deepEqual(await askedAfter(page, count), { ...expected, user: login.split(':')[0] });
    };
    await press(() => decision(page, newest).getByRole('button', { name: 'Undo', exact: true }).click(), { verb: 'undo', remember: false, decision: newest });
    await press(() => decision(page, before).getByRole('button', { name: 'Undo, remember' }).click(), { verb: 'undo', remember: true, decision: before });
    await press(() => decision(page, newest).getByRole('button', { name: 'It was right' }).click(), { verb: 'feedback', decision: newest, verdict: 'attack' });
    await press(async () => {
        await client(page, '203.0.113.77').getByRole('button', { name: 'Ban now' }).click();
        await confirm(page, 'Ban now');
    }, { verb: 'ban', address: '203.0.113.77', seconds: 3600 });
    await press(async () => {
        await client(page, '198.51.100.14').getByRole('button', { name: 'Safe' }).click();
        await confirm(page, 'Put on the safe list');
    }, { verb: 'safe-add', kind: 'network', value: '198.51.100.14' });
    await press(async () => {
        await page.locator('#guard-dry').getByRole('button', { name: 'Arm now' }).click();
        await confirm(page, 'Arm now');
    }, { verb: 'arm', off: false });
    await press(async () => {
        await page.locator('#safe summary').click();
        await page.getByRole('button', { name: 'Remove 192.0.2.16' }).click();
        await confirm(page, 'Remove');
    }, { verb: 'safe-remove', kind: 'network', value: '192.0.2.16' });
    await client(page, '2001:db8:9::').getByRole('button', { name: 'Ban now' }).click();
    await confirm(page, 'Ban now');
    await page.locator('#notice-refused').filter({ hasText: '2001:db8:9:: is safe: own network' }).waitFor();
});

await onPage('an undone decision offers nothing more; earlier ones follow on demand', 'traffic', {}, async page => {
    const undone = page.locator('[data-action=undone]');
    assert.match(await undone.innerText(), /undone, by ines/);
    assert.equal(await undone.getByRole('button').count(), 0);
    assert.match(await page.locator('[data-action=banned]').innerText(), /banned for 60 min/);
    assert.equal(await page.locator('#decisions > li').count(), 6);
    await page.locator('#earlier').click();
    await page.waitForFunction(count => document.querySelectorAll('#decisions > li').length === count, Number(sql('SELECT count(*) FROM decision')));
    assert.ok(await page.locator('#earlier').isHidden());
});

await onPage('who is no admin looks on, and is refused by the server, too', 'traffic', { login: 'bob:secret', expected: /status of 403/ }, async page => {
    await client(page, '203.0.113.77').waitFor();
    for (const name of ['Ban now', 'Undo', 'Arm now', 'Safe']) assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name);
    const status = await page.evaluate(async () => {
        const { token } = await (await fetch('api/traffic')).json();
        return (await fetch('api/traffic/ban', { method: 'POST', headers: { 'Hive-Token': token }, body: '{"address": "192.0.2.7"}' })).status;
    });
    assert.equal(status, 403);
});

await onPage('Pause holds the picture, Resume goes on', 'traffic', {}, async page => {
    await ticked(page);
    await page.locator('#pause').press('Enter');
    const held = await page.evaluate(() => document.documentElement.dataset.tick);
    assert.equal(await text(page, '#live'), 'Paused');
    await page.waitForTimeout(2200);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.tick), held);
    await page.locator('#pause').press('Enter');
    await page.waitForFunction(before => document.documentElement.dataset.tick !== before, held);
});

await checks.check('two tabs share one stream', async () => {
    let streams = 0;
    const follow = page => {
        const add = change => request => (streams += /api\/events/.test(request.url()) ? change : 0);
        page.context().on('request', add(1)).on('requestfailed', add(-1)).on('requestfinished', add(-1));
    };
    const { page, close } = await openPage(browser, `${URL_OF_APP}traffic`, { login, prepare: follow });
    await ticked(page);
    const other = await page.context().newPage();
    await other.goto(`${URL_OF_APP}traffic`);
    await ticked(other);
    assert.equal(streams, 1);
    await close();
});

const states = [
    ['before hive-guard has run', ({ user, token, admin, now, red_above }) => ({ user, token, admin, now, red_above, store: 'missing' }), async page => {
        assert.match(await text(page, '#instead'), /No traffic yet[\s\S]*hive-guard has not run/);
        assert.ok(await page.locator('#stack').evaluate(stack => stack.classList.contains('stands-by')));
    }],
    ['without a model', facts => ({ ...facts, models: [], drift: [] }), async page => {
        assert.match(await text(page, '#guard-rules'), /Rules only\. There is no model/);
        assert.match(await text(page, '#models'), /Rules only: there is no model/);
        assert.match(await text(page, '#summary'), /rules only/);
    }],
    ['armed, one class still dry', facts => ({ ...facts, status: { ...facts.status, mode: 'armed', dry_run_classes: ['Scan'] } }), async page => {
        assert.match(await text(page, '#guard-dry'), /Dry run for Scan\.[\s\S]*Arm for Scan/);
        assert.ok(await page.locator('#dry-run').isVisible());
        assert.match(await text(page, '#figures'), /\bBanned\s/);
    }],
    ['when hive-guard is silent', facts => ({ ...facts, status: { ...facts.status, time: facts.now - 95 } }), async page => assert.match(await text(page, '#guard-silent'), /hive-guard has written nothing for 9\d s\. What you see is from/)],
    ['when hive-ban is away', facts => ({ ...facts, status: { ...facts.status, ban: 'away', waiting: 2 } }), async page => assert.match(await text(page, '#guard-ban'), /hive-ban cannot be reached\. Nobody new is banned until it is back\. 2 decisions wait for it\./)],
    ['with nothing at all', facts => ({ ...facts, bars: { last: 0, servers: [] }, hour: { last: 0, classes: [], labelled: 0, accuracy: null, main_accuracy: null }, clients: [], decisions: [], actions: {}, models: [], drift: [], safe: [], second: { t: null, servers: [] }, status: {} }), async page => {
        assert.match(await text(page, '#clients'), /Nobody stands out/);
        assert.match(await text(page, '#decisions'), /Nothing was decided/);
        assert.match(await text(page, '#classes'), /No traffic in the last hour/);
    }],
    ['with 120 servers', facts => ({ ...facts, bars: { ...facts.bars, servers: Array.from({ length: 100 }, (_, i) => ({ ...facts.bars.servers[0], name: `host-${i}.a-rather-long-name.example` })), others: { ...facts.bars.servers[1], name: '', count: 20 } } }), async page => {
        assert.equal(await page.locator('#servers tbody tr').count(), 101);
        assert.match(await text(page, '#servers tbody tr:last-child'), /and 20 others/);
    }],
];
for (const [i, [name, change, body]] of states.entries()) {
    const [width, theme] = i % 2 === 0 ? [1280, 'light'] : [360, 'dark'];
    await onPage(`${name}, ${width} px, ${theme}`, 'traffic', { width, theme, prepare: withTraffic(change) }, async page => {
        await body(page);
        await fits(page, width);
        assert.deepEqual(await violations(page), []);
        await shoot(page, `traffic-${name.replaceAll(/\W+/g, '-')}-${width}-${theme}`);
    });
}

await checks.check('a server in trouble is told, tried again, and the picture comes', async () => {
    let failures = 1;
    const { page, close } = await openPage(browser, `${URL_OF_APP}traffic`, { login, prepare: page => page.route(/api\/traffic$/, route => failures-- > 0 ? route.fulfill({ status: 503, json: { error: 'the store cannot be read' } }) : route.continue()) });
    await page.locator('#instead').filter({ hasText: 'the store cannot be read' }).waitFor();
    assert.match(await text(page, '#instead'), /Next try in/);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    assert.equal(await page.locator('#servers tbody tr').count(), 4);
    await close();
});

await checks.check('a lost connection is told; the picture stays', async () => {
    const { page, close } = await openPage(browser, `${URL_OF_APP}traffic`, { login, prepare: page => page.route(/api\/events/, route => route.abort()) });
    await page.locator('#notice-offline').filter({ hasText: 'Connection lost at' }).waitFor();
    assert.equal(await page.locator('#servers tbody tr').count(), 4);
    assert.equal(await text(page, '#live'), 'Offline');
    await close();
});

await checks.check('without scripts the page says what it needs', async () => {
    const { page, close } = await openPage(browser, `${URL_OF_APP}traffic`, { login, scripts: false });
    assert.match(await page.locator('main').innerText(), /Traffic is shown as it happens, by a script[\s\S]*hivectl guard top/);
    await close();
});

for (const [width, theme] of [[1280, 'light'], [1280, 'dark'], [768, 'light'], [360, 'light'], [360, 'dark']]) {
    await onPage(`fits ${width} px, ${theme}, and axe-core finds nothing`, 'traffic', { width, theme }, async page => {
        await ticked(page);
        for (const details of await page.locator('main details').all()) await details.evaluate(one => (one.open = true));
        await fits(page, width);
        assert.deepEqual(await violations(page), []);
        await shoot(page, `traffic-${width}-${theme}`);
    });
}

await finish();
