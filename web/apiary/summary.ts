// web/apiary/summary.ts - samples by hour, day or month, for the table behind the charts; pure.

import type { Zone } from '../shared/time.ts';
import { TEMPERATURES, type Lines, type SeriesName } from './lines.ts';
import { length, type Range } from './range.ts';

export type Unit = 'hour' | 'day' | 'month';

const DAY = 86400;

export interface Extent {
    low: number;
    mean: number;
    high: number;
}

/** One row: values are missing where no sample of that time had one. */
export interface Period {
    start: number;
    samples: number;
    extents: Partial<Record<SeriesName, Extent>>;
}

/** Rows stay few: hours up to two days, days up to two months, months beyond. */
export function unitFor(range: Range): Unit {
    if (length(range) <= 2 * DAY) return 'hour';
    return length(range) <= 62 * DAY ? 'day' : 'month';
}

function periodStart(time: number, unit: Unit, zone: Zone): number {
    const midnight = zone.midnight(time);
    switch (unit) {
    case 'hour': return time - ((time - midnight) % 3600);
    case 'day': return midnight;
    case 'month': return zone.parse(`${zone.iso(time).slice(0, 8)}01`);
    }
}

/** Latest first. Exact for lines that are not reduced. */
export function summarise(lines: Lines, range: Range, zone: Zone): Period[] {
    const unit = unitFor(range);
    const periods: { period: Period; rows: number[] }[] = [];
    lines.t.forEach((time, row) => {
        if (time < range.from || time >= range.to) return;
        if (lines.values.internal?.[row] === null && isBreak(lines, time)) return;
        const start = periodStart(time, unit, zone);
        let last = periods.at(-1);
        if (last?.period.start !== start) periods.push((last = { period: { start, samples: 0, extents: {} }, rows: [] }));
        last.rows.push(row);
    });
    return periods.reverse().map(({ period, rows }) => ({ ...period, samples: rows.length, extents: extentsOf(lines, rows) }));
}

/** The row in the middle of a gap stands for no sample. */
function isBreak(lines: Lines, time: number): boolean {
    return lines.gaps.some(({ from, to }) => time >= from && time < to);
}

function extentsOf(lines: Lines, rows: number[]): Period['extents'] {
    const extents: Period['extents'] = {};
    for (const name of TEMPERATURES) {
        const values = rows.map(row => lines.values[name]?.[row]).filter(value => typeof value === 'number');
        if (values.length === 0) continue;
        const sum = values.reduce((a, b) => a + b, 0);
        extents[name] = { low: Math.min(...values), mean: sum / values.length, high: Math.max(...values) };
    }
    return extents;
}
