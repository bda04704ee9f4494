// web/apiary/spectrogram.ts - FFT bins over time as a picture on a canvas, with its axis and colour bar.

import { numberedBin } from 'texts/basics.ts';
import { colourTable, type ScaleName } from '../shared/colour_scale.ts';
import { element, hatch, make, sheet, token, type Sheet } from '../shared/dom.ts';
import { count } from '../shared/format.ts';
import type { Frame } from '../shared/frame.ts';
import type { SpectrogramMeta } from './api.ts';
import { ALL_BINS, paintCells, roundSteps, withinBins, type BinRange } from './cells.ts';
import { axisTick, showRamp } from './ramp.ts';
import { length, type Range } from './range.ts';

/** The columns of one answer and the times they stand for. */
export class Cells {
    readonly values: Float32Array;
    readonly meta: SpectrogramMeta;

    constructor(frame: Frame<SpectrogramMeta>) {
        this.meta = frame.meta;
        this.values = frame.column('value', 'f32');
    }

    get bins(): number {
        return this.meta.bins;
    }

    /** Ends of the colour scale; an answer without data has none. */
    get domain(): [low: number, high: number] {
        const { low, high } = this.meta;
        return low !== null && high !== null ? [low, high] : [0, 1];
    }

    columnAt(time: number): number {
        return Math.floor(((time - this.meta.from) / length(this.meta)) * this.meta.width);
    }

    /** Amplitude of a bin (from 0) at a time; NaN without data. */
    at(time: number, bin: number): number {
        return this.values[this.columnAt(time) * this.bins + bin] ?? NaN;
    }

    /** The bin of the highest amplitude at a time; -1 without data. */
    loudest(time: number, bins: BinRange): number {
        const [first, end] = withinBins(bins, this.bins);
        let found = -1;
        for (let bin = first; bin < end; bin++) {
            const value = this.at(time, bin);
            if (!Number.isNaN(value) && (found < 0 || value > this.at(time, found))) found = bin;
        }
        return found;
    }

    /** All columns as an image, one pixel a cell, low bins at the bottom; cells without data are transparent. */
    image(scale: ScaleName, bins: BinRange): HTMLCanvasElement {
        const canvas = make('canvas');
        const { width } = this.meta;
        canvas.width = width;
        const shown = withinBins(bins, this.bins);
        canvas.height = shown[1] - shown[0];
        const pixels = paintCells(this.values, width, this.bins, shown, ...this.domain, colourTable(scale));
        canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, canvas.height), 0, 0);
        return canvas;
    }
}

/** Draws an image of cells where its times lie in `range`; what it does not cover stays plain, what it lacks is hatched. */
export function drawCells({ context, width, height }: Sheet, image: CanvasImageSource, covered: Range, range: Range): void {
    const x = (time: number): number => ((time - range.from) / length(range)) * width;
    context.fillStyle = token('plot');
    context.fillRect(0, 0, width, height);
    const [left, right] = [x(covered.from), x(covered.to)];
    const [from, to] = [Math.max(0, left), Math.min(width, right)];
    if (to > from) hatch(context, from, 0, to - from, height);
    context.imageSmoothingEnabled = false;
    context.drawImage(image, left, 0, right - left, height);
}

/** "242 Hz", the middle of the bin, or its number counted from 1. */
export function binText(bin: number, binHz: number | null): [value: string, unit: string] {
    return binHz === null ? [String(bin + 1), ''] : [count((bin + 0.5) * binHz), 'Hz'];
}

export class Spectrogram {
    readonly plot: HTMLElement;
    private readonly canvas: HTMLCanvasElement;
    private readonly left: HTMLElement;
    private readonly right: HTMLElement;
    private cells: Cells | undefined;
    private image: HTMLCanvasElement | undefined;
    private range: Range = { from: 0, to: 1 };
    private scale: ScaleName = 'viridis';
    private group: BinRange = ALL_BINS;

    /** @param binHz width of a bin in Hz; null: the axis counts bins */
    constructor(host: HTMLElement, private binHz: number | null) {
        this.plot = host;
        this.canvas = element('canvas.cells', HTMLCanvasElement, host);
        this.left = element('.ticks.l', HTMLElement, host);
        this.right = element('.ticks.r', HTMLElement, host);
    }

    get picture(): HTMLCanvasElement {
        return this.canvas;
    }

    setBinHz(binHz: number | null): void {
        this.binHz = binHz;
    }

    show(cells: Cells, range: Range): void {
        this.cells = cells;
        this.image = cells.image(this.scale, this.group);
        this.move(range);
        this.drawAxes();
    }

    /** Shows another range with the cells at hand: what moves at once while better ones are on their way. */
    move(range: Range): void {
        this.range = range;
        if (this.cells && this.image) drawCells(sheet(this.canvas), this.image, this.cells.meta, range);
    }

    setColours(scale: ScaleName, bins: BinRange): void {
        this.scale = scale;
        this.group = bins;
        this.redraw();
    }

    redraw(): void {
        if (this.cells) this.show(this.cells, this.range);
    }

    private get bins(): BinRange {
        return withinBins(this.group, this.cells?.bins ?? 64);
    }

    /** What stands at a height of the plot. @param share 0 at the top .. 1 at the bottom */
    binAt(share: number): number {
        const [first, end] = this.bins;
        return Math.max(first, Math.min(end - 1, end - 1 - Math.floor(share * (end - first))));
    }

    binText(bin: number): [value: string, unit: string] {
        return binText(bin, this.binHz);
    }

    private drawAxes(): void {
        this.left.replaceChildren(...(this.binHz === null ? this.binTicks() : this.hertzTicks(this.binHz)));
        showRamp(this.right, this.scale, this.cells?.domain ?? [0, 1]);
    }

    private hertzTicks(binHz: number): HTMLElement[] {
        const [low, high] = [this.bins[0] * binHz, this.bins[1] * binHz];
        return roundSteps(low, high, 6).map(value => axisTick(value === 0 ? '0 Hz' : count(value), (high - value) / (high - low)));
    }

    /** The first and last bin shown and every 8th or 16th, each beside the middle of its row. */
    private binTicks(): HTMLElement[] {
        const [first, end] = this.bins;
        const every = end - first > 16 ? 16 : 4;
        const shown = Array.from({ length: end - first }, (_, i) => first + i).filter(bin => bin === first || (bin + 1) % every === 0);
        return shown.map(bin => axisTick(bin === first ? numberedBin(bin + 1) : String(bin + 1), (end - bin - 0.5) / (end - first)));
    }
}
