// web/apiary/note_editor.ts - the form of a note, and its deletion; fetched when an editor first wants one.

import './common.ts';
import { noteFormTexts as form, noteTexts as words } from 'texts/notes.ts';
import { ApiError } from '../shared/ask.ts';
import { make } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import { confirmed } from './confirm.ts';
import type { Scene } from './scene.ts';
import { deleteNote, NOTE_KINDS, saveNote, type Note, type NoteKind } from './site_api.ts';

const LONGEST = '4000';

export class NoteEditor {
    private readonly dialog = make('dialog', '', { id: 'note', 'aria-labelledby': 'note-title' });
    private readonly kind = make('select');
    private readonly clock = make('span');
    private readonly when = make('input', '', { type: 'datetime-local', required: '' });
    private readonly text = make('textarea', '', { maxlength: LONGEST, required: '' });
    private readonly error = make('p', '', { class: 'bad wide-field', role: 'alert' });
    private edited: { scene: Scene; note: Note | undefined } | undefined;

    /** @param changed called after notes have changed @param failed told when a deletion was refused */
    constructor(private readonly changed: () => void, private readonly failed: (why: string) => void) {
        this.kind.append(...NOTE_KINDS.map(kind => make('option', words.kinds[kind], { value: kind })));
        document.body.append(this.build());
    }

    /** @param note to change; undefined: a new one, at the time that is pointed at or the end of the range */
    open(scene: Scene, note: Note | undefined, pointed?: number): void {
        this.edited = { scene, note };
        const time = note?.t ?? pointed ?? scene.range.to - 1;
        this.kind.value = note?.kind ?? 'inspection';
        this.when.value = `${scene.zone.iso(time)}T${scene.zone.time(time)}`;
        this.text.value = note?.text ?? '';
        this.clock.textContent = scene.zone.label(time);
        this.error.textContent = '';
        this.dialog.showModal();
    }

    remove({ facts, zone }: Scene, { id, kind, t }: Note): void {
        confirmed(words.confirmDelete(words.kinds[kind], zone.when(t)), words.delete, async () => {
            try {
                await deleteNote(facts.token, id);
                this.changed();
            } catch (error) {
                if (!(error instanceof ApiError)) throw error;
                this.failed(words.notDeleted(error.reason));
            }
        });
    }

    private build(): HTMLDialogElement {
        const made = make('form', '', { method: 'dialog' });
        const end = make('div', '', { class: 'wide-field end' });
        const cancel = make('button', form.cancel, { type: 'button' });
        cancel.addEventListener('click', () => this.dialog.close());
        end.append(cancel, make('button', form.save, { class: 'go' }));
        const when = make('span', `${form.when} `);
        when.append(this.clock);
        made.append(make('h2', form.title, { id: 'note-title' }), labelled(form.kind, this.kind), labelled(when, this.when), labelled(form.text, this.text, 'wide-field'), this.error, end);
        made.addEventListener('submit', event => void this.submit(event));
        this.dialog.append(made);
        return this.dialog;
    }

    private async submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        if (!this.edited) return;
        const { scene, note } = this.edited;
        const [t, text] = [momentOf(this.when.value, scene.zone), this.text.value.trim()];
        if (Number.isNaN(t) || !text) return void (this.error.textContent = form.incomplete);
        try {
            await saveNote(scene.facts.token, { apiary: scene.apiary.id, t, kind: this.kind.value as NoteKind, text }, note?.id);
            this.dialog.close();
            this.changed();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.error.textContent = form.notSaved(error.reason);
        }
    }
}

function labelled(words: string | Node, field: HTMLElement, kind = ''): HTMLElement {
    const label = make('label', '', kind ? { class: kind } : {});
    label.append(words, ' ', field);
    return label;
}

/** "2022-03-16T08:02" by the clock of a place; NaN when it is no time. */
export function momentOf(text: string, zone: Zone): number {
    const [minute] = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(text) ?? [''];
    const local = minute ? Date.parse(`${minute}:00Z`) / 1000 : NaN;
    return Number.isNaN(local) ? NaN : zone.fromLocal(local);
}
