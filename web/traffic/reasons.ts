// web/traffic/reasons.ts - why somebody was suspected: the strongest reasons with their weights.

import { peopleTexts } from 'texts/traffic.ts';
import { make } from '../shared/dom.ts';
import { count, decimal } from '../shared/format.ts';
import type { Reason } from './picture.ts';
import { meter } from './pictures.ts';

function words({ name, value, text }: Reason): string {
    if (text) return text;
    if (value === undefined) return name;
    return `${name} ${Number.isInteger(value) ? count(value) : decimal(value, Math.abs(value) < 1 ? 2 : 1)}`;
}

/** Weights are compared with the strongest one of the list. */
export function reasonList(reasons: Reason[]): HTMLElement {
    const made = make('div', '', { class: 'why' });
    const strongest = Math.max(1e-9, ...reasons.map(({ weight }) => Math.abs(weight ?? 0)));
    for (const reason of reasons) {
        const weight = reason.weight ?? 0;
        const amount = weight >= 0 ? `+${decimal(weight, 2)}` : decimal(weight, 2);
        made.append(make('span', words(reason)), meter(Math.abs(weight) / strongest, peopleTexts.weight(amount), weight >= 0 ? 'plus' : ''), make('span', amount, { class: 'n' }));
    }
    return made;
}
