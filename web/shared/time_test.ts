// web/shared/time_test.ts - days and clocks of places east and west, over changes to and from summer time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeTicks, Zone } from './time.ts';

const melbourne = new Zone('Australia/Melbourne');
const berlin = new Zone('Europe/Berlin');
const kolkata = new Zone('Asia/Kolkata');
const utc = new Zone('UTC');
const at = (iso: string): number => Date.parse(iso) / 1000;

test('a time is told by the clock of the place', () => {
    const time = at('2022-03-16T13:30:00Z');
    assert.equal(utc.when(time), '16 Mar 13:30');
    assert.equal(melbourne.when(time), '17 Mar 00:30');
    assert.equal(kolkata.when(time), '16 Mar 19:00');
    assert.equal(melbourne.dated(time), '17 Mar 2022 00:30');
    assert.equal(melbourne.long(time), 'March 17, 2022');
    assert.equal(melbourne.iso(time), '2022-03-17');
});

test('a day begins at midnight of the place', () => {
    assert.equal(berlin.parse('2022-03-16'), at('2022-03-15T23:00:00Z'));
    assert.equal(berlin.parse('2022-07-16'), at('2022-07-15T22:00:00Z'));
    assert.ok(Number.isNaN(berlin.parse('16.3.2022')));
    assert.ok(Number.isNaN(berlin.parse('2022-13-41')));
});

test('a day is 23 or 25 hours long when clocks change', () => {
    const length = (day: string): number => berlin.midnight(berlin.parse(day), { days: 1 }) - berlin.parse(day);
    assert.equal(length('2022-03-27') / 3600, 23);
    assert.equal(length('2022-10-30') / 3600, 25);
    assert.equal(length('2022-10-31') / 3600, 24);
});

test('a time that summer time skips becomes the one an hour later', () => {
    assert.equal(berlin.when(berlin.fromLocal(at('2022-03-27T02:30:00Z'))), '27 Mar 03:30');
});

test('a time that comes twice is the first one', () => {
    assert.equal(berlin.fromLocal(at('2022-10-30T02:30:00Z')), at('2022-10-30T00:30:00Z'));
});

test('months back keep the clock time and the length of February', () => {
    const end = berlin.fromLocal(at('2022-03-31T15:45:00Z'));
    assert.equal(berlin.when(berlin.addMonths(end, -1)), '28 Feb 15:45');
    assert.equal(berlin.when(berlin.addMonths(end, -6)), '30 Sep 15:45');
    assert.equal(berlin.year(berlin.addMonths(end, -12)), 2021);
});

test('the year begins at midnight of 1 January of the place', () => {
    assert.equal(melbourne.yearStart(at('2022-12-31T20:00:00Z')), at('2022-12-31T13:00:00Z'));
});

test('an unknown zone is told as UTC', () => {
    const nowhere = new Zone('Mars/Olympus');
    assert.equal(nowhere.name, 'UTC');
    assert.equal(nowhere.time(at('2022-03-16T13:30:00Z')), '13:30');
    assert.equal(nowhere.clock(at('2022-03-16T13:30:07Z')), '13:30:07');
});

const spans: [why: string, hours: number, most: number, expected: string[]][] = [
    ['an hour', 1, 5, ['15 Mar', '00:15', '00:30', '00:45', '01:00']],
    ['half a day', 12, 6, ['15 Mar', '02:00', '04:00', '06:00', '08:00', '10:00', '12:00'].slice(0, 7)],
    ['two days', 48, 5, ['15 Mar', '12:00', '16 Mar', '12:00', '17 Mar']],
    ['a week', 168, 8, ['15 Mar', '16 Mar', '17 Mar', '18 Mar', '19 Mar', '20 Mar', '21 Mar', '22 Mar']],
];
for (const [why, hours, most, expected] of spans) {
    test(`ticks of ${why} lie on round times of the place`, () => {
        const from = berlin.parse('2022-03-15');
        assert.deepEqual(timeTicks(berlin, from, from + hours * 3600, most).map(({ text }) => text), expected);
    });
}

test('ticks of weeks are Mondays', () => {
    const from = berlin.parse('2022-03-01');
    assert.deepEqual(timeTicks(berlin, from, from + 35 * 86400, 6).map(({ text }) => text), ['7 Mar', '14 Mar', '21 Mar', '28 Mar', '4 Apr']);
});

test('ticks of a year are months, and January is told as the year', () => {
    const texts = timeTicks(melbourne, melbourne.parse('2021-10-15'), melbourne.parse('2022-10-01'), 12).map(({ text }) => text);
    assert.deepEqual(texts, ['Nov', 'Dec', '2022', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct']);
});

test('ticks grow and stay within the range on days when clocks change', () => {
    for (const day of ['2022-03-27', '2022-10-30']) {
        const from = berlin.parse(day), to = from + 86400;
        const times = timeTicks(berlin, from, to, 48).map(({ time }) => time);
        assert.ok(times.every((time, i) => time >= from && time <= to && (i === 0 || time > (times[i - 1] as number))), day);
        assert.ok(times.length >= 20, `${times.length} ticks on ${day}`);
    }
});

test('there are never more ticks than there is room for', () => {
    const from = at('2022-01-01T00:00:00Z');
    for (const hours of [0.5, 3, 30, 300, 3000, 30_000]) {
        const { length } = timeTicks(utc, from, from + hours * 3600, 10);
        assert.ok(length >= 2 && length <= 12, `${length} ticks in ${hours} h`);
    }
});
