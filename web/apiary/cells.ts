// web/apiary/cells.ts - cells of a spectrogram to pixels, and round steps for its axes; pure.

import { colourIndex } from '../shared/colour_scale.ts';

/** Every bin, however many there are. */
export const ALL_BINS: BinRange = [0, Infinity];

/** [first, after the last], counted from 0. */
export type BinRange = readonly [first: number, end: number];

/**
 * @param values `bins` amplitudes a column, first column first; NaN = no data
 * @param table 256 colours of four bytes
 * @return four bytes a cell, rows from the highest bin down, no data transparent
 */
export function paintCells(
    values: Float32Array, columns: number, bins: number, [first, end]: BinRange, low: number, high: number, table: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
    const colours = new Uint32Array(table.buffer);
    const pixels = new Uint32Array(columns * (end - first));
    for (let column = 0; column < columns; column++) {
        for (let bin = first; bin < end; bin++) {
            const value = values[column * bins + bin] as number;
            if (Number.isNaN(value)) continue;
            pixels[(end - 1 - bin) * columns + column] = colours[colourIndex(value, low, high)] as number;
        }
    }
    return new Uint8ClampedArray(pixels.buffer);
}

/** The part of a group of bins that exists; a group beyond the last one is all of them. */
export function withinBins([first, end]: BinRange, bins: number): BinRange {
    return first < bins ? [first, Math.min(end, bins)] : [0, bins];
}

/** Multiples of 1, 2 or 5 times a power of ten within low..high, at most `most` of them where possible. */
export function roundSteps(low: number, high: number, most: number): number[] {
    if (!(high > low)) return [low];
    const raw = (high - low) / most;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = ([1, 2, 5].find(factor => factor * power >= raw) ?? 10) * power;
    const steps: number[] = [];
    for (let i = Math.ceil(low / step); i * step <= high; i++) steps.push(i * step);
    return steps;
}
