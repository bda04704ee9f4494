// tests/browser/site.mjs - the open front page in Chromium: heading, links, picture, both themes and widths.
//
//   HIVE_URL=http://127.0.0.1:8080 node site.mjs
import assert from 'node:assert/strict';
import { Checks, fits, openBrowser, openPage, shoot } from './browser.mjs';

const url = `${process.env.HIVE_URL ?? 'http://127.0.0.1:8080'}/`;
const checks = new Checks();
const browser = await openBrowser();

for (const width of [1280, 360]) {
    for (const theme of ['light', 'dark']) {
        await checks.check(`shows its picture at ${width} px, ${theme}, to anyone`, async () => {
            const { page, problems, close } = await openPage(browser, url, { width, theme });
            assert.equal(await page.locator('h1').innerText(), 'Hive');
            assert.ok((await page.locator('h2').innerText()).length > 20);
            const picture = await page.getByRole('img', { name: /Beehives/ }).boundingBox();
            assert.ok(picture.width >= width && picture.height >= 800, JSON.stringify(picture));
            await fits(page, width);
            assert.deepEqual(problems, []);
            await shoot(page, `site-${width}-${theme}`);
            await close();
        });
    }
}

await checks.check('leads to the charts and to the watchdog', async () => {
    const { page, close } = await openPage(browser, url);
    const links = await page.getByRole('navigation').getByRole('link').evaluateAll(all => all.map(link => link.href));
    assert.deepEqual(links, [`${url}app/`, `${url}monit/`]);
    await close();
});

await checks.check('is complete without scripts', async () => {
    const { page, close } = await openPage(browser, url, { scripts: false });
    assert.equal(await page.locator('h1').innerText(), 'Hive');
    assert.ok(!await page.locator('[data-toggle=theme]').isVisible());
    await close();
});

await browser.close();
checks.finish();
