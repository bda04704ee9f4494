// web/apiary/notices.ts - what is wrong, since when, what happens next and the one thing to press.

import { stateTexts as words } from 'texts/state.ts';
import { element, glyph, make } from '../shared/dom.ts';

export interface Action {
    text: string;
    /** a place to go, or something to do */
    act: string | (() => void);
}

function button({ text, act }: Action): HTMLElement {
    if (typeof act === 'string') return make('a', text, { class: 'btn', href: act });
    const made = make('button', text, { type: 'button' });
    made.addEventListener('click', act);
    return made;
}

/** Seconds until a moment, said anew every second in `place`; ends when the element leaves the page. */
function countdown(place: HTMLElement, until: number): void {
    const tick = (): void => {
        place.textContent = String(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
        if (place.isConnected || place.dataset.new !== undefined) setTimeout(tick, 1000);
        delete place.dataset.new;
    };
    place.dataset.new = '';
    tick();
}

/** "Next try in 4 s." with a running number; nothing without a time. */
function nextTry(retryAt: number | undefined): (string | HTMLElement)[] {
    if (retryAt === undefined) return [];
    const seconds = make('b');
    countdown(seconds, retryAt);
    return [words.nextTry[0], seconds, words.nextTry[1]];
}

export interface Banner {
    kind: 'warn' | 'bad' | 'off';
    title: string;
    text: string;
    retryAt?: number;
    action?: Action;
}

/** Shows, replaces or (undefined) removes the banner of one cause. */
export function showBanner(cause: 'offline' | 'stale' | 'refused', banner: Banner | undefined): void {
    document.getElementById(`notice-${cause}`)?.remove();
    if (!banner) return;
    const { kind, title, text, retryAt, action } = banner;
    const made = make('div', '', { class: `banner ${kind}`, id: `notice-${cause}`, role: kind === 'bad' ? 'alert' : 'status' });
    const message = make('span');
    message.append(make('strong', title), ` ${text}`, ...nextTry(retryAt));
    made.append(glyph(kind), message);
    if (action) {
        const end = make('span', '', { class: 'end' });
        end.append(button(action));
        made.append(end);
    }
    element('#notices', HTMLElement).append(made);
}

/** What stands in place of the charts when there is nothing to draw. */
export interface Instead {
    kind: 'off' | 'bad';
    title: string;
    text: string;
    retryAt?: number;
    action?: Action;
}

/** Puts words in place of the charts; undefined brings the charts back. */
export function showInstead(instead: Instead | undefined): void {
    const place = element('#instead', HTMLElement);
    const { classList } = element('#stack', HTMLElement);
    classList.remove('waiting');
    classList.toggle('stands-by', instead !== undefined);
    place.hidden = instead === undefined;
    if (!instead) return;
    const { kind, title, text, retryAt, action } = instead;
    const made = make('div', '', { class: 'empty', role: kind === 'bad' ? 'alert' : 'status' });
    const message = make('p', text);
    message.append(...nextTry(retryAt));
    made.append(glyph(kind), make('strong', title), message);
    if (action) made.append(button(action));
    place.replaceChildren(made);
}

/** What is to come has its place, shape and size before the first answer: nothing moves when that is here. @param loading says it */
export function showWaiting(loading = words.loading): void {
    const { classList } = element('#stack', HTMLElement);
    classList.remove('stands-by');
    classList.add('waiting');
    const place = element('#instead', HTMLElement);
    place.hidden = false;
    place.replaceChildren(make('span', loading, { class: 'sr', role: 'status' }));
}
