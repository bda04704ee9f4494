// web/apiary/charts.ts - the stack of plots over one range: drawing, the crosshair through all, the read-out.

import { chartTexts as words } from 'texts/charts.ts';
import type { ScaleName } from '../shared/colour_scale.ts';
import { element, redrawn } from '../shared/dom.ts';
import { decimal, NOTHING } from '../shared/format.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import type { Drawn } from './answers.ts';
import { ALL_BINS, type BinRange } from './cells.ts';
import { showFaults, showGaps } from './lanes.ts';
import { wireKeys } from './legend.ts';
import { LineChart, type Curve, type Table } from './line_chart.ts';
import { nearest, TEMPERATURES, valueAt, type Lines } from './lines.ts';
import { watchPointer, type Places } from './pointer.ts';
import { length, type Range } from './range.ts';
import { Spectrogram } from './spectrogram.ts';

/** What one may ask of the range from within a plot. */
export interface Steering {
    select(range: Range): void;
    /** a range that moves along with a hand: its samples are asked for when it rests */
    follow(range: Range): void;
    /** new length / old length */
    zoom(factor: number): void;
    /** share of the length, positive is later */
    pan(share: number): void;
    whole(): void;
}

/** Reads the values of an added chart at a time; `tolerance` is how many seconds off a sample may be. */
export type Reader = (time: number, tolerance: number) => void;

export const INTERNAL: Curve = { side: 'left', colour: 's1' };

/** Some series of the same times, for a chart. */
export function tableOf(lines: Lines, ...names: string[]): Table {
    return { t: lines.t, points: names.map(name => lines.values[name] ?? []), gaps: lines.gaps };
}

const KEYS: Record<string, (steering: Steering) => void> = {
    ArrowLeft: steering => steering.pan(-0.25),
    ArrowRight: steering => steering.pan(0.25),
    PageUp: steering => steering.pan(-1),
    PageDown: steering => steering.pan(1),
    '+': steering => steering.zoom(0.5),
    '-': steering => steering.zoom(2),
    0: steering => steering.whole(),
};

export class Charts {
    readonly sound: Spectrogram;
    readonly temperatures: LineChart;
    private readonly delta: LineChart;
    /** all line charts, those that were added included */
    private readonly lineCharts = new Set<LineChart>();
    private readonly readers = new Set<Reader>();
    private readonly cross = element('.cross', HTMLElement);
    private readonly crossLabel = element('.cross span', HTMLElement);
    private drawn: Drawn | undefined;
    private range: Range = { from: 0, to: 1 };
    private bins: BinRange = ALL_BINS;
    private pointed: number | undefined;

    constructor(private zone: Zone, private readonly steering: Steering) {
        this.sound = new Spectrogram(element('#sound', HTMLElement), null);
        this.temperatures = new LineChart(element('#temperatures', HTMLElement), [INTERNAL, { side: 'right', colour: 's2', dash: [4, 5.5] }], zone);
        this.delta = new LineChart(element('#delta', HTMLElement), [INTERNAL, { side: 'right', colour: 's3' }], zone);
        this.watch(this.sound.plot);
        this.add(this.temperatures);
        this.add(this.delta);
        for (const [id, chart] of [['temperatures', this.temperatures], ['delta', this.delta]] as const) wireKeys(element(`#${id}-keys`, HTMLElement), chart);
        this.sound.plot.addEventListener('keydown', event => this.key(event));
        document.addEventListener('pointerdown', event => {
            if (event.pointerType === 'touch' && !(event.target as Element).closest('.plot, .over')) this.leave();
        });
        redrawn(this.sound.plot, () => this.redraw());
    }

    /** Another chart over the same time: the crosshair goes through it, and dragging on it zooms all. */
    add(chart: LineChart, reader?: Reader): void {
        this.lineCharts.add(chart);
        if (reader) this.readers.add(reader);
        this.watch(chart.over);
    }

    remove(chart: LineChart, reader: Reader): void {
        this.lineCharts.delete(chart);
        this.readers.delete(reader);
        chart.remove();
    }

    /** Pixel columns worth asking for: those of the screen, within what the server gives. */
    get columns(): number {
        return Math.max(64, Math.min(4096, Math.round(this.sound.plot.clientWidth * (devicePixelRatio || 1))));
    }

    setPlace(zone: Zone, binHz: number | null, unit: Unit): void {
        this.zone = zone;
        this.temperatures.setTitles(words.temperatureAxis(unit), words.temperatureAxis(unit));
        this.delta.setTitles(words.temperatureAxis(unit), words.deltaAxis(unit));
        this.sound.setBinHz(binHz);
        for (const chart of this.lineCharts) chart.setZone(zone);
    }

    setColours(scale: ScaleName, bins: BinRange): void {
        this.bins = bins;
        this.sound.setColours(scale, bins);
        this.leave();
    }

    show(drawn: Drawn, range: Range): void {
        this.drawn = drawn;
        this.range = range;
        this.sound.show(drawn.cells, range);
        this.temperatures.show(tableOf(drawn.lines, 'internal', 'external'), drawn.faults, range);
        this.delta.show(tableOf(drawn.lines, 'internal', 'delta'), drawn.faults.filter(({ part }) => part === 'internal'), range);
        this.showLanes();
        this.leave();
    }

    /** The same samples over another range, until those of that range are here. */
    move(range: Range): void {
        if (!this.drawn) return;
        this.range = range;
        this.sound.move(range);
        for (const chart of this.lineCharts) chart.move(range);
        this.showLanes();
        this.leave();
    }

    private redraw(): void {
        for (const chart of this.lineCharts) chart.redraw();
        this.sound.redraw();
    }

    private showLanes(): void {
        showFaults(this.drawn?.faults ?? [], this.range, this.zone);
        showGaps(this.drawn?.lines.gaps ?? [], this.range, this.zone);
    }

    private watch(plot: HTMLElement): void {
        const { steering } = this;
        const isSound = plot === this.sound.plot;
        watchPointer(plot, {
            point: (left, share) => this.point(this.timeAt(left), isSound ? this.sound.binAt(share) : undefined),
            leave: () => this.leave(),
            select: (left, right) => steering.select({ from: this.timeAt(left), to: this.timeAt(right) }),
            stepOut: () => steering.zoom(2),
            hold: (from, to) => steering.follow(this.held(from, to)),
            zoom: (factor, left) => steering.follow(this.zoomed(factor, this.timeAt(left))),
        });
    }

    private timeAt(left: number): number {
        return this.range.from + (left / this.sound.plot.clientWidth) * length(this.range);
    }

    /** The range in which the times at two places are at two others. */
    private held(from: Places, to: Places): Range {
        const perPixel = length(this.range) / this.sound.plot.clientWidth * ((from[1] - from[0]) / (to[1] - to[0]));
        const start = this.timeAt(from[0]) - to[0] * perPixel;
        return { from: start, to: start + perPixel * this.sound.plot.clientWidth };
    }

    /** @param at a time that stays where it is */
    private zoomed(factor: number, at: number): Range {
        const { from, to } = this.range;
        return { from: at - (at - from) * factor, to: at + (to - at) * factor };
    }

    /** How far from a sample its value may still be read. */
    private get tolerance(): number {
        return Math.max(this.drawn?.lines.step ?? 0, (2 * length(this.range)) / this.columns);
    }

    /** Puts the crosshair at a time and reads all charts there; with a bin, that bin instead of the loudest one. */
    point(time: number, bin?: number): void {
        this.pointed = time;
        const left = ((time - this.range.from) / length(this.range)) * this.sound.plot.clientWidth;
        this.cross.hidden = false;
        // the box of samples has no common time axis with the plots: the line begins below it
        const first = this.sound.plot.offsetHeight === 0 ? element('#lanes', HTMLElement) : this.sound.plot;
        this.cross.style.top = `${first.offsetTop}px`;
        this.cross.style.left = `${this.sound.plot.offsetLeft + left}px`;
        this.crossLabel.textContent = this.zone.when(this.sampleNear(time) ?? time);
        for (const chart of this.lineCharts) chart.point(time, this.tolerance);
        this.read(time, bin);
    }

    /** The time under the crosshair, if it is on the charts. */
    get pointedTime(): number | undefined {
        return this.pointed;
    }

    private sampleNear(time: number): number | undefined {
        const t = this.drawn?.lines.t ?? [];
        const found = t[nearest(t, time)];
        return found !== undefined && Math.abs(found - time) <= this.tolerance ? found : undefined;
    }

    /** Reads again where the crosshair stands, or at the end: a chart has new lines. */
    reread(): void {
        if (this.pointed === undefined) this.leave();
        else this.point(this.pointed);
    }

    private leave(): void {
        this.pointed = undefined;
        this.cross.hidden = true;
        for (const chart of this.lineCharts) chart.point(undefined);
        const last = this.drawn?.lines.t.findLast(time => time < this.range.to);
        if (last !== undefined) this.read(last);
    }

    /** Writes the values at a time; without a bin the loudest one. */
    private read(time: number, bin?: number): void {
        if (!this.drawn) return;
        const { lines, cells } = this.drawn;
        for (const name of TEMPERATURES) write(name, decimal(valueAt(lines, name, time, this.tolerance) ?? NaN));
        for (const reader of this.readers) reader(time, this.tolerance);
        const shown = bin ?? cells.loudest(time, this.bins);
        const [value, unit] = shown < 0 ? [NOTHING, ''] : this.sound.binText(shown);
        write('place', words.place(bin !== undefined, unit === ''));
        write('bin', value);
        write('unit', unit);
        write('amplitude', decimal(shown < 0 ? NaN : cells.at(time, shown)));
    }

    private key(event: KeyboardEvent): void {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const act = KEYS[event.key];
        if (act) act(this.steering);
        else if (event.key === ',' || event.key === '.') this.step(event.key === '.' ? 1 : -1);
        else if (event.key === 'Escape') this.leave();
        else return;
        event.preventDefault();
    }

    /** Reads the neighbouring sample aloud. */
    private step(by: number): void {
        const t = (this.drawn?.lines.t ?? []).filter(time => time >= this.range.from && time < this.range.to);
        const at = this.pointed === undefined ? t.length - 1 : nearest(t, this.pointed) + by;
        const time = t[Math.max(0, Math.min(t.length - 1, at))];
        if (time === undefined) return;
        this.point(time);
        const value = (name: string): string => document.querySelector(`[data-read=${name}]`)?.textContent ?? '';
        const degree = document.querySelector('[data-unit]')?.textContent ?? '';
        element('#spoken', HTMLElement).textContent =
            words.spoken(this.zone.when(time), [value('internal'), value('external'), value('delta')], degree, `${value('bin')} ${value('unit')}`);
    }
}

function write(name: string, text: string): void {
    for (const place of document.querySelectorAll(`[data-read=${name}]`)) place.textContent = text;
}
