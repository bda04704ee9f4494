// web/apiary/range_test.ts - ranges stay within the record and keep what they promise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Zone } from '../shared/time.ts';
import { clamp, days, followed, follows, lastDay, length, matchingPresets, moveEnd, pan, preset, wholeRecord, zoom, type Preset, type Range } from './range.ts';

const DAY = 86400;
const zone = new Zone('Europe/Berlin');
const end = zone.fromLocal(Date.UTC(2022, 2, 17, 15, 45) / 1000);
const record = wholeRecord(end - 400 * DAY, end);
const week = { from: record.to - 10 * DAY, to: record.to - 3 * DAY };

test('the record includes its last sample and lasts an hour at least', () => {
    assert.equal(wholeRecord(1000, 9000).to, 9001);
    assert.equal(length(wholeRecord(5000, 5000)), 3600);
});

test('the last day is the day up to the last sample', () => {
    assert.deepEqual(lastDay(record), { from: end + 1 - DAY, to: end + 1 });
});

test('the last day of a short record is the record', () => {
    const short = wholeRecord(end - 7200, end);
    assert.deepEqual(lastDay(short), short);
});

test('a range beyond an end is moved, not shortened', () => {
    assert.deepEqual(clamp({ from: record.to - DAY, to: record.to + DAY }, record), { from: record.to - 2 * DAY, to: record.to });
    assert.deepEqual(clamp({ from: record.from - DAY, to: record.from + DAY }, record), { from: record.from, to: record.from + 2 * DAY });
});

test('a range longer than the record is the record', () => {
    assert.deepEqual(clamp({ from: record.from - 9 * DAY, to: record.to + DAY }, record), record);
});

test('nothing shorter than an hour is shown', () => {
    assert.equal(length(clamp({ from: end - 60, to: end }, record)), 3600);
    assert.equal(length(zoom(week, 1e-6, record)), 3600);
});

test('zooming keeps the time pointed at where it is', () => {
    const at = week.from + 2 * DAY;
    const closer = zoom(week, 0.5, record, at);
    assert.equal(length(closer), 3.5 * DAY);
    assert.equal((at - closer.from) / length(closer), 2 / 7);
});

test('panning keeps the length and stops at the ends', () => {
    assert.equal(pan(week, 0.25, record).from, week.from + 1.75 * DAY);
    assert.deepEqual(pan(week, 99, record), { from: record.to - 7 * DAY, to: record.to });
});

test('an end that is moved stays an hour away from the other one', () => {
    assert.deepEqual(moveEnd(week, 'from', week.to + DAY, record), { from: week.to - 3600, to: week.to });
    assert.deepEqual(moveEnd(week, 'to', Infinity, record), { from: week.from, to: record.to });
    assert.deepEqual(moveEnd(week, 'from', -Infinity, record), { from: record.from, to: week.to });
});

const lengths: [name: Preset, from: string][] = [
    ['1h', '17 Mar 14:45'], ['1d', '16 Mar 15:45'], ['1w', '10 Mar 15:45'], ['1m', '17 Feb 15:45'], ['6m', '17 Sep 15:45'], ['YTD', '1 Jan 00:00'], ['1y', '17 Mar 15:45'],
];
for (const [name, from] of lengths) {
    test(`${name} is counted backward from the end of what is shown`, () => {
        const range = preset(name, { from: end - 9, to: end }, record, zone);
        assert.equal(zone.when(range.from), from);
        assert.equal(range.to, end);
    });
}

test('all is the whole record wherever one was', () => {
    assert.deepEqual(preset('all', week, record, zone), record);
});

test('the button of the shown range is known, also when the record is shorter', () => {
    assert.deepEqual(matchingPresets(preset('1w', week, record, zone), record, zone), ['1w']);
    const short = wholeRecord(end - 2 * 3600, end);
    assert.deepEqual(matchingPresets(short, short, zone), ['1d', '1w', '1m', '6m', 'YTD', '1y', 'all']);
    assert.deepEqual(matchingPresets(pan(week, 0.1, record), record, zone), ['1w']);
});

test('days go from midnight to the end of the last one', () => {
    const range = days(['2022-03-10', '2022-03-11'], record, zone);
    assert.deepEqual(range, { from: zone.parse('2022-03-10'), to: zone.parse('2022-03-12') });
});

test('the last day ends with the record', () => {
    assert.equal(days(['2022-03-17', '2022-03-17'], record, zone)?.to, record.to);
});

test('a day that has just begun does not reach into the day before', () => {
    const midnight = zone.parse('2022-03-18');
    const young = { from: record.from, to: midnight + 1200 };
    assert.deepEqual(days(['2022-03-18', '2022-03-18'], young, zone), { from: midnight, to: midnight + 3600 });
    assert.deepEqual(days(['2022-03-18', '2022-03-18'], { ...young, to: midnight + 7200 }, zone), { from: midnight, to: midnight + 7200 });
});

test('what are no days gives no range', () => {
    assert.equal(days(['', '2022-03-17'], record, zone), undefined);
    assert.equal(days(['2022-03-17', '2022-03-10'], record, zone), undefined);
});

test('only a range at the last sample follows it', () => {
    assert.ok(follows(lastDay(record), record));
    assert.ok(!follows(week, record));
});

const grown = { from: record.from, to: record.to + 900 };
const growths: [why: string, range: Range, before: Range, expected: Range][] = [
    ['a range in the past stays', week, record, week],
    ['the last week moves along', { from: record.to - 7 * DAY, to: record.to }, record, { from: grown.to - 7 * DAY, to: grown.to }],
    ['the last day stays the last day', lastDay(record), record, lastDay(grown)],
    ['the whole record stays whole', record, record, grown],
    ['a record that was shorter than a day grows towards one', { from: record.to - 7200, to: record.to }, { from: record.to - 7200, to: record.to }, lastDay(grown)],
];
for (const [why, range, before, expected] of growths) {
    test(`when rows arrive ${why}`, () => assert.deepEqual(followed(range, before, grown), expected));
}
