// web/apiary/summary_test.ts - the table counts what was measured and says nothing of what was not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Zone } from '../shared/time.ts';
import type { Lines } from './lines.ts';
import { summarise, unitFor } from './summary.ts';

const zone = new Zone('Europe/Berlin');
const start = zone.parse('2022-03-26');

const lines: Lines = {
    t: [start, start + 900, start + 3600, start + 9000, start + 14_400],
    values: { internal: [30, 32, null, null, 34], external: [10, 12, 14, null, 18], delta: [20, 20, null, null, 16] },
    gaps: [{ from: start + 4500, to: start + 14_400 }],
    samples: 4, reduced: false, step: 900,
};

test('hours come latest first, with lowest, mean and highest of each series', () => {
    const periods = summarise(lines, { from: start, to: start + 86400 }, zone);
    assert.deepEqual(periods.map(({ start, samples }) => [zone.time(start), samples]), [['04:00', 1], ['01:00', 1], ['00:00', 2]]);
    assert.deepEqual(periods[2]?.extents.internal, { low: 30, mean: 31, high: 32 });
    assert.equal(periods[1]?.extents.internal, undefined);
    assert.deepEqual(periods[1]?.extents.external, { low: 14, mean: 14, high: 14 });
});

test('samples beside the range are not counted', () => {
    assert.equal(summarise(lines, { from: start + 900, to: start + 3600 }, zone).length, 1);
});

const units: [days: number, unit: string][] = [[1, 'hour'], [2, 'hour'], [14, 'day'], [62, 'day'], [365, 'month']];
for (const [days, unit] of units) {
    test(`${days} days are told by the ${unit}`, () => assert.equal(unitFor({ from: 0, to: days * 86400 }), unit));
}

test('days are those of the place, also when clocks change', () => {
    const t = Array.from({ length: 72 }, (_, i) => start + i * 3600);
    const days = summarise({ ...lines, t, values: { internal: t.map(() => 1), external: t.map(() => 1), delta: t.map(() => 0) }, gaps: [] }, { from: start, to: start + 3 * 86400 }, zone);
    assert.deepEqual(days.map(({ start, samples }) => [zone.day(start), samples]), [['29 Mar', 1], ['28 Mar', 24], ['27 Mar', 23], ['26 Mar', 24]]);
});
