// web/apiary/overview/attention.ts - how an apiary is, in one word, and which apiaries one wants to see; pure.

import { LANGUAGE } from 'texts/basics.ts';
import { healthTexts as words } from 'texts/overview.ts';
import { averageStep } from '../answers.ts';
import type { Overviewed } from '../site_api.ts';

/** The mark, the word and, where it is not well, the reason. */
export interface Health {
    mark: 'ok' | 'warn' | 'bad' | 'off';
    word: string;
    why: string;
}

/** A sample may be this many steps late, and an hour, before an apiary is silent. */
const LATE_STEPS = 4;
const LATE = 3600;

const health = (mark: Health['mark'], [word = '', why = '']: readonly string[]): Health => ({ mark, word, why });

/** @param now seconds by the server's clock */
export function healthOf(apiary: Overviewed, now: number): Health {
    if (apiary.last === null || apiary.count === 0) return health('off', words.empty);
    if (apiary.alerts > 0) return health('bad', words.alert(apiary.alerts));
    if (now - apiary.last > Math.max(LATE, LATE_STEPS * averageStep(apiary))) return health('off', words.silent);
    if (apiary.latest.internal === null) return health('warn', words.fault);
    return health('ok', words.ready);
}

export const SORTS = ['name', 'attention', 'last'] as const;
export type Sort = (typeof SORTS)[number];

export interface Choice {
    find: string;
    onlyAttention: boolean;
    sort: Sort;
}

const URGENCY: Record<Health['mark'], number> = { bad: 0, warn: 1, off: 2, ok: 3 };

/** Case and accents do not matter. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word of what is looked for must be in the name, in any order. */
export function matches(name: string, find: string): boolean {
    const letters = plain(name);
    return plain(find).split(/\s+/).every(word => letters.includes(word));
}

/** The apiaries one asked for, in the order one asked for. */
export function chosen(apiaries: Overviewed[], { find, onlyAttention, sort }: Choice, now: number): Overviewed[] {
    const wanted = apiaries.filter(apiary => matches(apiary.name, find) && (!onlyAttention || healthOf(apiary, now).mark !== 'ok'));
    const byName = new Intl.Collator(LANGUAGE, { numeric: true }).compare;
    return wanted.sort((a, b) => {
        if (sort === 'attention') return URGENCY[healthOf(a, now).mark] - URGENCY[healthOf(b, now).mark] || byName(a.name, b.name);
        if (sort === 'last') return (a.last ?? 0) - (b.last ?? 0) || byName(a.name, b.name);
        return byName(a.name, b.name);
    });
}

/** Reads `?find=&only=attention&sort=`. */
export function readChoice(query: string): Choice {
    const values = new URLSearchParams(query);
    return {
        find: values.get('find') ?? '',
        onlyAttention: values.get('only') === 'attention',
        sort: SORTS.find(sort => sort === values.get('sort')) ?? 'name',
    };
}

export function writeChoice({ find, onlyAttention, sort }: Choice): string {
    const values = new URLSearchParams();
    if (find) values.set('find', find);
    if (onlyAttention) values.set('only', 'attention');
    if (sort !== 'name') values.set('sort', sort);
    return values.size > 0 ? `?${values}` : '';
}
