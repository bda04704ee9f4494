// web/traffic/guard_notices.ts - what one must know of hive-guard before one believes the page: dry run, no model, no hive-ban, silence.

import { counted } from 'texts/counted.ts';
import { element, glyph, make } from '../shared/dom.ts';
import { span } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import type { GuardStatus } from './picture.ts';

/** Seconds after which hive-guard, which writes every second, is called silent. */
const SILENT = 10;

export interface Notice {
    id: string;
    kind: 'dry' | 'off' | 'warn';
    mark: string;
    title: string;
    text: string;
    /** of the one thing to press, for an admin: of a class, or "" for all */
    arms?: string;
    /** a place to go */
    link?: [text: string, address: string];
}

/** Pure. @param now seconds by the server's clock @param hasModels of the picture */
export function noticesOf(status: GuardStatus, hasModels: boolean, now: number, zone: Zone): Notice[] {
    const notices: Notice[] = [];
    const silent = now - (status.time ?? 0);
    if (silent > SILENT) {
        const since = status.time ? `for ${span(silent)}` : 'so far';
        notices.push({ id: 'silent', kind: 'warn', mark: 'warn', title: `hive-guard has written nothing ${since}.`,
            text: status.time ? `What you see is from ${zone.when(status.time)}; the watchdog says how it is.` : 'The watchdog says how it is.', link: ['See hive-guard', '../monit/'] });
    }
    if (status.mode === 'dry-run') {
        const until = status.dry_run_until ? ` until ${zone.when(status.dry_run_until)}` : '';
        notices.push({ id: 'dry', kind: 'dry', mark: 'busy', title: `Dry run${until}.`, text: 'Decisions are recorded and shown; nobody is banned.', arms: '' });
    } else if (status.dry_run_classes?.length) {
        const [first = ''] = status.dry_run_classes;
        notices.push({ id: 'dry', kind: 'dry', mark: 'busy', title: `Dry run for ${status.dry_run_classes.join(', ')}.`, text: 'Who is taken for that is not banned; others are.', arms: first });
    }
    if (status.ban === 'away') {
        const waiting = status.waiting ? ` ${counted(status.waiting, 'decision')} wait${status.waiting === 1 ? 's' : ''} for it.` : '';
        notices.push({ id: 'ban', kind: 'warn', mark: 'warn', title: 'hive-ban cannot be reached.', text: `Nobody new is banned until it is back.${waiting}`, link: ['See hive-ban', '../monit/'] });
    }
    if (!hasModels && status.time !== undefined) {
        notices.push({ id: 'rules', kind: 'off', mark: 'off', title: 'Rules only.', text: 'There is no model, so what no rule describes passes as benign. hive-train(1) makes one.' });
    }
    return notices;
}

let shown = '';

/** @param arm undefined when who looks may not */
export function showNotices(notices: Notice[], arm: ((of: string) => void) | undefined): void {
    const state = JSON.stringify([notices, arm !== undefined]);
    if (state === shown) return;
    shown = state;
    element('#guard-notices', HTMLElement).replaceChildren(...notices.map(notice => {
        const { id, kind, mark, title, text, arms, link } = notice;
        const made = make('div', '', { class: `banner ${kind}`, id: `guard-${id}`, role: 'status' });
        const words = make('span');
        words.append(make('strong', title), ` ${text}`);
        made.append(glyph(mark), words);
        const end = make('span', '', { class: 'end' });
        if (link) end.append(make('a', link[0], { class: 'btn', href: link[1] }));
        if (arms !== undefined && arm) {
            const go = make('button', arms ? `Arm for ${arms}` : 'Arm now', { type: 'button', class: 'go' });
            go.addEventListener('click', () => arm(arms));
            end.append(go);
        }
        if (end.childElementCount > 0) made.append(end);
        return made;
    }));
}
