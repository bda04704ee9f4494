// tests/browser/browser.mjs - opens pages in the system's Chromium and collects everything that goes wrong in them.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where pictures go: build/shots of this tree, or $HIVE_SHOTS. */
export const SHOTS = resolve(process.env.HIVE_SHOTS ?? join(dirname(fileURLToPath(import.meta.url)), '../../build/shots'));

/** How long anything may take to appear, milliseconds: a machine that also compiles is slow. */
export const PATIENCE = 90_000;

const FLAGS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
];

/** A Chromium with a fresh profile; $CHROMIUM names another one than Debian's. */
export function openBrowser() {
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });
}

/**
 * Opens a page and waits until it is loaded.
 * @param width, height CSS pixels of the window; below 500 it is a phone with a touch screen
 * @param theme 'light' or 'dark', as the system would ask for it
 * @param login 'name:password' for HTTP authentication
 * @param scripts false: JavaScript is off
 * @param prepare called with the page before it goes anywhere, e.g. to route requests
 * @return page, problems (texts of what went wrong, growing while the page lives) and close()
 */
export async function openPage(browser, url, { width = 1280, height = 900, theme = 'light', login, scripts = true, prepare } = {}) {
    const [username, password] = login?.split(/:(.*)/s) ?? [];
    const context = await browser.newContext({
        viewport: { width, height }, colorScheme: theme, javaScriptEnabled: scripts, locale: 'en-GB',
        ...(width < 500 ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
        ...(login ? { httpCredentials: { username, password } } : {}),
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const problems = [];
    await watch(page, new URL(url).origin, problems);
    await prepare?.(page);
    await page.goto(url, { waitUntil: 'load' });
    return { page, problems, close: () => context.close() };
}

async function watch(page, origin, problems) {
    page.on('console', message => {
        // the software renderer's own remark on reading back what it drew
        if (/GPU stall due to ReadPixels/.test(message.text())) return;
        if (['error', 'warning'].includes(message.type())) problems.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', error => problems.push(`exception: ${error.stack ?? error}`));
    page.on('request', request => {
        const { protocol, origin: asked } = new URL(request.url());
        if (protocol.startsWith('http') && asked !== origin) problems.push(`request to another host: ${request.url()}`);
    });
    await page.exposeFunction('hiveTestProblem', text => problems.push(text));
    await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', event => {
            globalThis.hiveTestProblem(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
        });
    });
}

/** The whole page as SHOTS/NAME.png. */
export async function shoot(page, name) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Fails when the page is wider than the CSS pixels it was asked for (on a phone innerWidth grows along, so it is no measure). */
export async function fits(page, width) {
    const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(scrolled <= width, `${page.url()} is ${scrolled - width} px too wide`);
}

/** How many different colours a canvas shows, of up to 10 000 pixels looked at; 0 or 1: nothing is drawn. */
function canvasColours(page, selector) {
    return page.locator(selector).first().evaluate(canvas => {
        const copy = new OffscreenCanvas(100, 100);
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0, 100, 100);
        return new Set(new Uint32Array(context.getImageData(0, 0, 100, 100).data.buffer)).size;
    });
}

/** Waits until a canvas shows more than this many colours. */
export async function drawn(page, selector, plain = 3) {
    for (const deadline = Date.now() + 10_000; await canvasColours(page, selector) <= plain;) {
        if (Date.now() > deadline) throw new Error(`${selector} stays empty`);
        await page.waitForTimeout(50);
    }
}

const AXE = new URL('node_modules/axe-core/axe.min.js', import.meta.url);
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** What axe-core finds, a line for each rule and element. */
export async function violations(page) {
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const found = await page.evaluate(rules => globalThis.axe.run(document, rules).then(({ violations }) => violations), RULES);
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

/** Runs checks one after the other; a check fails by throwing. */
export class Checks {
    passed = 0;
    failed = 0;

    async check(name, body) {
        try {
            await body();
            this.passed++;
            console.log(`  ok      ${name}`);
        } catch (error) {
            this.failed++;
            console.log(`  FAILED  ${name}\n          ${String(error.message ?? error).replaceAll('\n', '\n          ')}`);
        }
    }

    /** Prints the sum and sets the exit status of the program. */
    finish() {
        console.log(`${this.passed} passed, ${this.failed} failed`);
        process.exitCode = this.failed === 0 ? 0 : 1;
    }
}
