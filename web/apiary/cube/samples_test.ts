// web/apiary/cube/samples_test.ts - the ends of the axes, and fewer samples that still hold every event.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsOf, reduced, robustEnds, shareOf, type Samples } from './samples.ts';

const BINS = 4;

/** `count` samples a quarter of an hour apart, quiet but for what `loud` says. */
function quiet(count: number, loud: Record<number, number> = {}): Samples {
    const amplitudes = new Int8Array(count * BINS).fill(-100);
    for (const [at, value] of Object.entries(loud)) amplitudes[Number(at)] = value;
    return { count, bins: BINS, t: Float64Array.from({ length: count }, (_, i) => 1000 + i * 900), amplitudes, internal: new Float32Array(count).fill(34) };
}

test('one loud bin of one sample stays in the reduced set, in its group and its bin', () => {
    const fewer = reduced(quiet(1000, { [437 * BINS + 2]: 90 }), 100);
    assert.equal(fewer.count, 100);
    assert.equal(fewer.amplitudes[43 * BINS + 2], 90);
    assert.equal([...fewer.amplitudes].filter(value => value !== -100).length, 1);
    assert.equal(fewer.t[43], 1000 + 430 * 900);
});

test('a group whose every value is low is as low', () => {
    assert.ok(reduced(quiet(7), 3).amplitudes.every(value => value === -100));
});

test('few samples are left as they are', () => {
    const samples = quiet(100);
    assert.equal(reduced(samples, 100), samples);
});

const ends: [why: string, values: number[], expected: readonly [number, number]][] = [
    ['lowest and highest', [3, -7, 5], [-7, 5]],
    ['what is no number does not count', [NaN, 2, 4], [2, 4]],
    ['a single value gets room on both sides', [3, 3], [2.5, 3.5]],
    ['nothing at all', [], [0, 1]],
];
for (const [why, values, expected] of ends) test(`ends: ${why}`, () => assert.deepEqual(endsOf(values), expected));

test('a sensor that read -127 once does not take the colours', () => {
    const values = new Float32Array(500).map((_, i) => 34 + (i % 10) / 10);
    values[77] = -127;
    values[78] = NaN;
    const [low, high] = robustEnds(values);
    assert.ok(low >= 34 && high < 35, `${low} to ${high}`);
});

test('samples stand on the time axis by their time, not by their number', () => {
    const samples = { ...quiet(3), t: Float64Array.of(0, 100, 400) };
    assert.deepEqual([0, 1, 2].map(sample => shareOf(samples, sample)), [0, 0.25, 1]);
});
