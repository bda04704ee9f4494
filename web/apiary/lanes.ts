// web/apiary/lanes.ts - what was not measured, below the spectrogram: faulty readings and gaps.

import { chartTexts as words } from 'texts/charts.ts';
import { element, glyph, make } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import type { Fault } from './api.ts';
import { length, type Range } from './range.ts';

/** More marks than this stand on each other. */
const MOST_MARKS = 60;

const percent = (time: number, range: Range): string => `${((time - range.from) / length(range)) * 100}%`;

export function showFaults(faults: Fault[], range: Range, zone: Zone): void {
    const every = Math.ceil(faults.length / MOST_MARKS);
    const marks = faults.filter((_, i) => i % every === 0).map(fault => {
        const mark = make('i', '', { class: 'fault', title: words.fault(fault.part, fault.value === null ? words.noNumber : words.faultMeaning(fault.value), zone.when(fault.t)) });
        mark.style.left = percent(fault.t, range);
        mark.append(glyph('fault', 'bad'));
        return mark;
    });
    fill('#faults', marks, faults.length === 0 ? words.noFaults : words.faults(faults.length, zone.when(faults.at(-1)?.t ?? 0)));
}

export function showGaps(gaps: Range[], range: Range, zone: Zone): void {
    const marks = gaps.map(gap => {
        const mark = make('i', '', { class: 'gap', title: words.gap(length(gap), zone.when(gap.from)) });
        mark.style.left = percent(gap.from, range);
        mark.style.width = `${(length(gap) / length(range)) * 100}%`;
        return mark;
    });
    fill('#gaps', marks, gaps.length === 0 ? words.noGaps : words.gaps(gaps.length));
}

/** The marks are for the eye, the sentence for a screen reader. */
function fill(selector: string, marks: HTMLElement[], sentence: string): void {
    const lane = element(selector, HTMLElement);
    const name = element('b', HTMLElement, lane);
    lane.replaceChildren(name, make('span', sentence, { class: 'sr' }), ...marks);
}
