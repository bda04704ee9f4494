// web/shared/format.ts - numbers and durations as people read them, always the same width.

import { UNITS } from 'texts/basics.ts';

const THIN_SPACE = '\u202f';
const MINUS = '\u2212';
export const NOTHING = '\u2013';

/** 35106 as "35 106" with thin spaces. */
export function count(value: number): string {
    return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** A number with a real minus sign and a fixed count of decimals; nothing for NaN. */
export function decimal(value: number, decimals = 1): string {
    if (!Number.isFinite(value)) return NOTHING;
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}

const SIZES: [seconds: number, name: string][] = [[365.25 * 86400, UNITS.years], [86400, UNITS.days], [3600, UNITS.hours], [60, UNITS.minutes], [1, UNITS.seconds]];

/** Seconds in the largest unit that leaves at least two of it: 5400 is "90 min", 7200 "2 h". */
export function duration(seconds: number): { value: string; unit: string } {
    const [size, unit] = SIZES.find(([size]) => seconds >= 2 * size) ?? [1, UNITS.seconds];
    return { value: count(Math.floor(Math.max(0, seconds) / size)), unit };
}

/** Seconds as one text: "31 h". */
export function span(seconds: number): string {
    const { value, unit } = duration(seconds);
    return `${value} ${unit}`;
}
