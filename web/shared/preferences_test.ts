// web/shared/preferences_test.ts - degrees both ways, and nonsense in the address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { celsius, checked, degrees, readPreferences } from './preferences.ts';

test('temperatures in °F have an offset, differences have none', () => {
    assert.equal(degrees(35, 'F'), 95);
    assert.equal(degrees(10, 'F', 'difference'), 18);
    assert.equal(degrees(35, 'C'), 35);
    assert.ok(Number.isNaN(degrees(NaN, 'F')));
});

test('what is typed in °F is meant in °C', () => {
    assert.equal(celsius(95, 'F'), 35);
    assert.equal(celsius(35, 'C'), 35);
});

test('the address says unit and clock', () => assert.deepEqual(readPreferences('?unit=F&clock=utc'), { unit: 'F', clock: 'utc' }));
test('nonsense is °C by the clock of the apiary', () => assert.deepEqual(checked({ unit: 'K', clock: 7 }), { unit: 'C', clock: 'apiary' }));
