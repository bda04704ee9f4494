// tests/browser/cube.mjs - the 3D and 4D charts in Chromium with software rendering: every sample, and every way to look at them.
//
//   HIVE_URL=http://127.0.0.1:8080 HIVE_LOGIN=admin:password node cube.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { change, finish, fingerprint, frame, onPage, range, rows, text, YEAR } from './app.mjs';
import { PATIENCE, drawn, fits, shoot } from './browser.mjs';

const POINTS = '#cube canvas.points';

/** Waits until every point is drawn and stands still. */
async function settled(page) {
    await page.waitForSelector('#cube[data-ready=true] .box[data-detail=full]');
}

const points = page => page.locator('#cube .box').getAttribute('data-points').then(Number);

/** Counts the questions for samples from now on. */
function watchQuestions(page) {
    const asked = [];
    page.on('request', request => /api\/(samples|spectrogram|lines)/.test(request.url()) && asked.push(request.url()));
    return asked;
}

/** Does something to the view and waits until it looks otherwise and stands still. */
async function turned(page, act) {
    const before = await fingerprint(page, POINTS);
    await act();
    const deadline = Date.now() + PATIENCE;
    while (await fingerprint(page, POINTS) === before) assert.ok(Date.now() < deadline, 'the picture has not changed');
    await settled(page);
    return fingerprint(page, POINTS);
}

await onPage('shows every sample of a year', `?view=3d&last=${YEAR}`, {}, async page => {
    await settled(page);
    assert.equal(await points(page), await rows(page) * 64);
    await drawn(page, POINTS, 20);
    assert.match(await text(page, '#points'), /every value$/);
    await shoot(page, 'cube-year');
});

await onPage('titles and bars are those of HiveKeepers', '?view=3d', {}, async page => {
    await settled(page);
    assert.equal(await text(page, '#cube figcaption'), '3D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Amplitude)');
    assert.equal(await text(page, '.ramp-title'), 'amplitude');
    const loud = await fingerprint(page, POINTS);
    await page.getByRole('tab', { name: '4D' }).click();
    await page.waitForFunction(() => document.querySelector('.ramp-title').textContent !== 'amplitude');
    assert.equal(await text(page, '#cube figcaption'), '4D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Internal Temp)');
    assert.equal(await text(page, '.ramp-title'), 'internal temp (C)');
    await page.waitForFunction(() => location.search.includes('view=4d'));
    assert.notEqual(await fingerprint(page, POINTS), loud);
});

await onPage('colours and bins change without asking the server again', '?view=3d', {}, async page => {
    await settled(page);
    const asked = watchQuestions(page);
    await turned(page, () => page.locator('#scale').selectOption('inferno'));
    await turned(page, () => page.locator('#bins').selectOption('16-32'));
    await turned(page, () => page.locator('#bins').selectOption('all'));
    assert.deepEqual(asked, []);
});

await onPage('dragging turns, the wheel zooms, the right button moves, Reset view brings it back', '?view=3d', {}, async page => {
    await settled(page);
    const first = await fingerprint(page, POINTS);
    const { x, y, width, height } = await page.locator(POINTS).boundingBox();
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    const drag = async button => {
        await page.mouse.move(middleX, middleY);
        await page.mouse.down({ button });
        await page.mouse.move(middleX + 120, middleY + 30, { steps: 3 });
        await page.mouse.up({ button });
    };
    const looks = [first];
    looks.push(await turned(page, () => drag('left')));
    looks.push(await turned(page, () => page.mouse.wheel(0, -300)));
    looks.push(await turned(page, () => drag('right')));
    assert.equal(new Set(looks).size, looks.length);
    assert.equal(await turned(page, () => page.getByRole('button', { name: 'Reset view' }).click()), first);
});

await onPage('while a year turns fewer points stand for all', `?view=3d&last=${YEAR}`, {}, async page => {
    await settled(page);
    const { x, y, width, height } = await page.locator(POINTS).boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 40, y + height / 2);
    await page.waitForSelector('#cube .box[data-detail=reduced]');
    const moving = await points(page);
    assert.ok(moving > 0 && moving <= 36_000, String(moving));
    await page.mouse.up();
    await settled(page);
    assert.ok(await points(page) > moving);
});

await onPage('a point is picked, and what it reads is what was measured', '?view=3d&clock=utc', {}, async page => {
    await settled(page);
    const { from, to } = await range(page);
    const id = new URL(page.url()).searchParams.get('apiary');
    const { t, bins } = await frame(page, `api/samples?apiary=${id}&from=${from}&to=${to}`);
    const { x, y, width, height } = await page.locator(POINTS).boundingBox();
    for (let share = 0.4; !/amplitude/.test(await text(page, '#picked')) && share < 0.8; share += 0.05) await page.mouse.click(x + width / 2, y + height * share);
    const [, when, bin, amplitude] = /^(.*) · .*bin (\d+)\)? · amplitude (\S+) /.exec(await text(page, '#picked'));
    const minute = Date.parse(`${when} UTC`) / 1000;
    const sample = t.findIndex(time => Math.floor(time / 60) * 60 === minute);
    assert.ok(sample >= 0, `no sample at ${when}`);
    const measured = [...t.keys()].filter(i => Math.floor(t[i] / 60) * 60 === minute).map(i => bins[i * 64 + Number(bin) - 1].toFixed(1).replace('-', '\u2212'));
    assert.ok(measured.includes(amplitude), `${amplitude} is none of ${measured}`);
    assert.ok(await page.locator('.cross').isVisible(), 'the other charts show the same time');
});

await onPage('keys turn, zoom, reset and read', '?view=3d', {}, async page => {
    await settled(page);
    const first = await fingerprint(page, POINTS);
    await page.locator(POINTS).focus();
    for (const key of ['ArrowLeft', 'ArrowUp', '+', 'Shift+ArrowRight']) await turned(page, () => page.keyboard.press(key));
    assert.equal(await turned(page, () => page.keyboard.press('Home')), first);
    await page.keyboard.press(']');
    assert.match(await text(page, '#picked'), /bin 2\)? · amplitude/);
    const before = await text(page, '#picked');
    await page.keyboard.press(',');
    assert.notEqual(await text(page, '#picked'), before);
    await page.keyboard.press('Escape');
    assert.match(await text(page, '#picked'), /^Drag to turn/);
});

await onPage('tabs are chosen by arrow keys', '', {}, async page => {
    await page.getByRole('tab', { name: 'Spectrogram' }).focus();
    await page.keyboard.press('ArrowRight');
    await settled(page);
    assert.equal(await page.getByRole('tab', { name: '3D' }).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Home');
    assert.ok(await page.locator('#sound canvas.cells').isVisible());
    assert.ok(!await page.locator('#cube').isVisible());
});

await onPage('another range brings its samples', '?view=4d', {}, async page => {
    await settled(page);
    const day = await points(page);
    await change(page, () => page.getByRole('button', { name: '1w', exact: true }).click());
    await page.waitForFunction(before => Number(document.querySelector('#cube .box').dataset.points) > before, day);
    assert.equal(await points(page), await rows(page) * 64);
});

await onPage('its picture can be saved', '?view=3d', {}, async page => {
    await settled(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG of the sound' }).click()]);
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.length > 20_000, `${bytes.length} bytes are no picture of thousands of points`);
});

/** A browser that has no WebGL: everything else about a canvas works. */
const withoutWebgl = page => page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return String(kind).startsWith('webgl') ? null : getContext.call(this, kind, ...rest);
    };
});
await onPage('without WebGL it says so and the spectrogram stands in its place', '?view=3d', { prepare: withoutWebgl, expected: /WebGL/ }, async page => {
    await page.locator('#cube-note').filter({ hasText: 'no WebGL' }).waitFor();
    assert.ok(await page.locator('#sound canvas.cells').isVisible());
    await drawn(page, '#sound canvas.cells');
    await shoot(page, 'cube-without-webgl');
});

const tooMany = page => page.route(/api\/samples/, route => route.fulfill({ status: 413, json: { error: 'the range holds more than 200000 samples; choose a shorter one' } }));
await onPage('a range too long is refused in words, with the spectrogram in its place', '?view=3d', { prepare: tooMany, expected: /status of 413/ }, async page => {
    await page.locator('#cube-note').filter({ hasText: 'more than 200000 samples' }).waitFor();
    assert.ok(await page.locator('#sound canvas.cells').isVisible());
});

for (const [width, theme] of [[360, 'dark'], [768, 'light']]) {
    await onPage(`fits ${width} px, ${theme}`, '?view=4d&scale=thermal', { width, theme }, async page => {
        await settled(page);
        await fits(page, width);
        await drawn(page, POINTS, 10);
        await shoot(page, `cube-${width}-${theme}`);
    });
}

await finish();
