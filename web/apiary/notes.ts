// web/apiary/notes.ts - notes and inspections: marks on the time axis and a list below, which editors may change.

import { noteTexts as words } from 'texts/notes.ts';
import { ApiError, fetched } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import { item, type Button } from './alerts/item.ts';
import { goTo, marksOf } from './marks.ts';
import type { NoteEditor } from './note_editor.ts';
import type { Part, Scene } from './scene.ts';
import { fetchNotes, type Note } from './site_api.ts';

export class Notes implements Part {
    private readonly lane = element('#note-lane', HTMLElement);
    private readonly list = element('#notes', HTMLElement);
    private scene: Scene | undefined;
    private editor: NoteEditor | undefined;
    private asking = new AbortController();

    /** @param pointed the time under the crosshair, if any */
    constructor(private readonly pointed: () => number | undefined) {
        element('#add-note', HTMLButtonElement).addEventListener('click', () => void this.edit((editor, scene) => editor.open(scene, undefined, this.pointed())));
    }

    show(scene: Scene): void {
        this.scene = scene;
        element('#add-note', HTMLElement).hidden = !scene.facts.editor;
        this.again();
    }

    clear(): void {
        this.asking.abort();
        this.scene = undefined;
        this.fill([]);
    }

    /** Reads the notes of the range anew. */
    again(): void {
        this.asking.abort();
        this.asking = new AbortController();
        if (this.scene) void this.load(this.scene, this.asking.signal);
    }

    private async load(scene: Scene, signal: AbortSignal): Promise<void> {
        try {
            const notes = await fetchNotes(scene.apiary, scene.range, signal);
            if (!signal.aborted) this.fill(notes);
        } catch (error) {
            if (signal.aborted) return;
            if (!(error instanceof ApiError)) throw error;
            this.say(words.failed(error.reason));
        }
    }

    private say(failure: string): void {
        this.list.prepend(make('li', failure, { class: 'bad', role: 'alert' }));
    }

    private fill(notes: Note[]): void {
        const { scene, lane } = this;
        const name = element('b', HTMLElement, lane);
        if (!scene) {
            lane.replaceChildren(name);
            return this.list.replaceChildren();
        }
        lane.replaceChildren(name, ...marksOf(lane, notes, scene.range, {
            at: ({ t }) => t, glyph: 'note', press: ({ id }) => goTo(`note-${id}`),
            words: ({ kind, t, text }, others) => words.mark(words.kinds[kind], scene.zone.when(t), text, others),
        }));
        const items = [...notes].reverse().map(note => this.item(note, scene));
        this.list.replaceChildren(...(items.length > 0 ? items : [make('li', words.none, { class: 'dim' })]));
    }

    private item(note: Note, { zone, facts }: Scene): HTMLElement {
        const buttons: Button[] = !facts.editor ? [] : [
            { text: words.edit, act: () => void this.edit((editor, scene) => editor.open(scene, note)) },
            { text: words.delete, kind: 'stop', act: () => void this.edit((editor, scene) => editor.remove(scene, note)) },
        ];
        const changed = note.changed === null ? '' : words.changed(zone.when(note.changed), note.changed_by === note.by ? null : note.changed_by);
        const made = item('note', 'off', words.heading(words.kinds[note.kind]), words.written(zone.dated(note.t), note.by) + changed, note.text, buttons);
        made.id = `note-${note.id}`;
        made.tabIndex = -1;
        return made;
    }

    /** What an editor does is fetched when one does it. */
    private async edit(act: (editor: NoteEditor, scene: Scene) => void): Promise<void> {
        try {
            this.editor ??= new (await fetched(import('./note_editor.ts'))).NoteEditor(() => this.again(), failure => this.say(failure));
            if (this.scene) act(this.editor, this.scene);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.say(words.failed(error.reason));
        }
    }
}
