// tests/soak/browser.mjs URL LOGIN SECONDS - somebody who looks at the apiary page, again and again.
// Prints how many times it was drawn, and what went wrong.
import { drawn, openBrowser, openPage } from '../browser/browser.mjs';

const [url, login, seconds] = process.argv.slice(2);
const browser = await openBrowser();
let pages = 0;
const problems = [];
for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
    try {
        const { page, close } = await openPage(browser, url, { login });
        await drawn(page, '#sound canvas.cells');
        await page.waitForTimeout(3000); // reads on: live updates come in
        await close();
        pages++;
    } catch (error) {
        problems.push(String(error.message ?? error).split('\n')[0]);
    }
}
await browser.close();
console.log(JSON.stringify({ pages, problems }));
