// web/apiary/axis.ts - the values of an axis: which part of them is shown, and the round ones that are labelled; pure.

import { decimal } from '../shared/format.ts';
import { roundSteps } from './cells.ts';
import type { Point } from './lines.ts';
import type { Range } from './range.ts';

/** The two ends of an axis, low < high. */
export type Extent = readonly [low: number, high: number];

/** From the lowest to the highest point at the times of a range; undefined without any. */
export function extentOf(t: readonly number[], points: readonly Point[], { from, to }: Range): Extent | undefined {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < t.length; i++) {
        const [time, value] = [t[i] as number, points[i]];
        if (time < from || time > to || typeof value !== 'number') continue;
        if (value < low) low = value;
        if (value > high) high = value;
    }
    return low > high ? undefined : [low, high];
}

/** What holds all of some extents, with an eighth of air above and below, at least `least`; 0..1 when there are none. */
export function aired(extents: readonly (Extent | undefined)[], least: number): Extent {
    const known = extents.filter(extent => extent !== undefined);
    if (known.length === 0) return [0, 1];
    const [low, high] = [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
    const air = Math.max(least, (high - low) * 0.12);
    return [low - air, high + air];
}

/** Round values of an axis and their labels, which all have as many decimals. */
export function valueTicks([low, high]: Extent, most: number): { value: number; text: string }[] {
    const values = roundSteps(low, high, most);
    const decimals = [0, 1, 2, 3].find(count => values.every(value => Math.abs(value * 10 ** count - Math.round(value * 10 ** count)) < 1e-6)) ?? 3;
    return values.map(value => ({ value, text: decimal(value, decimals) }));
}
