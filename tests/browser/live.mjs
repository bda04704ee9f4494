// tests/browser/live.mjs - a row that enters the remote database appears on the open page, without a reload.
//
// HIVE_URL and HIVE_LOGIN say where; HIVE_INSERT is a shell command that adds one row of the apiary shown first.
import { execFileSync } from 'node:child_process';
import { Checks, openBrowser, openPage } from './browser.mjs';

const { HIVE_URL, HIVE_LOGIN, HIVE_INSERT } = process.env;
const checks = new Checks();
const browser = await openBrowser();
const { page, problems } = await openPage(browser, `${HIVE_URL}/app/`, { login: HIVE_LOGIN });
const rows = () => page.locator('html').getAttribute('data-rows').then(Number);

await checks.check('the rows copied so far are drawn', async () => {
    await page.waitForSelector('html[data-ready=true]');
    if (!(await rows() > 0)) throw new Error(`data-rows is ${await rows()}`);
});
await checks.check('a new row appears without a reload', async () => {
    await page.evaluate(() => { globalThis.sameDocument = true; });
    const before = await rows();
    execFileSync('/bin/sh', ['-c', HIVE_INSERT], { stdio: 'inherit' });
    await page.waitForFunction(count => Number(document.documentElement.dataset.rows) > count, before);
    if (!await page.evaluate(() => globalThis.sameDocument)) throw new Error('the page was loaded again');
});
await checks.check('nothing went wrong on the page', async () => {
    if (problems.length > 0) throw new Error(problems.join('\n'));
});
await browser.close();
checks.finish();
