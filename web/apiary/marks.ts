// web/apiary/marks.ts - marks on a lane below the spectrogram; those close to each other share one.

import { glyph, make } from '../shared/dom.ts';
import { length, type Range } from './range.ts';

/** Pixels a mark takes. */
const MARK = 24;

/** Things under one mark. */
export type Group<Thing> = [Thing, ...Thing[]];

export interface Look<Thing> {
    at(thing: Thing): number;
    glyph: string;
    state?: string;
    /** what the mark says: its first thing, and how many others it stands for */
    words(first: Thing, others: number): string;
    press(first: Thing): void;
}

/** Things in order of time; those nearer to the first of a group than `seconds` share its mark. */
export function together<Thing>(things: readonly Thing[], at: (thing: Thing) => number, seconds: number): Group<Thing>[] {
    const groups: Group<Thing>[] = [];
    for (const thing of things) {
        const group = groups.at(-1);
        if (group && at(thing) - at(group[0]) < seconds) group.push(thing);
        else groups.push([thing]);
    }
    return groups;
}

/** Marks on a lane that shows a range. @param things in order of time */
export function marksOf<Thing>(lane: HTMLElement, things: readonly Thing[], range: Range, look: Look<Thing>): HTMLElement[] {
    const near = (MARK / Math.max(1, lane.clientWidth)) * length(range);
    return together(things, look.at, near).map(([first, ...others]) => {
        const words = look.words(first, others.length);
        const mark = make('button', '', { type: 'button', title: words, 'aria-label': words });
        mark.style.left = percent(look.at(first), range);
        mark.append(glyph(look.glyph, look.state));
        mark.addEventListener('click', () => look.press(first));
        return mark;
    });
}

/** Where a time stands on a lane. */
export const percent = (time: number, range: Range): string => `${((time - range.from) / length(range)) * 100}%`;

/** Leads to an entry of a list, and to the eye. */
export function goTo(id: string): void {
    document.getElementById(id)?.focus();
}
