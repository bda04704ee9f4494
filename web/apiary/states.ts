// web/apiary/states.ts - what stands in place of the charts when there is nothing to draw, and why.

import { chartTexts as words } from 'texts/charts.ts';
import { element } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import type { Apiary } from './api.ts';
import type { Drawn } from './answers.ts';
import { showInstead } from './notices.ts';
import { length, type Range } from './range.ts';
import { markReady } from './ready.ts';

export function showEmptyStore(apiary: Apiary | undefined): void {
    showInstead({ kind: 'off', title: words.noData, text: apiary ? words.noSamples(apiary.name) : words.emptyStore });
    element('#slider', HTMLElement).hidden = true;
    markReady('true', 0);
}

export function showEmptyRange(apiary: Apiary, range: Range, zone: Zone, showLastDay: () => void): void {
    showInstead({
        kind: 'off',
        title: words.noData,
        text: words.emptyRange(apiary.name, zone.when(range.from), zone.when(range.to)),
        action: { text: words.showLastDay, act: showLastDay },
    });
}

/** The range in words, its samples, and what of it is missing. */
export function summaryText({ lines, faults }: Drawn, range: Range, zone: Zone): string {
    const start = zone.year(range.from) === zone.year(range.to) ? zone.when(range.from) : zone.dated(range.from);
    const end = `${zone.dated(range.to)} ${zone.label(range.to)}`;
    const parts = [`${start} – ${end}`, words.samples(lines.samples)];
    if (lines.gaps.length > 0) parts.push(words.gapsOfRange(lines.gaps.length, lines.gaps.reduce((sum, gap) => sum + length(gap), 0)));
    if (faults.length > 0) parts.push(words.faultsOfRange(faults.length));
    return parts.join(' · ');
}

/** What stands under the spectrogram: how many samples one cell stands for. */
export function reductionText(samples: number, columns: number, bins: number, mode: string): string {
    return samples > columns ? words.reduced(samples, columns, bins, mode) : words.everyValue(samples, bins);
}
