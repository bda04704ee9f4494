// web/apiary/axis_test.ts - an axis shows what is in the range, with air, and labels round values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aired, extentOf, valueTicks } from './axis.ts';

test('only points within the range count, and only those that are values', () => {
    assert.deepEqual(extentOf([0, 1, 2, 3, 4], [-127, 3, null, undefined, 5], { from: 1, to: 4 }), [3, 5]);
    assert.equal(extentOf([0, 1], [null, undefined], { from: 0, to: 9 }), undefined);
});

test('there is air above and below, also of a line that does not move', () => {
    assert.deepEqual(aired([[0, 100], [50, 200]], 1), [-24, 224]);
    assert.deepEqual(aired([[34, 34], undefined], 0.4), [33.6, 34.4]);
    assert.deepEqual(aired([undefined], 1), [0, 1]);
});

const axes: [why: string, low: number, high: number, most: number, expected: string[]][] = [
    ['tens', 7.5, 31, 4, ['10', '20', '30']],
    ['below zero', -6, 6, 4, ['\u22125', '0', '5']],
    ['halves', 33.4, 35.2, 5, ['33.5', '34.0', '34.5', '35.0']],
    ['hundredths', 3.401, 3.449, 5, ['3.41', '3.42', '3.43', '3.44']],
];
for (const [why, low, high, most, expected] of axes) {
    test(`an axis of ${why} has round labels of one form`, () => assert.deepEqual(valueTicks([low, high], most).map(({ text }) => text), expected));
}
