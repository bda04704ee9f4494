// web/texts/en/notes.ts - notes and inspections: what stands on the time axis and in the list.

import type { NoteKind } from '../../apiary/site_api.ts';

export const noteTexts = {
    none: 'No notes in this range.',
    failed: (why: string): string => `Notes cannot be read: ${why}.`,
    kinds: { note: 'note', inspection: 'inspection', treatment: 'treatment', harvest: 'harvest', feeding: 'feeding' } satisfies Record<NoteKind, string> as Record<NoteKind, string>,
    mark: (kind: string, when: string, text: string, others: number): string => `${kind}, ${when}: ${text}${others > 0 ? ` (and ${others} more)` : ''}`,
    heading: (kind: string): string => `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
    written: (when: string, by: string): string => `${when} · ${by}`,
    changed: (when: string, by: string | null): string => ` · changed ${when}${by ? ` by ${by}` : ''}`,
    edit: 'Edit',
    delete: 'Delete',
    confirmDelete: (kind: string, when: string): string => `Delete this ${kind} of ${when}?`,
    notDeleted: (why: string): string => `Not deleted: ${why}.`,
};

export const noteFormTexts = {
    title: 'Note',
    kind: 'Kind',
    when: 'When,',
    text: 'Text',
    cancel: 'Cancel',
    save: 'Save',
    incomplete: 'A note needs a time and a text.',
    notSaved: (why: string): string => `Not saved: ${why}.`,
};
