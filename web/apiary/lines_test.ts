// web/apiary/lines_test.ts - gaps are never bridged and nothing is made up, in full and in reduced answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Frame, type Column, type ColumnType } from '../shared/frame.ts';
import type { LinesMeta } from './api.ts';
import { findGaps, longestStep, nearest, readLines, valueAt } from './lines.ts';

const STEP = 900;

function answer(meta: Partial<LinesMeta>, t: number[], internal: number[], external = internal): Frame<LinesMeta> {
    const columns = new Map<string, Column<ColumnType>>([
        ['t', new Float64Array(t)],
        ['internal', new Float32Array(internal)],
        ['external', new Float32Array(external)],
        ['delta', new Float32Array(internal.map((value, i) => value - (external[i] as number)))],
    ]);
    return new Frame({ from: 0, to: 9000, samples: t.length, reduced: false, faults: [], step: STEP, ...meta }, columns);
}

test('a gap begins one step after a sample and ends with the next', () => {
    assert.deepEqual(findGaps([0, 900, 4500, 5400], { from: 0, to: 6300 }, STEP, 2 * STEP), [{ from: 1800, to: 4500 }]);
});

test('a range without samples is one gap', () => {
    assert.deepEqual(findGaps([], { from: 0, to: 9000 }, STEP, 2 * STEP), [{ from: 0, to: 9000 }]);
});

test('what is missing at both ends is a gap', () => {
    assert.deepEqual(findGaps([4500], { from: 0, to: 9000 }, STEP, 2 * STEP), [{ from: 0, to: 4500 }, { from: 5400, to: 9000 }]);
});

test('samples beside the range close its ends', () => {
    assert.deepEqual(findGaps([-600, 300, 1200, 2100], { from: 0, to: 1800 }, STEP, 2 * STEP), []);
});

test('one late sample is no gap', () => {
    assert.deepEqual(findGaps([0, 900, 2690, 3600], { from: 0, to: 4500 }, STEP, 2 * STEP), []);
});

test('points of a reduced answer may be a pixel apart', () => {
    assert.equal(longestStep(STEP, 100_000, true), 150_000);
    assert.equal(longestStep(STEP, 100_000, false), 1800);
});

test('a line breaks in the middle of a gap', () => {
    const lines = readLines(answer({ to: 6300 }, [0, 900, 4500, 5400], [30, 31, 32, 33]), { from: 0, to: 6300 }, 1000, 'C');
    assert.deepEqual(lines.t, [0, 900, 3150, 4500, 5400]);
    assert.deepEqual(lines.values.internal!, [30, 31, null, 32, 33]);
});

test('a missing reading breaks its own line only', () => {
    const lines = readLines(answer({ to: 2700 }, [0, 900, 1800], [30, NaN, 32], [10, 11, 12]), { from: 0, to: 2700 }, 1000, 'C');
    assert.deepEqual(lines.values.internal!, [30, null, 32]);
    assert.deepEqual(lines.values.external!, [10, 11, 12]);
    assert.deepEqual(lines.values.delta!, [20, null, 20]);
});

test('in a reduced answer a point of another series does not break the line', () => {
    const lines = readLines(answer({ reduced: true }, [0, 900, 1800], [30, NaN, 32], [10, 11, 12]), { from: 0, to: 2700 }, 3, 'C');
    assert.deepEqual(lines.values.internal!, [30, undefined, 32]);
});

test('in a reduced answer a sensor that was silent for long still breaks its line', () => {
    const t = Array.from({ length: 20 }, (_, i) => i * STEP);
    const internal = t.map((_, i) => (i > 4 && i < 15 ? NaN : 30));
    const lines = readLines(answer({ reduced: true, to: 18_000 }, t, internal, t.map(() => 10)), { from: 0, to: 18_000 }, 10, 'C');
    assert.equal(lines.values.internal!.filter(point => point === null).length, 1);
    assert.ok(lines.values.external!.every(point => point === 10));
});

test('temperatures are in the unit one asked for, a difference without the offset', () => {
    const lines = readLines(answer({}, [0], [35], [15]), { from: 0, to: 900 }, 1000, 'F');
    assert.deepEqual([lines.values.internal, lines.values.external, lines.values.delta], [[95], [59], [36]]);
});

test('another series keeps its own unit', () => {
    const frame = new Frame<LinesMeta>({ from: 0, to: 900, samples: 1, reduced: false, faults: [], step: STEP }, new Map<string, Column<ColumnType>>([
        ['t', Float64Array.of(0)], ['weight', Float32Array.of(40)],
    ]));
    assert.deepEqual(readLines(frame, { from: 0, to: 900 }, 1000, 'F', ['weight']).values.weight, [40]);
});

test('samples are counted within the range, not beside it', () => {
    assert.equal(readLines(answer({}, [-900, 0, 900, 1800], [1, 2, 3, 4]), { from: 0, to: 1800 }, 1000, 'C').samples, 2);
});

test('the count of a reduced answer is the server\u2019s', () => {
    assert.equal(readLines(answer({ reduced: true, samples: 35_106 }, [0, 900], [1, 2]), { from: 0, to: 1800 }, 2, 'C').samples, 35_106);
});

const places: [time: number, expected: number][] = [[-50, 0], [0, 0], [440, 0], [460, 1], [1799, 2], [9999, 2]];
for (const [time, expected] of places) {
    test(`the sample nearest to ${time} is number ${expected}`, () => assert.equal(nearest([0, 900, 1800], time), expected));
}

test('no sample is nearest where there is none', () => {
    assert.equal(nearest([], 5), -1);
});

test('a value is read from the nearest point that has one, within reach', () => {
    const lines = readLines(answer({ to: 3600 }, [0, 900, 1800, 2700], [30, NaN, NaN, 33], [1, 2, 3, 4]), { from: 0, to: 3600 }, 1000, 'C');
    assert.equal(valueAt(lines, 'internal', 1000, 1000), 30);
    assert.equal(valueAt(lines, 'internal', 1750, 1000), 33);
    assert.equal(valueAt(lines, 'internal', 1350, 400), undefined);
    assert.equal(valueAt(lines, 'external', 1750, 400), 3);
});
