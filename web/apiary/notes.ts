// web/apiary/notes.ts - notes and inspections: marks on the time axis, a list below, and a form for editors.

import { ApiError } from '../shared/ask.ts';
import { element, glyph, make } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import { item, type Button } from './alerts/items.ts';
import { confirmed } from './confirm.ts';
import { length } from './range.ts';
import type { Part, Scene } from './scene.ts';
import { deleteNote, fetchNotes, saveNote, type Note, type NoteKind } from './site_api.ts';

/** Pixels a mark takes. */
const MARK = 24;

/** Notes under one mark. */
type Group = [Note, ...Note[]];

export class Notes implements Part {
    private readonly lane = element('#note-lane', HTMLElement);
    private readonly list = element('#notes', HTMLElement);
    private readonly dialog = element('#note', HTMLDialogElement);
    private readonly form = element('form', HTMLFormElement, this.dialog);
    private readonly error = element('#note-error', HTMLElement);
    private scene: Scene | undefined;
    private edited: Note | undefined;
    private asking = new AbortController();

    /** @param pointed the time under the crosshair, if any */
    constructor(private readonly pointed: () => number | undefined) {
        element('#add-note', HTMLButtonElement).addEventListener('click', () => this.open(undefined));
        element('#note-cancel', HTMLButtonElement).addEventListener('click', () => this.dialog.close());
        this.form.addEventListener('submit', event => void this.submit(event));
    }

    show(scene: Scene): void {
        this.scene = scene;
        element('#add-note', HTMLElement).hidden = !scene.facts.editor;
        this.asking.abort();
        this.asking = new AbortController();
        void this.load(scene, this.asking.signal);
    }

    clear(): void {
        this.asking.abort();
        this.fill([]);
    }

    private async load(scene: Scene, signal: AbortSignal): Promise<void> {
        try {
            const notes = await fetchNotes(scene.apiary, scene.range, signal);
            if (signal.aborted) return;
            this.fill(notes);
            if (notes.length === 0) this.list.replaceChildren(make('li', 'No notes in this range.', { class: 'dim' }));
        } catch (error) {
            if (signal.aborted) return;
            if (!(error instanceof ApiError)) throw error;
            this.list.replaceChildren(make('li', `Notes cannot be read: ${error.reason}.`, { class: 'bad' }));
        }
    }

    private fill(notes: Note[]): void {
        const { scene } = this;
        const name = element('b', HTMLElement, this.lane);
        this.lane.replaceChildren(name, ...(scene ? together(notes, (MARK / this.lane.clientWidth) * length(scene.range)).map(group => this.mark(group, scene)) : []));
        this.list.replaceChildren(...(scene ? [...notes].reverse().map(note => this.item(note, scene)) : []));
    }

    /** A press on the mark leads to the text. */
    private mark([note, ...others]: Group, { range, zone }: Scene): HTMLElement {
        const more = others.length > 0 ? ` (and ${others.length} more)` : '';
        const words = `${note.kind}, ${zone.when(note.t)}: ${note.text}${more}`;
        const mark = make('button', '', { type: 'button', title: words, 'aria-label': words });
        mark.style.left = `${((note.t - range.from) / length(range)) * 100}%`;
        mark.append(glyph('note'));
        mark.addEventListener('click', () => document.getElementById(`note-${note.id}`)?.focus());
        return mark;
    }

    private item(note: Note, { zone, facts }: Scene): HTMLElement {
        const buttons: Button[] = !facts.editor ? [] : [
            { text: 'Edit', act: () => this.open(note) },
            { text: 'Delete', kind: 'stop', act: () => confirmed(`Delete this ${note.kind} of ${zone.when(note.t)}?`, 'Delete', () => void this.remove(note)) },
        ];
        const changed = note.changed === null ? '' : ` · changed ${zone.when(note.changed)}${note.changed_by && note.changed_by !== note.by ? ` by ${note.changed_by}` : ''}`;
        const made = item('note', 'off', note.kind[0]?.toUpperCase() + note.kind.slice(1), `${zone.dated(note.t)} · ${note.by}${changed}`, note.text, buttons);
        made.id = `note-${note.id}`;
        made.tabIndex = -1;
        return made;
    }

    private field<T extends HTMLElement>(name: string): T {
        return this.form.elements.namedItem(name) as unknown as T;
    }

    private open(note: Note | undefined): void {
        const { scene } = this;
        if (!scene) return;
        this.edited = note;
        const time = note?.t ?? this.pointed() ?? scene.range.to - 1;
        this.field<HTMLSelectElement>('kind').value = note?.kind ?? 'inspection';
        this.field<HTMLInputElement>('when').value = `${scene.zone.iso(time)}T${scene.zone.time(time)}`;
        this.field<HTMLTextAreaElement>('text').value = note?.text ?? '';
        element('#note-clock', HTMLElement).textContent = scene.zone.label(time);
        this.error.textContent = '';
        this.dialog.showModal();
    }

    private async submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        const { scene } = this;
        if (!scene) return;
        const when = momentOf(this.field<HTMLInputElement>('when').value, scene.zone);
        const text = this.field<HTMLTextAreaElement>('text').value.trim();
        if (Number.isNaN(when) || !text) return void (this.error.textContent = 'A note needs a time and a text.');
        try {
            const kind = this.field<HTMLSelectElement>('kind').value as NoteKind;
            await saveNote(scene.facts.token, { apiary: scene.apiary.id, t: when, kind, text }, this.edited?.id);
            this.dialog.close();
            this.show(scene);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.error.textContent = `Not saved: ${error.reason}.`;
        }
    }

    private async remove(note: Note): Promise<void> {
        const { scene } = this;
        if (!scene) return;
        try {
            await deleteNote(scene.facts.token, note.id);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            return this.list.prepend(make('li', `Not deleted: ${error.reason}.`, { class: 'bad' }));
        }
        this.show(scene);
    }
}

/** Notes in order of time; those nearer to the first of a group than `seconds` share its mark. */
export function together(notes: Note[], seconds: number): Group[] {
    const groups: Group[] = [];
    for (const note of notes) {
        const group = groups.at(-1);
        if (group && note.t - group[0].t < seconds) group.push(note);
        else groups.push([note]);
    }
    return groups;
}

/** "2022-03-16T08:02" by the clock of a place; NaN when it is no time. */
export function momentOf(text: string, zone: Zone): number {
    const [minute] = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(text) ?? [''];
    const local = minute ? Date.parse(`${minute}:00Z`) / 1000 : NaN;
    return Number.isNaN(local) ? NaN : zone.fromLocal(local);
}
