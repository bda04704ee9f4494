// web/traffic/picture_test.ts - what comes each second is added once, in its place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply, rateOf, score, seenClasses, stateOf, sum, type Five, type Picture, type Tick } from './picture.ts';

const NOW = 1_767_225_600;
const zeros = (): number[] => new Array<number>(60).fill(0);
const bars = (name: string, traffic = zeros(), attacks = zeros()): Picture['bars']['servers'][0] => ({ name, traffic, attacks });
const ending = (...values: number[]): number[] => [...zeros().slice(values.length), ...values];

function picture(changes: Partial<Picture> = {}): Picture {
    return {
        status: { time: NOW }, second: { t: NOW, servers: [] }, bars: { last: NOW, servers: [bars('www', ending(7, 8))] },
        hour: { last: NOW, classes: [{ name: 'Benign', is_attack: false, counts: ending(5, 6), judged: 0, precision: null, recall: null }], labelled: 0, accuracy: null, main_accuracy: null },
        clients: [], decisions: [], actions: {}, models: [], drift: [], safe: [], ...changes,
    };
}
const tick = (...fives: Five[]): Tick => ({ status: { time: NOW + 5 }, second: { t: NOW + 4, servers: [['www', 3, 1]] }, fives });

test('five seconds move the bars on and add to their minute', () => {
    const { bars: { last, servers }, hour } = apply(picture(), tick({ t: NOW + 5, servers: [['www', 20, 4]], classes: [['Benign', false, 16], ['Scan', true, 4]] }));
    assert.equal(last, NOW + 5);
    assert.deepEqual(servers[0]?.traffic.slice(-3), [7, 8, 20]);
    assert.deepEqual(servers[0]?.attacks.slice(-2), [0, 4]);
    assert.deepEqual(hour.classes.map(({ name, counts }) => [name, counts.slice(-2)]), [['Benign', [5, 22]], ['Scan', [0, 4]]]);
});

test('a five that is in the picture already does not count again', () => {
    const before = picture();
    assert.deepEqual(apply(before, tick({ t: NOW, servers: [['www', 99, 0]], classes: [] })).bars, before.bars);
});

test('time without traffic leaves a gap of zeros', () => {
    const { bars: { servers }, hour } = apply(picture(), tick({ t: NOW + 65, servers: [['www', 1, 0]], classes: [['Benign', false, 1]] }));
    assert.deepEqual(servers[0]?.traffic.slice(-14), [8, ...new Array<number>(12).fill(0), 1]);
    assert.deepEqual(hour.classes[0]?.counts.slice(-2), [6, 1]);
    const late = apply(picture(), tick({ t: NOW + 10_000, servers: [], classes: [] }));
    assert.equal(sum(late.bars.servers[0]?.traffic ?? []), 0);
});

test('a server that comes later gets a row, one beyond the hundredth goes to the others', () => {
    const full = picture({ bars: { last: NOW, servers: Array.from({ length: 99 }, (_, i) => bars(`server ${i}`)) } });
    const { bars: { servers, others } } = apply(full, tick({ t: NOW + 5, servers: [['new', 5, 0], ['newer', 6, 1], [null, 7, 2]], classes: [] }));
    assert.equal(servers.at(-1)?.name, 'new');
    assert.equal(servers.length, 100);
    assert.deepEqual([others?.traffic.at(-1), others?.attacks.at(-1)], [13, 3]);
});

test('the picture before a tick stays as it was', () => {
    const before = picture();
    const copy = structuredClone(before);
    apply(before, tick({ t: NOW + 5, servers: [['www', 20, 4]], classes: [['Benign', false, 16]] }));
    assert.deepEqual(before, copy);
});

test('what did not change is kept, what did is replaced', () => {
    const after = apply(picture({ actions: { banned: 2 } }), { ...tick(), decisions: [] });
    assert.deepEqual(after.actions, { banned: 2 });
    assert.equal(after.status.time, NOW + 5);
});

test('rates are those of the last second, of one server or of all', () => {
    const now = picture({ second: { t: NOW - 2, servers: [['www', 30, 4], ['api', 5, 0], [null, 2, 1]] } });
    assert.deepEqual(rateOf(now, 'www'), { traffic: 30, attacks: 4 });
    assert.deepEqual(rateOf(now), { traffic: 37, attacks: 5 });
    assert.deepEqual(rateOf(now, null), { traffic: 2, attacks: 1 });
    assert.deepEqual(rateOf(now, 'nobody'), { traffic: 0, attacks: 0 });
    assert.deepEqual(rateOf({ ...now, status: { time: NOW + 60 } }), { traffic: 0, attacks: 0 });
});

const states: [state: string, traffic: number[], attacks: number[], rate: { traffic: number; attacks: number }][] = [
    ['quiet', ending(500, 500), zeros(), { traffic: 100, attacks: 0 }],
    ['busy', ending(500, 500), zeros(), { traffic: 301, attacks: 0 }],
    ['probed', ending(500, 500), ending(1, 0, 0), { traffic: 301, attacks: 0 }],
    ['probed', ending(5000, 5000), ending(50, 50), { traffic: 1000, attacks: 10 }],
    ['attacked', ending(50, 50), ending(10, 10), { traffic: 10, attacks: 1 }],
];
for (const [state, traffic, attacks, rate] of states) test(`a server is ${state} at ${rate.attacks} of ${rate.traffic} records`, () => assert.equal(stateOf(bars('www', traffic, attacks), rate, 300), state));

test('classes are shown benign first, then by their count; unseen ones are not', () => {
    const of = (name: string, count: number): Picture['hour']['classes'][0] => ({ name, is_attack: name !== 'Benign', counts: ending(count), judged: 0, precision: null, recall: null });
    const { hour } = picture();
    const seen = seenClasses(picture({ hour: { ...hour, classes: [of('Bot', 3), of('Scan', 9), of('Benign', 1), of('Hulk', 0)] } }));
    assert.deepEqual(seen.map(({ name }) => name), ['Benign', 'Scan', 'Bot']);
});

test('scores are said shortly', () => assert.deepEqual([0.974, 0.5, 0, 1, 0.999].map(score), ['.97', '.50', '.00', '1.0', '1.0']));
