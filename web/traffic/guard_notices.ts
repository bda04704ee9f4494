// web/traffic/guard_notices.ts - what one must know of hive-guard before one believes the page: dry run, no model, no hive-ban, silence.

import { actTexts, guardTexts as words } from 'texts/traffic.ts';
import { element, glyph, make } from '../shared/dom.ts';
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
        const { time } = status;
        notices.push({ id: 'silent', kind: 'warn', mark: 'warn', title: words.silent(time ? silent : undefined), text: words.silentMeaning(time ? zone.when(time) : undefined), link: [words.seeGuard, '../monit/'] });
    }
    if (status.mode === 'dry-run') {
        const until = status.dry_run_until ? zone.when(status.dry_run_until) : undefined;
        notices.push({ id: 'dry', kind: 'dry', mark: 'busy', title: words.dryRun(until), text: words.dryRunMeaning, arms: '' });
    } else if (status.dry_run_classes?.length) {
        const [first = ''] = status.dry_run_classes;
        notices.push({ id: 'dry', kind: 'dry', mark: 'busy', title: words.dryRunFor(status.dry_run_classes), text: words.dryRunForMeaning, arms: first });
    }
    if (status.ban === 'away') {
        notices.push({ id: 'ban', kind: 'warn', mark: 'warn', title: words.banAway, text: words.banAwayMeaning(status.waiting ?? 0), link: [words.seeBan, '../monit/'] });
    }
    if (!hasModels && status.time !== undefined) {
        notices.push({ id: 'rules', kind: 'off', mark: 'off', title: words.rulesOnly, text: words.rulesOnlyMeaning });
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
        const message = make('span');
        message.append(make('strong', title), ` ${text}`);
        made.append(glyph(mark), message);
        const end = make('span', '', { class: 'end' });
        if (link) end.append(make('a', link[0], { class: 'btn', href: link[1] }));
        if (arms !== undefined && arm) {
            const go = make('button', actTexts.arm(arms)[1], { type: 'button', class: 'go' });
            go.addEventListener('click', () => arm(arms));
            end.append(go);
        }
        if (end.childElementCount > 0) made.append(end);
        return made;
    }));
}
