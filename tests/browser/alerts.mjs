// tests/browser/alerts.mjs - rules are made, tried, changed and deleted, alerts fire and are acknowledged, in Chromium.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node alerts.mjs
import assert from 'node:assert/strict';
import { answer, browser, checks, finish, login, onPage, text, URL_OF_APP } from './app.mjs';
import { fits, openPage, shoot } from './browser.mjs';

const form = page => page.locator('#rule form');
const save = page => form(page).getByRole('button', { name: 'Save' }).click();
const rule = (page, name) => page.locator('#rules .item').filter({ has: page.locator('h3', { hasText: name }) });

await onPage('a rule is written, in words what it means, tried, changed and paused', 'alerts', {}, async page => {
    await page.locator('#add-rule').click();
    await form(page).locator('[name=name]').fill('Brood cools');
    await save(page);
    assert.match(await text(page, '#rule-error'), /above or below/);
    await form(page).locator('[name=below]').fill('-40');
    await form(page).locator('[name=lasting]').fill('120');
    await form(page).locator('[name=from]').fill('6');
    await form(page).locator('[name=until]').fill('22');
    await form(page).getByLabel('Apr').check();
    await form(page).getByLabel('May').check();
    await save(page);
    await rule(page, 'Brood cools').waitFor();
    assert.match(await rule(page, 'Brood cools').innerText(), /internal below \u221240\.0 °C for 2 h · Apr–May · 06–22 h/);
    const [written] = (await answer(page, 'api/rules')).rules.filter(({ name }) => name === 'Brood cools');
    assert.deepEqual([written.kind, written.below, written.for_seconds, written.hours, written.months, written.enabled], ['threshold', -40, 7200, [6, 22], [4, 5], true]);
    await rule(page, 'Brood cools').getByRole('button', { name: 'Test' }).click();
    await rule(page, 'Brood cools').locator('output').filter({ hasText: /^Would .* now: / }).waitFor();
    await rule(page, 'Brood cools').getByRole('button', { name: 'Edit' }).click();
    await form(page).locator('[name=enabled]').uncheck();
    await save(page);
    await rule(page, 'Brood cools').filter({ hasText: 'paused' }).waitFor();
    await rule(page, 'Brood cools').getByRole('button', { name: 'Delete' }).click();
    await page.locator('dialog.confirm').getByRole('button', { name: 'Delete' }).click();
    await rule(page, 'Brood cools').waitFor({ state: 'detached' });
});

await onPage('each kind of rule asks only for what it needs', 'alerts', {}, async page => {
    await page.locator('#add-rule').click();
    const asked = { threshold: ['series', 'above', 'below', 'lasting'], rate: ['series', 'per_hour', 'lasting'], missing: ['missing'], swarm: ['lasting'] };
    for (const [kind, fields] of Object.entries(asked)) {
        await form(page).locator('[name=kind]').selectOption(kind);
        for (const field of ['series', 'above', 'below', 'per_hour', 'missing', 'lasting']) {
            assert.equal(await form(page).locator(`[name=${field}]`).isVisible(), fields.includes(field), `${kind}: ${field}`);
        }
    }
    await page.keyboard.press('Escape');
    assert.ok(!await page.locator('#rule').isVisible());
});

await onPage('a rule that is broken fires, is seen by all and acknowledged', 'alerts', {}, async page => {
    const [apiary] = (await answer(page, 'api/apiaries')).apiaries.filter(({ count }) => count > 0);
    await page.locator('#add-rule').click();
    await form(page).locator('[name=name]').fill('Always warm');
    await form(page).locator('[name=apiary]').selectOption(String(apiary.id));
    await form(page).locator('[name=series]').fill('external');
    await form(page).locator('[name=above]').fill('-90');
    await save(page);
    const open = page.locator('#open .item').filter({ hasText: 'Always warm' });
    await open.waitFor();
    assert.match(await open.innerText(), new RegExp(apiary.name));
    await shoot(page, 'alerts-open');
    await open.getByRole('button', { name: 'Acknowledge' }).click();
    await open.filter({ hasText: 'acknowledged by' }).waitFor();
    const { alerts } = await answer(page, 'api/alerts');
    assert.ok(alerts.find(({ rule_name: name }) => name === 'Always warm').acknowledged.by.length > 0);
    await rule(page, 'Always warm').getByRole('button', { name: 'Delete' }).click();
    await page.locator('dialog.confirm').getByRole('button', { name: 'Delete' }).click();
    await rule(page, 'Always warm').waitFor({ state: 'detached' });
});

for (const [width, theme] of [[1280, 'dark'], [768, 'light'], [360, 'light'], [360, 'dark']]) {
    await onPage(`fits ${width} px, ${theme}, with its form`, 'alerts', { width, theme }, async page => {
        await fits(page, width);
        await shoot(page, `alerts-${width}-${theme}`);
        await page.locator('#add-rule').click();
        const { x, width: wide } = await page.locator('#rule').boundingBox();
        assert.ok(x >= 0 && x + wide <= width);
        await shoot(page, `alerts-form-${width}-${theme}`);
    });
}

await checks.check('a refusal is told in the form, which stays', async () => {
    const refuse = page => page.route(/api\/rules$/, route => route.request().method() === 'POST' ? route.fulfill({ status: 403, json: { error: 'only the groups editor and admin may change this' } }) : route.fallback());
    const { page, close } = await openPage(browser, `${URL_OF_APP}alerts`, { login, prepare: refuse });
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    await page.locator('#add-rule').click();
    await form(page).locator('[name=name]').fill('Not mine');
    await form(page).locator('[name=above]').fill('1');
    await save(page);
    await page.locator('#rule-error').filter({ hasText: 'only the groups editor and admin' }).waitFor();
    assert.ok(await page.locator('#rule').isVisible());
    await close();
});

await finish();
