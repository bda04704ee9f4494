// web/shared/backoff_test.ts - waits double up to the cap, spread a tenth, and begin anew after success.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.ts';

test('waits double up to the cap', () => {
    const backoff = new Backoff(2000, 10_000);
    assert.deepEqual([0.5, 0.5, 0.5, 0.5, 0.5].map(chance => backoff.next(chance)), [2000, 4000, 8000, 10_000, 10_000]);
});

test('chance spreads a wait by a tenth', () => {
    assert.equal(new Backoff(1000).next(0), 900);
    assert.equal(new Backoff(1000).next(1), 1100);
});

test('a success begins anew', () => {
    const backoff = new Backoff(2000);
    backoff.next(0.5);
    backoff.next(0.5);
    backoff.reset();
    assert.equal(backoff.next(0.5), 2000);
});
