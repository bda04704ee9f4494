// web/apiary/note_editor_test.ts - times of notes are meant by the apiary's clock.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Zone } from '../shared/time.ts';
import { momentOf } from './note_editor.ts';

test('a time of the form is by the clock of the place', () => {
    assert.equal(momentOf('2022-07-01T12:30', new Zone('Europe/Berlin')), Date.parse('2022-07-01T10:30:00Z') / 1000);
    assert.ok(Number.isNaN(momentOf('', new Zone('UTC'))));
});
