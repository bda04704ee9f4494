// web/apiary/notes_test.ts - notes close to each other share a mark, and times are meant by the apiary's clock.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Zone } from '../shared/time.ts';
import { momentOf, together } from './notes.ts';
import type { Note } from './site_api.ts';

const note = (t: number): Note => ({ id: t, apiary: 1, t, kind: 'note', text: '', by: 'ann', created: t, changed_by: null, changed: null });

test('notes closer than a mark share it, counted from the first', () => {
    const groups = together([0, 50, 90, 100, 250].map(note), 100);
    assert.deepEqual(groups.map(group => group.map(({ t }) => t)), [[0, 50, 90], [100], [250]]);
});

test('a time of the form is by the clock of the place', () => {
    assert.equal(momentOf('2022-07-01T12:30', new Zone('Europe/Berlin')), Date.parse('2022-07-01T10:30:00Z') / 1000);
    assert.ok(Number.isNaN(momentOf('', new Zone('UTC'))));
});
