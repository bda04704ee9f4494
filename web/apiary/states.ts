// web/apiary/states.ts - what stands in place of the charts when there is nothing to draw, and why.

import { element } from '../shared/dom.ts';
import { count, plural, span } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import { ApiError } from '../shared/ask.ts';
import type { Apiary } from './api.ts';
import type { Drawn } from './answers.ts';
import { showBanner, showInstead } from './notices.ts';
import { length, type Range } from './range.ts';

/** Told to the root element, for those who watch the page from outside. */
export function markReady(ready: 'true' | 'false' | 'error', rows?: number): void {
    const { dataset } = document.documentElement;
    dataset.ready = ready;
    if (rows !== undefined) dataset.rows = String(rows);
}

export function showEmptyStore(apiary: Apiary | undefined): void {
    showInstead({ kind: 'off', title: 'No data available', text: apiary
        ? `${apiary.name} has no samples yet.`
        : 'The local database has no samples yet. Update Database copies them from the remote one.' });
    element('#slider', HTMLElement).hidden = true;
    markReady('true', 0);
}

export function showEmptyRange(apiary: Apiary, range: Range, zone: Zone, showLastDay: () => void): void {
    showInstead({
        kind: 'off',
        title: 'No data available',
        text: `No samples of ${apiary.name} between ${zone.when(range.from)} and ${zone.when(range.to)}.`,
        action: { text: 'Show the last day with data', act: showLastDay },
    });
}

/** A picture that is there stays, with a banner above it; else words stand in its place. */
export function showFailure(error: Error, retryAt: number | undefined, again: () => void, hasPicture: boolean): void {
    const notice = { kind: 'bad' as const, text: `${error.message}.`, action: { text: 'Try again now', act: again }, ...(retryAt === undefined ? {} : { retryAt }) };
    const title = error instanceof ApiError && error.status === 0 ? 'The chart server did not answer' : 'The chart server could not answer';
    if (hasPicture) showBanner('refused', { ...notice, title: `${title}.` });
    else showInstead({ ...notice, title });
    markReady('error');
}

/** The range in words, its samples, and what of it is missing. */
export function summaryText({ lines, faults }: Drawn, range: Range, zone: Zone): string {
    const start = zone.year(range.from) === zone.year(range.to) ? zone.when(range.from) : zone.dated(range.from);
    const end = `${zone.dated(range.to)} ${zone.label(range.to)}`;
    const parts = [`${start} – ${end}`, plural(lines.samples, 'sample')];
    if (lines.gaps.length > 0) parts.push(`${plural(lines.gaps.length, 'gap')}, ${span(lines.gaps.reduce((sum, gap) => sum + length(gap), 0))}`);
    if (faults.length > 0) parts.push(`${plural(faults.length, 'faulty reading')} left out of the lines`);
    return parts.join(' · ');
}

/** What stands under the spectrogram: how many samples one cell stands for. */
export function reductionText(samples: number, columns: number, bins: number, mode: string): string {
    return samples > columns
        ? `${count(samples)} samples → ${count(columns)} × ${bins} cells, ${mode}`
        : `${count(samples)} samples × ${bins} bins, every value`;
}
