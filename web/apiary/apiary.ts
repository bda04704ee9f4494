// web/apiary/apiary.ts - the apiary page: wires controls, questions, charts and live news.

import { element } from '../shared/dom.ts';
import { count, plural, span } from '../shared/format.ts';
import { Live, type LiveState, type RowsEvent } from '../shared/live.ts';
import { Zone } from '../shared/time.ts';
import { ApiError, fetchApiaries, updateDatabase, type Apiaries, type Apiary } from './api.ts';
import { askLastDay, askRange, askRecord, averageStep, recordOf, type Drawn } from './answers.ts';
import { Charts, reductionText } from './charts.ts';
import { Controls } from './controls.ts';
import { showFigures } from './figures.ts';
import { Loader } from './loader.ts';
import { showBanner, showInstead, showLoading } from './notices.ts';
import { savePicture } from './picture.ts';
import { clamp, days, followed, follows, lastDay, length, pan, preset, zoom, type Range } from './range.ts';
import { Slider } from './slider.ts';
import type { Cells } from './spectrogram.ts';
import { Status } from './status.ts';
import { showTable } from './table.ts';
import { BIN_GROUPS, readUrl, writeUrl, type Shown } from './url_state.ts';

/** Milliseconds that a dragged range must rest before its samples are asked for. */
const REST = 120;
/** Milliseconds between two looks at the whole record while rows arrive. */
const RECORD_REST = 30_000;

class ApiaryPage {
    private readonly state = readUrl(location.search);
    private facts: Apiaries = { apiaries: [], bin_hz: null, user: '', token: '', now: 0 };
    private factsAt = 0;
    private apiary: Apiary | undefined;
    private zone = new Zone('UTC');
    private record: Range | undefined;
    private range: Range = { from: 0, to: 1 };
    private drawn: Drawn | undefined;
    private recordCells: Cells | undefined;
    private wasLost = false;

    private readonly controls = new Controls({
        apiary: id => this.choose(id),
        days: (first, last) => this.record && this.go(days(first, last, this.record, this.zone) ?? this.range),
        preset: name => this.record && this.go(preset(name, this.range, this.record, this.zone)),
        update: () => void this.update(),
        scale: scale => this.recolour({ scale }),
        bins: bins => this.recolour({ bins }),
        mode: mode => {
            this.state.mode = mode;
            this.controls.showMode(mode);
            this.go(this.range);
        },
    }, this.state);
    private readonly charts = new Charts(this.zone, {
        select: range => this.record && this.go(clamp(range, this.record)),
        zoom: factor => this.record && this.go(zoom(this.range, factor, this.record)),
        pan: share => this.record && this.go(pan(this.range, share, this.record)),
        whole: () => this.record && this.go({ ...this.record }),
    });
    private readonly slider = new Slider(element('#slider', HTMLElement), (range, done) => this.go(range, done ? 0 : REST));
    private readonly status = new Status(() => this.live.tryNow());
    private readonly live: Live = new Live('api/events', {
        rows: event => this.rows(event),
        sync: ({ rows, rate }) => this.controls.showUpdate(`copying: ${plural(rows, 'row')}, ${count(rate)} a second`, 'running'),
        state: state => this.connected(state),
    });

    private readonly factsLoader = new Loader(() => this.loadFacts(), (error, retryAt) => this.showFailure(error, retryAt, this.factsLoader));
    private readonly rangeLoader = new Loader(signal => this.loadRange(signal), (error, retryAt) => this.showFailure(error, retryAt, this.rangeLoader));
    private readonly recordLoader = new Loader(signal => this.loadRecord(signal), () => undefined);
    private readonly figuresLoader = new Loader(signal => this.loadFigures(signal), () => undefined);

    constructor() {
        this.charts.setColours(this.state.scale, BIN_GROUPS[this.state.bins]);
        element('#same-scale', HTMLInputElement).addEventListener('change', event => this.charts.temperatures.setSameScale((event.target as HTMLInputElement).checked));
        element('#picture', HTMLButtonElement).addEventListener('click', () => this.save());
        element('#numbers', HTMLDetailsElement).addEventListener('toggle', () => this.showNumbers());
        setInterval(() => this.showFreshness(), 60_000);
        showLoading();
        this.factsLoader.start();
    }

    // ---- what there is ----------------------------------------------------------

    private async loadFacts(): Promise<void> {
        this.facts = await fetchApiaries();
        this.factsAt = performance.now();
        element('#user', HTMLElement).textContent = this.facts.user;
        const wanted = this.facts.apiaries.find(({ id }) => String(id) === this.state.apiary);
        const apiary = wanted ?? this.facts.apiaries.find(({ count }) => count > 0) ?? this.facts.apiaries[0];
        this.controls.showApiaries(this.facts.apiaries, apiary);
        if (apiary && apiary.id === this.apiary?.id) this.grow(apiary);
        else this.open(apiary);
    }

    /** Seconds since the epoch by the server's clock. */
    private get now(): number {
        return this.facts.now + (performance.now() - this.factsAt) / 1000;
    }

    private choose(id: string): void {
        this.state.apiary = id;
        this.state.shown = undefined;
        this.open(this.facts.apiaries.find(apiary => String(apiary.id) === id));
    }

    private open(apiary: Apiary | undefined): void {
        for (const loader of [this.rangeLoader, this.recordLoader, this.figuresLoader]) loader.stop();
        this.apiary = apiary;
        if (apiary) this.state.apiary = String(apiary.id);
        this.drawn = undefined;
        this.recordCells = undefined;
        this.zone = new Zone(apiary?.time_zone ?? 'UTC');
        this.record = recordOf(apiary);
        this.charts.setPlace(this.zone, this.facts.bin_hz);
        element('#title', HTMLElement).textContent = apiary?.name ?? 'No apiary yet';
        document.title = `${apiary?.name ?? 'Apiary'} · Hive`;
        element('#figures', HTMLElement).replaceChildren();
        element('#summary', HTMLElement).textContent = '';
        this.showNumbers();
        this.showFreshness();
        if (!this.record) return this.showEmptyStore();
        element('#slider', HTMLElement).hidden = false;
        this.slider.setRecord(this.record, this.zone);
        showLoading();
        this.go(this.shownRange(this.record));
        this.recordLoader.start();
        this.figuresLoader.start();
    }

    private shownRange(record: Range): Range {
        const { shown } = this.state;
        if (!shown) return lastDay(record);
        return clamp('last' in shown ? { from: record.to - shown.last, to: record.to } : shown, record);
    }

    /** The record of the shown apiary has grown (or was replaced): a range at its end moves along. */
    private grow(apiary: Apiary): void {
        const [before, record, count] = [this.record, recordOf(apiary), this.apiary?.count];
        this.apiary = apiary;
        if (!record || !before) return this.open(apiary);
        this.showFreshness();
        if (record.to === before.to && record.from === before.from && apiary.count === count) return;
        this.record = record;
        this.slider.setRecord(record, this.zone);
        this.go(followed(this.range, before, record));
        this.recordLoader.startWithin(RECORD_REST);
        this.figuresLoader.start();
    }

    // ---- one range for all --------------------------------------------------------

    private go(range: Range, wait = 0): void {
        if (!this.record || !this.apiary) return;
        document.documentElement.dataset.ready = 'false';
        this.range = range;
        this.controls.showRange(range, this.record, this.zone);
        this.slider.show(range);
        this.charts.move(range);
        this.remember();
        this.rangeLoader.start(wait);
    }

    private remember(): void {
        const { record, range } = this;
        if (!record || !this.apiary) return;
        const isDefault = length(range) === length(lastDay(record));
        const shown: Shown | undefined = !follows(range, record) ? range : isDefault ? undefined : { last: length(range) };
        history.replaceState(null, '', writeUrl({ ...this.state, apiary: String(this.apiary.id), shown }));
    }

    private async loadRange(signal: AbortSignal): Promise<void> {
        const { apiary, range, charts, state } = this;
        if (!apiary) return;
        const step = this.drawn?.lines.step || averageStep(apiary);
        this.show(await askRange(apiary, range, charts.columns, step, state.mode, signal), range);
    }

    private show(drawn: Drawn, range: Range): void {
        this.drawn = drawn;
        showBanner('refused', undefined);
        if (drawn.lines.samples === 0) this.showEmptyRange();
        else {
            showInstead(undefined);
            this.charts.show(drawn, range);
        }
        this.showSummary(drawn);
        this.showNumbers();
        document.documentElement.dataset.rows = String(drawn.lines.samples);
        document.documentElement.dataset.ready = 'true';
    }

    private showSummary({ lines, faults }: Drawn): void {
        const { zone, range, state } = this;
        const start = zone.year(range.from) === zone.year(range.to) ? zone.when(range.from) : zone.dated(range.from);
        const end = `${zone.dated(range.to)} ${zone.label(range.to)}`;
        const gap = lines.gaps.reduce((sum, gap) => sum + length(gap), 0);
        const parts = [`${start} – ${end}`, plural(lines.samples, 'sample')];
        if (lines.gaps.length > 0) parts.push(`${plural(lines.gaps.length, 'gap')}, ${span(gap)}`);
        if (faults.length > 0) parts.push(`${plural(faults.length, 'faulty reading')} left out of the lines`);
        element('#summary', HTMLElement).textContent = parts.join(' · ');
        const [first, after] = BIN_GROUPS[state.bins];
        element('#reduced', HTMLElement).textContent = reductionText(lines.samples, this.charts.columns, after - first, state.mode);
    }

    private showNumbers(): void {
        const numbers = element('#numbers', HTMLDetailsElement);
        numbers.hidden = !this.drawn || this.drawn.lines.samples === 0;
        if (numbers.open && this.drawn) showTable(element('table', HTMLTableElement, numbers), this.drawn.lines, this.range, this.zone);
    }

    private recolour(change: Partial<Pick<typeof this.state, 'scale' | 'bins'>>): void {
        Object.assign(this.state, change);
        this.charts.setColours(this.state.scale, BIN_GROUPS[this.state.bins]);
        this.slider.showRecord(this.recordCells, this.state.scale);
        if (this.drawn) this.showSummary(this.drawn);
        this.remember();
    }

    private save(): void {
        const [from, to] = [this.zone.iso(this.range.from), this.zone.iso(this.range.to - 1)];
        const name = this.apiary?.name ?? '';
        savePicture(element('#stack', HTMLElement), `${name} · ${element('#summary', HTMLElement).textContent}`, `${name} ${from} ${to}.png`);
    }

    // ---- beside the range ------------------------------------------------------------

    private async loadRecord(signal: AbortSignal): Promise<void> {
        if (!this.apiary || !this.record) return;
        this.recordCells = await askRecord(this.apiary, this.record, this.slider.width, signal);
        this.slider.showRecord(this.recordCells, this.state.scale);
    }

    private async loadFigures(signal: AbortSignal): Promise<void> {
        const { apiary, record } = this;
        if (!apiary || !record || apiary.last === null) return;
        const { lines, range } = await askLastDay(apiary, record, signal);
        showFigures(element('#figures', HTMLElement), apiary, apiary.last, lines, range, this.now, this.zone);
    }

    /** New rows somewhere; those of an apiary that is not known yet change the menu. */
    private rows({ apiary: id, first, last, count }: RowsEvent): void {
        const at = this.facts.apiaries.findIndex(apiary => apiary.id === id);
        const known = this.facts.apiaries[at];
        if (!known || known.count === 0) return this.factsLoader.start();
        const grown = (this.facts.apiaries[at] = { ...known, first, last, count });
        if (id === this.apiary?.id) this.grow(grown);
    }

    private async update(): Promise<void> {
        this.controls.showUpdate('copying…', 'running');
        try {
            const { outcome, text } = await updateDatabase(this.facts.token);
            this.controls.showUpdate(text, outcome === 'failed' ? 'failed' : 'done');
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.controls.showUpdate(`update failed: ${error.reason}`, 'failed');
        }
        this.factsLoader.start();
    }

    // ---- states ------------------------------------------------------------------------

    private showEmptyStore(): void {
        showInstead({ kind: 'off', title: 'No data available', text: this.apiary
            ? `${this.apiary.name} has no samples yet.`
            : 'The local database has no samples yet. Update Database copies them from the remote one.' });
        this.controls.showRange(this.range, undefined, this.zone);
        element('#slider', HTMLElement).hidden = true;
        document.documentElement.dataset.rows = '0';
        document.documentElement.dataset.ready = 'true';
    }

    private showEmptyRange(): void {
        const { zone, range, record } = this;
        showInstead({
            kind: 'off',
            title: 'No data available',
            text: `No samples of ${this.apiary?.name} between ${zone.when(range.from)} and ${zone.when(range.to)}.`,
            action: { text: 'Show the last day with data', act: () => record && this.go(lastDay(record)) },
        });
    }

    /** A picture that is there stays, with a banner above it; else words stand in its place. */
    private showFailure(error: Error, retryAt: number | undefined, loader: Loader): void {
        const again = { text: 'Try again now', act: () => loader.start() };
        const notice = { kind: 'bad' as const, text: `${error.message}.`, action: again, ...(retryAt === undefined ? {} : { retryAt }) };
        const title = error instanceof ApiError && error.status === 0 ? 'The chart server did not answer' : 'The chart server could not answer';
        if (this.drawn && this.drawn.lines.samples > 0) showBanner('refused', { ...notice, title: `${title}.` });
        else showInstead({ ...notice, title });
        document.documentElement.dataset.ready = 'error';
    }

    private showFreshness(): void {
        const { apiary, zone } = this;
        const isEmpty = !apiary || apiary.last === null;
        this.status.showFreshness(isEmpty ? undefined : { last: apiary.last as number, age: this.now - (apiary.last as number), step: averageStep(apiary) }, zone);
    }

    /** After an interruption there may be news, and a question that failed meanwhile may now be answered. */
    private connected(state: LiveState): void {
        this.status.showConnection(state, this.zone);
        if (state.kind === 'lost') this.wasLost = true;
        if (state.kind !== 'open' || this.factsAt === 0) return;
        this.factsLoader.start();
        if (this.wasLost && document.documentElement.dataset.ready === 'error') this.rangeLoader.start();
        this.wasLost = false;
    }
}

new ApiaryPage();
