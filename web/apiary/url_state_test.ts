// web/apiary/url_state_test.ts - what is shown survives the address, and nonsense in it is ignored.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readUrl, writeUrl, type UrlState } from './url_state.ts';

const plain: UrlState = { series: [], compare: { apiaries: [], shift: 0 }, view: 'flat', apiary: '3', shown: undefined, scale: 'viridis', mode: 'mean', bins: 'all' };

const states: [why: string, state: UrlState, query: string][] = [
    ['the default of an apiary', plain, '?apiary=3'],
    ['a fixed range', { ...plain, shown: { from: 1647302400, to: 1647388800 } }, '?apiary=3&from=1647302400&to=1647388800'],
    ['two days', { ...plain, shown: { days: ['2022-03-16', '2022-03-17'] } }, '?apiary=3&days=2022-03-16%2C2022-03-17'],
    ['the last week', { ...plain, shown: { last: 604800 } }, '?apiary=3&last=604800'],
    ['what is compared', { ...plain, series: ['weight'], compare: { apiaries: [2, 5], shift: -86400 } }, '?apiary=3&series=weight&compare=2%2C5&shift=-86400'],
    ['the box of samples', { ...plain, view: '4d' }, '?apiary=3&view=4d'],
    ['how sound is drawn', { ...plain, scale: 'inferno', mode: 'max', bins: '16-32' }, '?apiary=3&scale=inferno&mode=max&bins=16-32'],
];
for (const [why, state, query] of states) {
    test(`${why} is written and read back`, () => {
        assert.equal(writeUrl(state), query);
        assert.deepEqual(readUrl(query), state);
    });
}

for (const query of ['', '?scale=__proto__&bins=constructor&mode=median&view=5d&compare=x,-1&shift=z', '?from=9&to=3', '?from=x&to=y&last=-4', '?days=2022-03-17,2022-03-16', '?days=today']) {
    test(`"${query}" is the default`, () => assert.deepEqual(readUrl(query), { ...plain, apiary: undefined }));
}
