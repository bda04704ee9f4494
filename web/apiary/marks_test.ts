// web/apiary/marks_test.ts - things close to each other share a mark.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent, together } from './marks.ts';

test('things closer than a mark share it, counted from the first', () => {
    assert.deepEqual(together([0, 50, 90, 100, 250], time => time, 100), [[0, 50, 90], [100], [250]]);
});

test('a mark stands where its time is in the range', () => assert.equal(percent(150, { from: 100, to: 200 }), '50%'));
