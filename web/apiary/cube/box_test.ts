// web/apiary/cube/box_test.ts - points stand where their time, amplitude and bin say, and the one under the pointer is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOX, pick, placeOf, type View } from './box.ts';

const BINS = 64;
const amplitudes = Int8Array.from({ length: 3 * BINS }, (_, i) => (i === BINS + 20 ? 100 : -100));
const view: View = {
    samples: { count: 3, bins: BINS, t: Float64Array.of(0, 900, 1800), amplitudes, internal: Float32Array.of(34, 34, 34) },
    shown: [0, BINS],
    ends: [-100, 100],
};

/** Looks along the bins without perspective: x and y of the box are x and y of the picture. */
const ALONG_BINS = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const SIZE = 400;
const pixel = (x: number, y: number): [number, number] => [((x + 1) / 2) * SIZE, ((1 - y) / 2) * SIZE];

test('the first sample is left, the lowest amplitude at the bottom, the first bin in front', () => {
    assert.deepEqual(placeOf(view, { sample: 0, bin: 0 }), [-BOX.time / 2, -BOX.amplitude / 2, BOX.bins / 2]);
    assert.deepEqual(placeOf(view, { sample: 2, bin: BINS - 1 }), [BOX.time / 2, -BOX.amplitude / 2, -BOX.bins / 2]);
});

test('the loud point is found at its place', () => {
    const [x, y] = placeOf(view, { sample: 1, bin: 20 });
    assert.deepEqual(pick(view, ALONG_BINS, SIZE, SIZE, ...pixel(x, y)), { sample: 1, bin: 20 });
});

test('far from every point nothing is found', () => {
    assert.equal(pick(view, ALONG_BINS, SIZE, SIZE, 2, 2), undefined);
});

test('bins that are not shown are not found', () => {
    const [x, y] = placeOf(view, { sample: 1, bin: 20 });
    assert.equal(pick({ ...view, shown: [32, 48] }, ALONG_BINS, SIZE, SIZE, ...pixel(x, y)), undefined);
});
