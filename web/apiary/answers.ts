// web/apiary/answers.ts - what the page draws, asked for in the widths and with the margins it needs.

import type { Unit } from '../shared/preferences.ts';
import { fetchLines, fetchSeries, fetchSpectrogram, type Apiary, type Fault, type Mode, type Series } from './api.ts';
import { isTemperature, readLines, TEMPERATURES, type Lines, type SeriesName } from './lines.ts';
import { length, wholeRecord, type Range } from './range.ts';
import { Cells } from './spectrogram.ts';

/** What all plots show together. */
export interface Drawn {
    lines: Lines;
    faults: Fault[];
    cells: Cells;
}

/** Up to this many samples a pixel column the server sends every one. */
const SAMPLES_PER_COLUMN = 4;
/** Columns of the small pictures of a day. */
const SPARK_COLUMNS = 240;
const DAY = 86400;

/** undefined for an apiary without samples */
export function recordOf(apiary: Apiary | undefined): Range | undefined {
    if (!apiary || apiary.first === null || apiary.last === null || apiary.count === 0) return undefined;
    return wholeRecord(apiary.first, apiary.last);
}

/** Seconds between samples if they were even; more than the usual step where there are gaps. */
export function averageStep(apiary: Apiary): number {
    if (apiary.first === null || apiary.last === null || apiary.count < 2) return 1;
    return (apiary.last - apiary.first) / (apiary.count - 1);
}

/**
 * Lines and cells of a range. Where every sample comes, they are asked for a little beyond it, so that they reach its edges.
 * @param width pixel columns of the plots @param step seconds between samples, roughly
 */
export async function askRange(apiary: Apiary, range: Range, width: number, step: number, mode: Mode, unit: Unit, signal: AbortSignal): Promise<Drawn> {
    const isFull = length(range) / step < SAMPLES_PER_COLUMN * (width - 4);
    const margin = isFull ? 2 * step : 0;
    const [lines, cells] = await Promise.all([
        fetchLines(apiary, { from: range.from - margin, to: range.to + margin }, width, signal),
        fetchSpectrogram(apiary, { from: range.from - margin, to: range.to }, width, mode, signal),
    ]);
    const inside = ({ t }: Fault): boolean => t >= range.from && t < range.to;
    return { lines: readLines(lines, range, width, unit), faults: lines.meta.faults.filter(inside), cells: new Cells(cells) };
}

/** One more series over the same range, with the same margins. */
export async function askSeries(apiary: Apiary, range: Range, width: number, name: SeriesName, unit: Unit, signal: AbortSignal): Promise<Lines> {
    return readLines(await fetchLines(apiary, range, width, signal, [name]), range, width, unit, [name]);
}

/** The whole record for the slider: its highest values, so that short events stay visible. */
export async function askRecord(apiary: Apiary, record: Range, width: number, signal: AbortSignal): Promise<Cells> {
    return new Cells(await fetchSpectrogram(apiary, record, Math.max(64, Math.min(2048, width)), 'max', signal));
}

/** The last 24 hours up to the last sample, their lines, and which series is in them besides the temperatures. */
export interface LastDay {
    range: Range;
    lines: Lines;
    other: Series | undefined;
}

export async function askLastDay(apiary: Apiary, record: Range, unit: Unit, signal: AbortSignal): Promise<LastDay> {
    const range = { from: record.to - DAY, to: record.to };
    const others = (await fetchSeries(apiary, signal)).filter(({ name, last }) => !isTemperature(name) && (last ?? 0) >= range.from);
    // a scale is what most have, and most want to know
    const other = others.find(({ name }) => name === 'weight') ?? others[0];
    const names = [...TEMPERATURES, ...(other ? [other.name] : [])];
    return { range, other, lines: readLines(await fetchLines(apiary, range, SPARK_COLUMNS, signal, names), range, SPARK_COLUMNS, unit, names) };
}
