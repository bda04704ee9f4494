// web/apiary/cube/samples.ts - every sample of a range as points of time, bin and amplitude; pure.

import { frameTexts as words } from 'texts/state.ts';
import type { Frame } from '../../shared/frame.ts';
import { FrameError } from '../../shared/frame.ts';
import { degrees, type Unit } from '../../shared/preferences.ts';
import type { SamplesMeta } from '../api.ts';

/** `amplitudes` holds `bins` values a sample, first sample first; `internal` is NaN without a reading. */
export interface Samples {
    count: number;
    bins: number;
    t: Float64Array;
    amplitudes: Int8Array | Float32Array;
    internal: Float32Array;
}

/** The two ends of something, low < high. */
export type Ends = readonly [low: number, high: number];

export function readSamples(frame: Frame<SamplesMeta>): Samples {
    const t = frame.column('t', 'f64');
    const amplitudes = frame.either('bins', 'i8', 'f32');
    const { bins } = frame.meta;
    if (amplitudes.length !== t.length * bins) throw new FrameError(words.uneven(amplitudes.length, t.length, bins));
    return { count: t.length, bins, t, amplitudes, internal: frame.column('internal', 'f32') };
}

/** The same samples with temperatures as one wants them. */
export function inUnit(samples: Samples, unit: Unit): Samples {
    return unit === 'C' ? samples : { ...samples, internal: samples.internal.map(value => degrees(value, unit)) };
}

/** From the lowest to the highest of the values that are numbers; 0..1 without any. */
export function endsOf(values: ArrayLike<number>): Ends {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        if (value < low) low = value;
        if (value > high) high = value;
    }
    if (low > high) return [0, 1];
    return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Ends that leave out the outermost hundredth on each side, so that one odd reading does not take all colours. */
export function robustEnds(values: Float32Array): Ends {
    const sorted = values.filter(value => !Number.isNaN(value)).sort();
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
    return sorted.length === 0 ? [0, 1] : endsOf([at(0.01), at(0.99)]);
}

/** Where a sample lies between the first and the last one, 0..1. */
export function shareOf(samples: Samples, sample: number): number {
    const first = samples.t[0] as number;
    const length = (samples.t[samples.count - 1] as number) - first;
    return length > 0 ? ((samples.t[sample] as number) - first) / length : 0.5;
}

/** At most `most` samples: of each group of neighbours the highest amplitude of every bin, so that short events stay. */
export function reduced(samples: Samples, most: number): Samples {
    const { count, bins, amplitudes } = samples;
    const group = Math.ceil(count / most);
    if (group <= 1) return samples;
    const kept = Math.ceil(count / group);
    const highest = amplitudes.slice(0, kept * bins);
    for (let sample = 0; sample < count; sample++) {
        const into = Math.floor(sample / group) * bins;
        const isFirst = sample % group === 0;
        for (let bin = 0; bin < bins; bin++) {
            const value = amplitudes[sample * bins + bin] as number;
            if (isFirst || value > (highest[into + bin] as number)) highest[into + bin] = value;
        }
    }
    const everyFirst = (_: number, i: number): boolean => i % group === 0;
    return { count: kept, bins, t: samples.t.filter(everyFirst), amplitudes: highest, internal: samples.internal.filter(everyFirst) };
}
