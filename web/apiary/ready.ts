// web/apiary/ready.ts - whether a page shows what was asked for, and what it says when that failed.

import { stateTexts as words } from 'texts/state.ts';
import { ApiError } from '../shared/ask.ts';
import { element } from '../shared/dom.ts';
import { showBanner, showInstead } from './notices.ts';

/** Told to the root element, for those who watch the page from outside. What there is stands in its place now: the page can be seen. */
export function markReady(ready: 'true' | 'false' | 'error', rows?: number): void {
    const { dataset } = document.documentElement;
    dataset.ready = ready;
    element('#main', HTMLElement).classList.remove('arriving');
    if (rows !== undefined) dataset.rows = String(rows);
}

/** A picture that is there stays, with a banner above it; else words stand in its place. */
export function showFailure(error: Error, retryAt: number | undefined, again: () => void, hasPicture: boolean): void {
    const notice = { kind: 'bad' as const, text: words.sentence(error.message), action: { text: words.tryAgain, act: again }, ...(retryAt === undefined ? {} : { retryAt }) };
    const title = error instanceof ApiError && error.status === 0 ? words.noAnswer : words.refused;
    if (hasPicture) showBanner('refused', { ...notice, title: words.sentence(title) });
    else showInstead({ ...notice, title });
    markReady('error');
}
