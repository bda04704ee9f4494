// web/apiary/cells_test.ts - cells become pixels in their place and colour; axes get round steps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourTable, loadScale } from '../shared/colour_scale.ts';
import { ALL_BINS, paintCells, roundSteps, withinBins } from './cells.ts';

await loadScale('greys');
const table = colourTable('greys');
const BINS = 64;
const LOWEST = [255, 255, 255, 255], HIGHEST = [0, 0, 0, 255], NOTHING = [0, 0, 0, 0];

/** Two columns: the first all 0 with bin 5 at 10, the second without data. */
const values = new Float32Array(2 * BINS).map((_, i) => (i === 5 ? 10 : i < BINS ? 0 : NaN));
const pixel = (pixels: Uint8ClampedArray, columns: number, row: number, column: number): number[] => [...pixels.slice((row * columns + column) * 4, (row * columns + column + 1) * 4)];

test('low bins are at the bottom and no data is transparent', () => {
    const pixels = paintCells(values, 2, BINS, [0, BINS], 0, 10, table);
    assert.equal(pixels.length, 2 * BINS * 4);
    assert.deepEqual(pixel(pixels, 2, BINS - 1 - 5, 0), HIGHEST);
    assert.deepEqual(pixel(pixels, 2, BINS - 1, 0), LOWEST);
    assert.deepEqual(pixel(pixels, 2, BINS - 1, 1), NOTHING);
});

test('a group of bins has the height of the group', () => {
    const pixels = paintCells(values, 2, BINS, [4, 8], 0, 10, table);
    assert.equal(pixels.length, 2 * 4 * 4);
    assert.deepEqual(pixel(pixels, 2, 2, 0), HIGHEST);
});

const steps: [low: number, high: number, most: number, expected: number[]][] = [
    [0, 1000, 6, [0, 200, 400, 600, 800, 1000]],
    [250, 500, 6, [250, 300, 350, 400, 450, 500]],
    [-100, 10, 4, [-100, -50, 0]],
    [0.2, 0.9, 4, [0.2, 0.4, 0.6000000000000001, 0.8]],
    [3, 3, 4, [3]],
];
for (const [low, high, most, expected] of steps) {
    test(`an axis from ${low} to ${high} has round steps`, () => assert.deepEqual(roundSteps(low, high, most), expected));
}

const groups: [group: readonly [number, number], bins: number, expected: readonly [number, number]][] = [
    [ALL_BINS, 32, [0, 32]], [[16, 32], 64, [16, 32]], [[16, 32], 20, [16, 20]], [[48, 64], 32, [0, 32]],
];
for (const [group, bins, expected] of groups) {
    test(`of ${bins} bins the group ${group.join('-')} is ${expected.join('-')}`, () => assert.deepEqual(withinBins(group, bins), expected));
}
