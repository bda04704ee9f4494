// web/apiary/apiary.ts - the apiary page: wires controls, questions, charts and live news.

import './common.ts';
import { chartTexts as words } from 'texts/charts.ts';
import { stateTexts } from 'texts/state.ts';
import { loadScale } from '../shared/colour_scale.ts';
import { element } from '../shared/dom.ts';
import { Live, type LiveState, type RowsEvent, type SiteChange } from '../shared/live.ts';
import { readPreferences, wirePreferences, zoneOf } from '../shared/preferences.ts';
import { Zone } from '../shared/time.ts';
import { csvAddress, type Apiary } from './api.ts';
import { askRange, averageStep, recordOf, type Drawn } from './answers.ts';
import { Beside } from './beside.ts';
import { withinBins } from './cells.ts';
import { Charts } from './charts.ts';
import { Controls } from './controls.ts';
import { Facts } from './facts.ts';
import { Loader } from './loader.ts';
import { showBanner, showInstead, showWaiting } from './notices.ts';
import { Parts } from './parts.ts';
import { wirePictures, type Caption } from './picture_buttons.ts';
import { clamp, days, followed, follows, lastDay, length, pan, preset, zoom, type Days, type Range } from './range.ts';
import { markReady, showFailure } from './ready.ts';
import type { Scene } from './scene.ts';
import { reductionText, showEmptyRange, showEmptyStore, summaryText } from './states.ts';
import { Status } from './status.ts';
import { Update } from './update.ts';
import { BIN_GROUPS, readUrl, writeUrl, type Shown } from './url_state.ts';

/** Milliseconds that a dragged range must rest before its samples are asked for. */
const REST = 120;

class ApiaryPage {
    private readonly state = readUrl(location.search);
    private readonly preferences = readPreferences(location.search);
    private readonly facts = new Facts();
    private apiary: Apiary | undefined;
    private zone = new Zone('UTC');
    private record: Range | undefined;
    private range: Range = { from: 0, to: 1 };
    /** the days that were chosen, if it was days */
    private days: Days | undefined;
    private drawn: Drawn | undefined;
    private wasLost = false;

    private readonly controls = new Controls({
        apiary: id => this.choose(id),
        days: (first, last) => this.goTo([first, last]),
        preset: name => this.record && this.go(preset(name, this.range, this.record, this.zone)),
        update: () => void this.updating.start(this.facts.all.token),
        scale: scale => void this.recolour({ scale }),
        bins: bins => void this.recolour({ bins }),
        mode: mode => {
            this.state.mode = mode;
            this.controls.showMode(mode);
            this.go(this.range, 0, this.days);
        },
    }, this.state);
    private readonly charts = new Charts(this.zone, {
        select: range => this.record && this.go(clamp(range, this.record)),
        follow: range => this.record && this.go(clamp(range, this.record), REST),
        zoom: factor => this.record && this.go(zoom(this.range, factor, this.record)),
        pan: share => this.record && this.go(pan(this.range, share, this.record)),
        whole: () => this.record && this.go({ ...this.record }),
    });
    private readonly parts = new Parts(this.charts, this.state, () => {
        this.remember();
        this.offerCsv();
    });
    private readonly updating = new Update(this.controls, () => this.factsLoader.start());
    private readonly beside = new Beside(this.state.scale, () => this.facts.now, (range, done) => this.go(range, done ? 0 : REST));
    private readonly status = new Status(() => this.live.tryNow());
    private readonly live: Live = new Live('api/events', {
        rows: event => this.rows(event),
        sync: event => this.updating.heard(event),
        site: kind => this.siteChanged(kind),
        missed: () => this.factsLoader.start(),
        state: state => this.connected(state),
    });

    private readonly factsLoader = new Loader(() => this.loadFacts(), (error, retryAt) => this.failed(error, retryAt, this.factsLoader));
    private readonly rangeLoader = new Loader(signal => this.loadRange(signal), (error, retryAt) => this.failed(error, retryAt, this.rangeLoader));

    constructor() {
        void this.recolour({});
        element('#same-scale', HTMLInputElement).addEventListener('change', event => this.charts.temperatures.setSameScale((event.target as HTMLInputElement).checked));
        wirePictures(() => this.caption);
        setInterval(() => this.showFreshness(), 60_000);
        wirePreferences(this.preferences, () => this.redisplay());
        showWaiting();
        this.factsLoader.start();
    }

    // ---- what there is ----------------------------------------------------------

    private async loadFacts(): Promise<void> {
        await this.facts.read();
        const { user, apiaries } = this.facts.all;
        element('#user', HTMLElement).textContent = user;
        const apiary = this.facts.choose(this.state.apiary);
        this.controls.showApiaries(apiaries, apiary);
        if (apiary && apiary.id === this.apiary?.id) this.grow(apiary);
        else this.open(apiary);
    }

    private choose(id: string): void {
        this.state.apiary = id;
        this.state.shown = undefined;
        this.open(this.facts.find(id));
    }

    private open(apiary: Apiary | undefined): void {
        this.rangeLoader.stop();
        this.beside.clear();
        this.parts.clear();
        this.apiary = apiary;
        if (apiary) this.state.apiary = String(apiary.id);
        this.drawn = undefined;
        this.zone = zoneOf(this.preferences.clock, apiary?.time_zone ?? 'UTC');
        this.record = recordOf(apiary);
        this.charts.setPlace(this.zone, this.facts.all.bin_hz, this.preferences.unit);
        element('#title', HTMLElement).textContent = apiary?.name ?? words.noApiary;
        document.title = `${apiary?.name ?? words.title} · Hive`;
        element('#summary', HTMLElement).textContent = '';
        this.showFreshness();
        if (!apiary || !this.record) return this.showNothing();
        showWaiting();
        this.beside.set({ apiary, record: this.record, zone: this.zone, unit: this.preferences.unit });
        this.restore(this.record);
        this.beside.load();
    }

    /** Shows what the address asks for; the last day when it asks for nothing or for days that are not there. */
    private restore(record: Range): void {
        const { shown } = this.state;
        if (shown && 'days' in shown) return this.goTo(shown.days);
        if (!shown) return this.go(lastDay(record));
        this.go(clamp('last' in shown ? { from: record.to - shown.last, to: record.to } : shown, record));
    }

    /** The record of the shown apiary has grown (or was replaced): a range at its end moves along. */
    private grow(apiary: Apiary): void {
        const [before, record, count] = [this.record, recordOf(apiary), this.apiary?.count];
        this.apiary = apiary;
        if (!record || !before) return this.open(apiary);
        this.showFreshness();
        if (record.to === before.to && record.from === before.from && apiary.count === count) return;
        this.record = record;
        this.beside.set({ apiary, record, zone: this.zone, unit: this.preferences.unit });
        if (this.days) this.goTo(this.days);
        else this.go(followed(this.range, before, record));
        this.beside.loadAgain();
    }

    // ---- one range for all --------------------------------------------------------

    /** Whole days, which stay chosen while the last of them grows. */
    private goTo(chosen: Days): void {
        if (!this.record) return;
        const range = days(chosen, this.record, this.zone);
        this.go(range ?? lastDay(this.record), 0, range && chosen);
    }

    private go(range: Range, wait = 0, chosen?: Days): void {
        if (!this.record || !this.apiary) return;
        markReady('false');
        this.days = chosen;
        this.range = range;
        this.controls.showRange(range, this.record, this.zone);
        this.beside.show(range);
        this.offerCsv();
        this.charts.move(range);
        this.rangeLoader.start(wait);
    }

    private offerCsv(): void {
        if (this.apiary) element('#csv', HTMLAnchorElement).href = csvAddress(this.apiary, this.range, this.state.series);
    }

    private remember(): void {
        const { record, apiary } = this;
        if (record && apiary) history.replaceState(null, '', writeUrl({ ...this.state, apiary: String(apiary.id), shown: this.shown(record) }));
    }

    private shown(record: Range): Shown | undefined {
        const { range, days } = this;
        if (days) return { days };
        if (!follows(range, record)) return range;
        return length(range) === length(lastDay(record)) ? undefined : { last: length(range) };
    }

    private async loadRange(signal: AbortSignal): Promise<void> {
        const { apiary, range, charts, state } = this;
        if (!apiary) return;
        this.remember();
        const step = this.drawn?.lines.step || averageStep(apiary);
        this.show(await askRange(apiary, range, charts.columns, step, state.mode, this.preferences.unit, signal), range);
    }

    private show(drawn: Drawn, range: Range): void {
        this.drawn = drawn;
        showBanner('refused', undefined);
        if (drawn.lines.samples === 0) this.showEmptyRange();
        else this.draw(drawn, range);
        this.showSummary(drawn);
        markReady('true', drawn.lines.samples);
    }

    private draw(drawn: Drawn, range: Range): void {
        showInstead(undefined);
        this.charts.show(drawn, range);
        if (this.scene) this.parts.show(this.scene);
    }

    private get scene(): Scene | undefined {
        const { facts: { all: facts, now }, apiary, zone, record, range, drawn, preferences, state, charts } = this;
        if (!apiary || !record || !drawn) return undefined;
        return { facts, now, apiary, zone, record, range, drawn, unit: preferences.unit, scale: state.scale, bins: BIN_GROUPS[state.bins], columns: charts.columns };
    }

    private showEmptyRange(): void {
        this.parts.clear();
        const { apiary, record, range, zone } = this;
        if (apiary && record) showEmptyRange(apiary, range, zone, () => this.go(lastDay(record)));
    }

    private showNothing(): void {
        this.controls.showRange(this.range, undefined, this.zone);
        showEmptyStore(this.apiary);
    }

    private failed(error: Error, retryAt: number | undefined, loader: Loader): void {
        showFailure(error, retryAt, () => loader.start(), this.drawn !== undefined && this.drawn.lines.samples > 0);
    }

    private showSummary(drawn: Drawn): void {
        const { range, zone, state } = this;
        element('#summary', HTMLElement).textContent = summaryText(drawn, range, zone);
        const [first, after] = withinBins(BIN_GROUPS[state.bins], drawn.cells.bins);
        element('#reduced', HTMLElement).textContent = reductionText(drawn.lines.samples, this.charts.columns, after - first, state.mode);
    }

    /** Another unit or clock: everything is read anew, over the same range. */
    private redisplay(): void {
        const { apiary, record } = this;
        if (!apiary || !record) return;
        this.state.shown = this.shown(record);
        this.open(apiary);
    }

    private async recolour(change: Partial<Pick<typeof this.state, 'scale' | 'bins'>>): Promise<void> {
        Object.assign(this.state, change);
        await loadScale(this.state.scale).catch((error: Error) => showBanner('refused', { kind: 'bad', title: stateTexts.notDone, text: stateTexts.sentence(error.message) }));
        this.charts.setColours(this.state.scale, BIN_GROUPS[this.state.bins]);
        this.parts.sound.recolour(this.state.scale, BIN_GROUPS[this.state.bins]);
        this.beside.recolour(this.state.scale);
        if (this.drawn) this.showSummary(this.drawn);
        this.remember();
    }

    private get caption(): Caption {
        const { apiary, range, zone } = this;
        const name = apiary?.name ?? '';
        return { title: `${name} · ${element('#summary', HTMLElement).textContent}`, file: `${name} ${zone.iso(range.from)} ${zone.iso(range.to - 1)}.png` };
    }

    // ---- news -----------------------------------------------------------------------

    /** New rows somewhere; those of an apiary that is not known yet change the menu. */
    private rows(event: RowsEvent): void {
        const grown = this.facts.grow(event);
        if (!grown) this.factsLoader.start();
        else if (grown.id === this.apiary?.id) this.grow(grown);
    }

    /** Someone wrote a note or a rule, or a rule fired. */
    private siteChanged(kind: SiteChange): void {
        if (kind === 'notes') return this.parts.notes.again();
        this.parts.alerts.again();
        this.beside.alertsChanged();
    }

    private showFreshness(): void {
        const { apiary, zone } = this;
        const isEmpty = !apiary || apiary.last === null;
        this.status.showFreshness(isEmpty ? undefined : { last: apiary.last as number, age: this.facts.now - (apiary.last as number), step: averageStep(apiary) }, zone);
    }

    /** After an interruption there may be news, and a question that failed meanwhile may now be answered. */
    private connected(state: LiveState): void {
        this.status.showConnection(state, this.zone);
        if (state.kind === 'lost') this.wasLost = true;
        if (state.kind !== 'open' || !this.facts.isKnown) return;
        this.factsLoader.start();
        if (this.wasLost && document.documentElement.dataset.ready === 'error') this.rangeLoader.start();
        this.wasLost = false;
    }
}

new ApiaryPage();
