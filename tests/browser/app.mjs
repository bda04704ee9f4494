// tests/browser/app.mjs - what the tests of the pages below /app/ share: opening one, waiting for its samples, reading its range.
import assert from 'node:assert/strict';
import { Checks, openBrowser, openPage } from './browser.mjs';

export const URL_OF_APP = `${process.env.HIVE_URL ?? 'http://127.0.0.1:8080'}/app/`;
export const login = process.env.HIVE_LOGIN;
export const DAY = 86400;
export const YEAR = 365 * DAY;

export const checks = new Checks();
export const browser = await openBrowser();

/** Waits until the page has drawn what was asked for last. */
export async function ready(page) {
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
}

/** How many samples the page shows. */
export const rows = page => page.evaluate(() => Number(document.documentElement.dataset.rows));
export const text = (page, selector) => page.locator(selector).first().innerText();

/** Start and end of the range in epoch seconds, as the slider tells them. */
export async function range(page) {
    const ends = await page.locator('#slider [role=slider]').evaluateAll(grips => grips.map(grip => Number(grip.getAttribute('aria-valuenow'))));
    return { from: ends[0], to: ends[1], length: ends[1] - ends[0] };
}

/**
 * Opens a page below /app/, runs `body` and expects that nothing went wrong meanwhile but what is `expected`.
 * @param address the page and its query
 * @param options of openPage, expected: a pattern of texts, and ready: waits until the page is as it is to be
 */
export async function onPage(name, address, options, body) {
    await checks.check(name, async () => {
        const { page, problems, close } = await openPage(browser, URL_OF_APP + address, { login, ...options });
        try {
            await (options.ready ?? ready)(page);
            await body(page);
            // the browser reports every failed request, also one whose failure the page tells
            assert.deepEqual(problems.filter(problem => !options.expected?.test(problem)), []);
        } finally {
            await close();
        }
    });
}

/** Does something that changes the range and waits for its samples. */
export async function change(page, act) {
    await act();
    await ready(page);
    return range(page);
}

/** What hive-chart answers to a question of the page, with its session. */
export const answer = (page, path) => page.evaluate(async path => (await fetch(path)).json(), path);

/** Ends the run: prints the sums. */
export async function finish() {
    await browser.close();
    checks.finish();
}

/** The columns of a frame, as lib and page define it: 16 bytes of header, facts as JSON, columns on multiples of 8. */
export async function frame(page, path) {
    const bytes = Buffer.from(await page.evaluate(async path => {
        const buffer = new Uint8Array(await (await fetch(path)).arrayBuffer());
        let text = '';
        for (let i = 0; i < buffer.length; i += 8192) text += String.fromCharCode(...buffer.subarray(i, i + 8192));
        return btoa(text);
    }, path), 'base64');
    const facts = bytes.readUInt32LE(8);
    const meta = JSON.parse(bytes.subarray(16, 16 + facts).toString());
    const types = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, i8: Int8Array };
    let at = 16 + facts;
    for (const { name, type, length } of meta.columns) {
        const size = length * types[type].BYTES_PER_ELEMENT;
        meta[name] = new types[type](bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + size));
        at += Math.ceil(size / 8) * 8;
    }
    return meta;
}

/** A number that changes when anything on a canvas does. */
export const fingerprint = (page, selector) => page.locator(selector).first().evaluate(canvas => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    let sum = 7;
    for (const value of new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)) sum = (Math.imul(sum, 31) + value) | 0;
    return sum;
});
