// tests/browser/portal.mjs - the watchdog's pages in Chromium: signs in, looks, presses buttons.
//
// HIVE_PORTAL_URL  where the portal is, http://127.0.0.1:2812
// HIVE_LOGIN       name:password of a member of the group admin
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Checks, PATIENCE, fits, openBrowser, openPage, shoot } from './browser.mjs';

const AXE = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const url = process.env.HIVE_PORTAL_URL ?? 'http://127.0.0.1:2812';
const [user, password] = (process.env.HIVE_LOGIN ?? '').split(/:(.*)/s);
const base = `${url.replace(/\/$/, '')}/`;
const SIZES = [[1280, 900], [360, 740]];

async function signIn(page) {
    await page.fill('input[name=user]', user);
    await page.fill('input[name=password]', password);
    await Promise.all([page.waitForURL(address => !address.pathname.endsWith('sign-in')), page.click('main button')]);
}

/** Signs in with a fresh profile. @return as openPage() */
async function open(browser, options) {
    const opened = await openPage(browser, base, options);
    assert.match(opened.page.url(), /sign-in/, 'whoever is not signed in is asked to');
    await signIn(opened.page);
    return opened;
}

const target = name => `${base}service?name=${name}`;
const place = (page, key) => page.locator(`[data-live="${key}"]`);
const pid = async page => (await place(page, `${service}.runs`).textContent()).match(/Process(\d+)/)?.[1];

/** A service that may be restarted without taking the portal or the site away. */
async function pickService(page) {
    const ready = await page.locator('tr:has(.st.ok) th a').allTextContents();
    const found = ready.find(name => !['hive-portal', 'hive-proxy'].includes(name));
    assert.ok(found, 'a ready service is listed');
    return found;
}

/** What axe-core finds, a line for each rule and element. */
async function faults(page) {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(' ')}`));
}

async function checkPage(page, name, width, problems) {
    if (await page.evaluate(() => document.body.dataset.stream)) {
        await page.waitForFunction(() => document.getElementById('live')?.textContent === 'Live');
    }
    await shoot(page, `portal-${name}`);
    await fits(page, width);
    assert.deepEqual(await faults(page), [], `${name}: axe-core finds nothing`);
    assert.deepEqual(problems, []);
}

/** Pages besides those of a service, by where they are. */
const PLACES = {
    dependencies: 'dependencies', log: 'log', alerts: 'alerts?show=all', events: 'timeline', bans: 'bans',
    more: 'more', audit: 'audit', configuration: 'configuration', manual: 'help?page=hivectl.1',
};

const checks = new Checks();
const browser = await openBrowser();
let service;

for (const [width, height] of SIZES) {
    for (const theme of ['light', 'dark']) {
        const look = `${width}-${theme}`;
        await checks.check(`every page, ${look}`, async () => {
            const first = await openPage(browser, base, { width, height, theme });
            await shoot(first.page, `portal-signin-${look}`);
            await fits(first.page, width);
            await first.close();
            const { page, problems, close } = await open(browser, { width, height, theme });
            service ??= await pickService(page);
            await checkPage(page, `overview-${look}`, width, problems);
            await page.click(`th a:text-is("${service}")`);
            await page.waitForURL(/service\?name=/);
            await checkPage(page, `service-${look}`, width, problems);
            for (const [name, where] of Object.entries(PLACES)) {
                const answer = await page.goto(base + where);
                assert.equal(answer.status(), 200, where);
                await checkPage(page, `${name}-${look}`, width, problems);
            }
            await close();
        });
    }
}

await checks.check('a restart elsewhere shows on the open page without loading it again', async () => {
    const { page, problems, close } = await open(browser, {});
    await page.goto(target(service));
    await page.waitForFunction(() => document.getElementById('live')?.textContent === 'Live');
    await page.evaluate(() => { globalThis.sameDocument = true; });
    const before = await pid(page);
    assert.ok(before, 'the page says the process');
    const other = await page.context().newPage();
    await other.goto(base);
    await other.locator(`form[action="service?name=${service}"] button[value=restart]`).click();
    await page.waitForFunction(([key, old]) => {
        const text = document.querySelector(`[data-live="${key}"]`)?.textContent ?? '';
        return /Process\d+/.test(text) && !text.includes(`Process${old}`);
    }, [`${service}.runs`, before]);
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
    await page.waitForFunction(() => document.querySelector('#events')?.textContent.includes('ready')
        || document.querySelector('#events .item'));
    assert.deepEqual(problems, []);
    await close();
});

await checks.check('stop and start by buttons, seen live', async () => {
    const { page, problems, close } = await open(browser, {});
    await page.goto(target(service));
    const line = place(page, `${service}.line`);
    await page.click('button[value=stop]');
    await line.filter({ hasText: 'stopped' }).waitFor();
    await page.locator('button[value=start]').waitFor();
    await page.click('button[value=start]');
    await line.filter({ hasText: 'ready' }).waitFor();
    assert.deepEqual(problems, []);
    await close();
});

await checks.check('the log follows by itself, and stands still while it is held', async () => {
    const { page, problems, close } = await open(browser, {});
    await page.goto(`${base}log?service=hive-portal`);
    const lines = () => page.locator('#lines .log').textContent();
    const signInAgain = async () => { const other = await open(browser, {}); await other.close(); };
    const before = await lines();
    await signInAgain();
    await page.waitForFunction(old => document.querySelector('#lines .log').textContent !== old, before);
    await page.click('[data-hold]');
    assert.equal(await page.locator('[data-hold]').getAttribute('aria-pressed'), 'true');
    const held = await lines();
    await signInAgain();
    await page.waitForTimeout(3000);
    assert.equal(await lines(), held);
    await page.click('[data-hold]');
    await page.waitForFunction(old => document.querySelector('#lines .log').textContent !== old, held);
    assert.deepEqual(problems, []);
    await close();
});

await checks.check('every page is reached without JavaScript', async () => {
    const { page, problems, close } = await open(browser, { scripts: false });
    for (const name of ['Dependencies', 'Log', 'Alerts', 'Events', 'Bans', 'More', 'Services']) {
        await page.locator('nav.seg a', { hasText: name }).first().click();
        await page.locator('nav.seg [aria-current=page]', { hasText: name }).waitFor();
        assert.ok((await page.locator('h1').textContent()).trim().length > 0, name);
    }
    assert.deepEqual(problems, []);
    await close();
});

await checks.check('without JavaScript the same buttons work', async () => {
    const { page, problems, close } = await open(browser, { scripts: false });
    await shoot(page, 'portal-overview-noscript');
    await page.click(`th a:text-is("${service}")`);
    const line = place(page, `${service}.line`);
    const before = await pid(page);
    await page.click('button[value=restart]');
    await page.waitForLoadState();
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline && !((await line.textContent()).includes('ready') && await pid(page) !== before)) await page.reload();
    assert.notEqual(await pid(page), before, 'another process runs');
    assert.match(await line.textContent(), /ready/);
    assert.deepEqual(problems, []);
    await close();
});

await checks.check('signing out ends the session', async () => {
    const { page, close } = await open(browser, {});
    await Promise.all([page.waitForURL(/sign-in/), page.click('text=Sign out')]);
    await page.goto(base);
    assert.match(page.url(), /sign-in/);
    await close();
});

await browser.close();
checks.finish();
