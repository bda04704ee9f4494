// web/build.mjs - bundles the pages into --outdir, or runs the unit tests with --tests.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const WEB = dirname(fileURLToPath(import.meta.url));

/** What a browser fetches, besides the script, before a page is complete; what that and the 3D chart may weigh with brotli. */
const BESIDES = ['apiary.css', 'theme.js', 'hive.svg'];
const FIRST_LOAD_LIMIT = 60_000;
const CUBE_LIMIT = 200_000;
/** The pages below /app/: where they lie, file, the script it loads, its link in the bar, and a style of its own. */
const PAGES = [
    { folder: 'apiary', page: 'index.html', script: 'apiary', link: './' },
    { folder: 'apiary', page: 'apiaries.html', script: 'apiaries', link: 'apiaries' },
    { folder: 'apiary', page: 'alerts.html', script: 'alerts', link: 'alerts' },
    { folder: 'traffic', page: 'traffic.html', script: 'traffic', link: 'traffic', styles: ['traffic.css'] },
];

const { values: options } = parseArgs({
    options: { outdir: { type: 'string', default: '../build/web' }, tests: { type: 'boolean', default: false } },
});

/** The words of the pages are those of a folder of texts/; 'texts/…' in the sources means that one. */
const LANGUAGE = 'en';

const common = {
    absWorkingDir: WEB,
    alias: { texts: `./texts/${LANGUAGE}` },
    bundle: true,
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    target: ['chrome123', 'firefox120', 'safari17.5'],
};

/** The licence of what is bundled goes with it. */
function addLicence(folder) {
    cpSync(join(WEB, 'node_modules/three/LICENSE'), join(folder, 'three-license.txt'));
}

/** Every page works from its own folder alone: style, sprite and theme script are in each. */
async function buildFolder(folder, { modules = [], styles = [], files = [], banner = '', make = () => {} }) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const { metafile } = await build({ ...common, entryPoints: modules.map(path => ({ in: path, out: basename(path, '.ts') })), outdir: folder, format: 'esm', splitting: true, metafile: true, banner: { js: banner } });
    await build({ ...common, entryPoints: ['shared/theme.ts'], outdir: folder, format: 'iife' });
    for (const style of styles) await build({ ...common, entryPoints: [style], outdir: folder });
    for (const file of ['shared/hive.svg', ...files]) cpSync(join(WEB, file), join(folder, file.split('/').at(-1)));
    await make(folder, metafile);
    compress(folder);
    return metafile;
}

/** The front page with its picture in it: a picture of its own could not follow the chosen theme. */
function buildFrontPage(folder) {
    const picture = readFileSync(join(WEB, 'site/landscape.svg'), 'utf8');
    const page = readFileSync(join(WEB, 'site/index.html'), 'utf8').replace('<!-- landscape.svg -->', picture);
    writeFileSync(join(folder, 'index.html'), page);
}

/** The words for the markup of each page, by their names. */
async function readMarkup() {
    const { outputFiles } = await build({ ...common, entryPoints: [`texts/${LANGUAGE}/markup.ts`], format: 'esm', write: false });
    return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)).markup;
}

/** Puts words where {{name}} stands; a name without words, or words without a place, is a mistake. */
function worded(page, words, name) {
    const unused = new Set(Object.keys(words));
    const text = page.replace(/\{\{(\w+)\}\}/g, (_, key) => {
        if (!Object.hasOwn(words, key)) throw new Error(`${name}: no words for ${key}`);
        unused.delete(key);
        return words[key].replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
    });
    if (unused.size > 0) throw new Error(`${name} has no place for ${[...unused].join(', ')}`);
    return text;
}

/** The pages with the bar they share, in which each marks its own link; what its script imports is asked for along with it. */
async function addPages(folder, metafile) {
    const markup = await readMarkup();
    const bar = readFileSync(join(WEB, 'apiary/bar.html'), 'utf8').trimEnd();
    for (const { folder: from, page: name, script, link } of PAGES) {
        const page = readFileSync(join(WEB, from, name), 'utf8');
        const [, ...imported] = withImports(metafile, `${script}.js`);
        const preload = imported.map(part => `<link rel="modulepreload" href="${part}">`).join('');
        const whole = page.replace('</head>', `${preload}$&`).replace('<!-- bar.html -->', bar.replace(`href="${link}"`, `$& aria-current="page"`));
        writeFileSync(join(folder, name), worded(whole, markup[name] ?? {}, name));
    }
    addLicence(folder);
}

/** Puts NAME.br and NAME.gz beside every text file, for servers that send what is already packed. */
function compress(folder) {
    for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name));
        const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, brotli));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
}

/** A script and what it imports at once; `parts` ends with the names of those already counted. */
function withImports(metafile, name, parts = []) {
    const [, { imports }] = Object.entries(metafile.outputs).find(([path]) => basename(path) === name);
    parts.push(name);
    for (const { path, kind } of imports) if (kind === 'import-statement' && !parts.includes(basename(path))) withImports(metafile, basename(path), parts);
    return parts;
}

/** Says what something weighs on its way to a browser, and refuses more than the limit. */
function checkBudget(folder, what, names, limit) {
    const sizes = names.map(name => [name, statSync(join(folder, `${name}.br`)).size]);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.log(`  ${what}: ${total} bytes with brotli, limit ${limit} (${sizes.map(([name, size]) => `${name} ${size}`).join(', ')})`);
    if (total > limit) throw new Error(`${what} is ${total} bytes, limit ${limit}`);
}

function checkBudgets(folder, metafile) {
    for (const { page, script, styles = [] } of PAGES) {
        checkBudget(folder, `first load of ${page}`, [page, ...BESIDES, ...styles, ...withImports(metafile, `${script}.js`)], FIRST_LOAD_LIMIT);
    }
    const cube = readdirSync(folder).find(name => /^cube-.*\.js$/.test(name));
    const known = withImports(metafile, 'apiary.js');
    checkBudget(folder, '3D and 4D chart', withImports(metafile, cube).filter(name => !known.includes(name)), CUBE_LIMIT);
}

async function buildPages(outdir) {
    const metafile = await buildFolder(join(outdir, 'app'), {
        modules: PAGES.map(({ folder, script }) => `${folder}/${script}.ts`), styles: ['apiary/apiary.css', 'traffic/traffic.css'],
        banner: '/* The 3D chart contains three.js, MIT licence: three-license.txt */', make: addPages,
    });
    await buildFolder(join(outdir, 'site'), { styles: ['site/site.css'], make: buildFrontPage });
    if (existsSync(join(WEB, 'portal/portal.ts'))) {
        const styles = readdirSync(join(WEB, 'portal')).filter(name => name.endsWith('.css')).map(name => `portal/${name}`);
        await buildFolder(join(outdir, 'portal'), { modules: ['portal/portal.ts'], styles: ['shared/hive.css', ...styles] });
    }
    checkBudgets(join(outdir, 'app'), metafile);
}

/** Bundles every *_test.ts and runs them with node's own test runner. */
async function runTests() {
    const tests = ['shared', 'apiary', 'traffic', 'portal'].filter(folder => existsSync(join(WEB, folder)))
        .flatMap(folder => readdirSync(join(WEB, folder), { recursive: true }).filter(name => name.endsWith('_test.ts')).map(name => `${folder}/${name}`));
    const folder = join(WEB, 'node_modules/.tests');
    rmSync(folder, { recursive: true, force: true });
    await build({ ...common, minify: false, sourcemap: 'inline', entryPoints: tests, outdir: folder, outbase: WEB, platform: 'node', target: 'node18', format: 'esm', outExtension: { '.js': '.mjs' } });
    const files = tests.map(name => join(folder, name.replace(/\.ts$/, '.mjs')));
    return spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=tap', ...files], { stdio: 'inherit' }).status ?? 70;
}

if (options.tests) process.exitCode = await runTests();
else await buildPages(resolve(WEB, options.outdir));
