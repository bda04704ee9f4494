// web/apiary/lines.ts - turns the samples of an answer into lines with honest gaps; pure.

import type { Frame } from '../shared/frame.ts';
import { degrees, type Unit } from '../shared/preferences.ts';
import type { LinesMeta } from './api.ts';
import type { Range } from './range.ts';

/** internal, external, delta, or what else an apiary measures (weight, humidity, …). */
export type SeriesName = string;
export const TEMPERATURES = ['internal', 'external', 'delta'] as const;
export const isTemperature = (name: SeriesName): boolean => (TEMPERATURES as readonly string[]).includes(name);

/** A value; null breaks the line; undefined is a time at which this series has no point of its own. */
export type Point = number | null | undefined;

/** Times in ascending order and, for each series, a point at each time; temperatures in the unit one asked for. */
export interface Lines {
    t: number[];
    values: Record<SeriesName, Point[]>;
    /** stretches without any sample, as they are hatched */
    gaps: Range[];
    samples: number;
    reduced: boolean;
    step: number;
}

/** A sample stands until the next one if that comes within two steps, else for one step; the spectrogram does the same. */
const LATE = 2;

/** How long nothing may come before it is a gap. When several samples share a pixel, points are up to a pixel apart. */
export function longestStep(step: number, secondsPerPixel: number, reduced: boolean): number {
    return Math.max(LATE * step, reduced ? 1.5 * secondsPerPixel : 0);
}

/** Stretches of `range` without samples: each begins one step after a sample and ends with the next. */
export function findGaps(t: ArrayLike<number>, range: Range, step: number, longest: number): Range[] {
    const gaps: Range[] = [];
    let before = range.from - step;
    for (let i = 0; i <= t.length; i++) {
        const time = t[i] ?? range.to;
        const gap = { from: Math.max(range.from, before + step), to: Math.min(range.to, time) };
        if (time - before > longest && gap.to > gap.from) gaps.push(gap);
        before = Math.max(before, time);
    }
    return gaps;
}

/**
 * @param range what is shown; the answer may reach beyond it, so that lines go on to the edges
 * @param width pixels the answer was asked for
 * @param names series that the answer has
 */
export function readLines(frame: Frame<LinesMeta>, range: Range, width: number, unit: Unit, names: readonly SeriesName[] = TEMPERATURES): Lines {
    const { meta } = frame;
    const t = frame.column('t', 'f64');
    const longest = longestStep(meta.step, (meta.to - meta.from) / width, meta.reduced);
    const gaps = meta.step > 0 ? findGaps(t, range, meta.step, longest) : [];
    const rows = rowsWithBreaks(t, gaps);
    const series = (name: SeriesName): Point[] => inUnit(readSeries(frame.column(name, 'f32'), t, rows, meta.reduced ? longest : 0), name, unit);
    return {
        t: rows.map(row => row.time),
        values: Object.fromEntries(names.map(name => [name, series(name)])),
        gaps, samples: meta.reduced ? meta.samples : t.filter(time => time >= range.from && time < range.to).length,
        reduced: meta.reduced, step: meta.step,
    };
}

/** Degrees as asked for; what is no temperature stays as it is. */
function inUnit(points: Point[], name: SeriesName, unit: Unit): Point[] {
    if (unit === 'C' || !isTemperature(name)) return points;
    const kind = name === 'delta' ? 'difference' : 'temperature';
    return points.map(point => typeof point === 'number' ? degrees(point, unit, kind) : point);
}

/** A row of the drawn table: a sample, or a break in the middle of a gap. */
interface Row {
    time: number;
    sample: number;
}

const BREAK = -1;

function rowsWithBreaks(t: Float64Array, gaps: Range[]): Row[] {
    const rows: Row[] = [];
    let gap = 0;
    for (let i = 0; i < t.length; i++) {
        const time = t[i] as number;
        for (; gap < gaps.length && (gaps[gap] as Range).from < time; gap++) {
            const { from, to } = gaps[gap] as Range;
            if (rows.length > 0) rows.push({ time: (from + to) / 2, sample: BREAK });
        }
        rows.push({ time, sample: i });
    }
    return rows;
}

/**
 * NaN in a full answer is a reading that is missing: the line breaks there. In a reduced one (`longest` > 0) it mostly
 * means that the point belongs to another series: the line goes on, unless its own points are too far apart.
 */
function readSeries(values: Float32Array, t: Float64Array, rows: Row[], longest: number): Point[] {
    const points: Point[] = [];
    let last = NaN, lastRow = 0;
    for (const [row, { sample }] of rows.entries()) {
        const value = sample === BREAK ? NaN : (values[sample] as number);
        if (Number.isNaN(value)) {
            points.push(sample === BREAK || longest === 0 ? null : undefined);
            continue;
        }
        const time = t[sample] as number;
        if (longest > 0 && time - last > longest && lastRow + 1 < row) points[lastRow + 1] = null;
        points.push(value);
        last = time;
        lastRow = row;
    }
    return points;
}

/** Index of the time nearest to `time` in ascending times; -1 when there are none. */
export function nearest(t: ArrayLike<number>, time: number): number {
    let low = 0, high = t.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((t[middle] as number) < time) low = middle + 1;
        else high = middle;
    }
    if (low === t.length) return low - 1;
    return low > 0 && time - (t[low - 1] as number) <= (t[low] as number) - time ? low - 1 : low;
}

/** Row of the value nearest to `time`, when one is within `tolerance` seconds. */
export function nearestValue(t: ArrayLike<number>, points: readonly Point[], time: number, tolerance: number): number | undefined {
    const at = nearest(t, time);
    let found: number | undefined;
    let least = tolerance;
    for (const direction of [1, -1]) {
        for (let row = at; row >= 0 && row < t.length; row += direction) {
            const distance = Math.abs((t[row] as number) - time);
            if (distance > least) break;
            if (typeof points[row] !== 'number') continue;
            [found, least] = [row, distance];
            break;
        }
    }
    return found;
}

/** The value of a series nearest to `time`, when one is within `tolerance` seconds. */
export function valueAt(lines: Lines, name: SeriesName, time: number, tolerance: number): number | undefined {
    const points = lines.values[name] ?? [];
    const row = nearestValue(lines.t, points, time, tolerance);
    return row === undefined ? undefined : points[row] as number;
}
