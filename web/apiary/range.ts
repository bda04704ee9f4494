// web/apiary/range.ts - arithmetic of the shown range within an apiary's record; no state, no page.

import type { Zone } from '../shared/time.ts';

/** Epoch seconds from `from` up to but not including `to`. */
export interface Range {
    from: number;
    to: number;
}

/** Nothing shorter is shown. */
export const SHORTEST = 3600;
const DAY = 86400;

export const PRESETS = ['1h', '1d', '1w', '1m', '6m', 'YTD', '1y', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

export const length = ({ from, to }: Range): number => to - from;

/** What one can look at: the samples from the first to the last one, at least the shortest range. */
export function wholeRecord(first: number, last: number): Range {
    return { from: Math.min(first, last + 1 - SHORTEST), to: last + 1 };
}

/** Moves a range into the record, and shortens it when it is longer. */
export function clamp(range: Range, record: Range): Range {
    const width = Math.min(Math.max(SHORTEST, length(range)), length(record));
    const from = Math.max(record.from, Math.min(range.from, record.to - width));
    return { from, to: from + width };
}

/** @param share of the range's length, positive is later */
export function pan(range: Range, share: number, record: Range): Range {
    const by = share * length(range);
    return clamp({ from: range.from + by, to: range.to + by }, record);
}

/** @param factor new length / old length @param at time that stays where it is */
export function zoom(range: Range, factor: number, record: Range, at = (range.from + range.to) / 2): Range {
    const width = Math.min(length(record), Math.max(SHORTEST, length(range) * factor));
    const share = (at - range.from) / length(range);
    return clamp({ from: at - share * width, to: at + (1 - share) * width }, record);
}

/** Moves one end and leaves the other where it is. */
export function moveEnd(range: Range, end: 'from' | 'to', time: number, record: Range): Range {
    return end === 'from'
        ? { from: Math.max(record.from, Math.min(time, range.to - SHORTEST)), to: range.to }
        : { from: range.from, to: Math.min(record.to, Math.max(time, range.from + SHORTEST)) };
}

/** Counted backward from the end of what is shown, in the apiary's calendar; YTD is its year to date. */
export function preset(name: Preset, range: Range, record: Range, zone: Zone): Range {
    const { to } = range;
    switch (name) {
    case '1h': return ending(to - SHORTEST, to, record);
    case '1d': return ending(to - DAY, to, record);
    case '1w': return ending(to - 7 * DAY, to, record);
    case '1m': return ending(zone.addMonths(to, -1), to, record);
    case '6m': return ending(zone.addMonths(to, -6), to, record);
    case 'YTD': return ending(zone.yearStart(to), to, record);
    case '1y': return ending(zone.addMonths(to, -12), to, record);
    case 'all': return { ...record };
    }
}

/** Keeps the end; where the record begins later, the range is shorter. */
function ending(from: number, to: number, record: Range): Range {
    return clamp({ from: Math.max(from, record.from), to }, record);
}

/** The presets that give just this range (several do when the record is short). */
export function matchingPresets(range: Range, record: Range, zone: Zone): Preset[] {
    return PRESETS.filter(name => {
        const wanted = preset(name, range, record, zone);
        return Math.abs(wanted.from - range.from) < 1 && Math.abs(wanted.to - range.to) < 1;
    });
}

/** The first and the last day of what is shown, as "2022-03-16". */
export type Days = readonly [first: string, last: string];

/**
 * Whole days, the last one included, as far as the record goes; undefined when these are no days of it. A day that has
 * just begun is an hour long: what is shown never reaches into the day before.
 */
export function days([first, last]: Days, record: Range, zone: Zone): Range | undefined {
    const from = Math.max(record.from, zone.parse(first));
    const to = Math.min(record.to, zone.midnight(zone.parse(last), { days: 1 }));
    return to > from ? { from, to: Math.max(to, from + SHORTEST) } : undefined;
}

/** The last day with data: a day's length up to the last sample. */
export function lastDay(record: Range): Range {
    return ending(record.to - DAY, record.to, record);
}

/** A range that ends at the last sample moves along when samples are added. */
export function follows(range: Range, record: Range): boolean {
    return Math.abs(range.to - record.to) < 1;
}

/** Where a range goes when its record has grown: one at the end moves along, the last day and the whole record stay that. */
export function followed(range: Range, before: Range, record: Range): Range {
    if (!follows(range, before)) return clamp(range, record);
    if (length(range) === length(lastDay(before))) return lastDay(record);
    if (length(range) === length(before)) return { ...record };
    return clamp({ from: record.to - length(range), to: record.to }, record);
}
