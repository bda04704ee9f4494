// web/apiary/cube/box.ts - where a sample's bin stands in the box, and which point is under the pointer; pure.

import { shareOf, type Ends, type Samples } from './samples.ts';

/** Lengths of the box: time from left to right, amplitude upward, bins from front to back. */
export const BOX = { time: 1.7, amplitude: 0.72, bins: 1 } as const;

export interface Point {
    sample: number;
    bin: number;
}

export type Place = readonly [x: number, y: number, z: number];

/** @param time, amplitude, bin shares 0..1 of their axes */
export function place(time: number, amplitude: number, bin: number): Place {
    return [(time - 0.5) * BOX.time, (amplitude - 0.5) * BOX.amplitude, (0.5 - bin) * BOX.bins];
}

/** What is shown: all samples, a group of bins [first, after the last], and the ends of the amplitude axis. */
export interface View {
    samples: Samples;
    shown: readonly [number, number];
    ends: Ends;
}

export function placeOf({ samples, ends: [low, high] }: View, { sample, bin }: Point): Place {
    const amplitude = samples.amplitudes[sample * samples.bins + bin] as number;
    return place(shareOf(samples, sample), (amplitude - low) / (high - low), binShare(bin, samples.bins));
}

export const binShare = (bin: number, bins: number): number => bins > 1 ? bin / (bins - 1) : 0.5;

/** Pixels around the pointer within which a point is taken. */
const REACH = 12;

/**
 * The point drawn nearest to a pixel, nearer to the eye where two are as close. Looks at every point: about 25 ms for
 * two million, and only when asked.
 * @param matrix projection times view, 16 numbers, column by column
 */
export function pick(view: View, matrix: readonly number[], width: number, height: number, x: number, y: number): Point | undefined {
    const { samples, shown: [first, end], ends: [low, high] } = view;
    const [m0, m1, , m3, m4, m5, , m7, m8, m9, , m11, m12, m13, , m15] = matrix as unknown as [
        number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number];
    let best = REACH * REACH;
    let found: Point | undefined;
    for (let sample = 0; sample < samples.count; sample++) {
        const [px] = place(shareOf(samples, sample), 0, 0);
        for (let bin = first; bin < end; bin++) {
            const py = (((samples.amplitudes[sample * samples.bins + bin] as number) - low) / (high - low) - 0.5) * BOX.amplitude;
            const pz = (0.5 - binShare(bin, samples.bins)) * BOX.bins;
            const depth = m3 * px + m7 * py + m11 * pz + m15;
            const dx = (((m0 * px + m4 * py + m8 * pz + m12) / depth + 1) / 2) * width - x;
            const dy = ((1 - (m1 * px + m5 * py + m9 * pz + m13) / depth) / 2) * height - y;
            const distance = dx * dx + dy * dy + depth * 4;
            if (distance < best) {
                best = distance;
                found = { sample, bin };
            }
        }
    }
    return found;
}
