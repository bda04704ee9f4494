// web/traffic/summary.ts - the traffic in six figures.

import { counted } from 'texts/counted.ts';
import { element, make } from '../shared/dom.ts';
import { count, decimal } from '../shared/format.ts';
import { rateOf, sum, type Action, type Picture } from './picture.ts';

interface Figure {
    name: string;
    value: string;
    unit: string;
    note: string;
}

const BANS: Action[] = ['banned', 'pending', 'lost'];

/** Pure. */
export function figuresOf(picture: Picture): Figure[] {
    const { status, bars, actions } = picture;
    const { traffic, attacks } = rateOf(picture);
    const servers = bars.servers.length + (bars.others?.count ?? 0);
    const isDry = status.mode !== 'armed';
    const of = (names: Action[]): number => sum(names.map(name => actions[name] ?? 0));
    const refused = sum((status.sources ?? []).map(source => source.refused)), late = sum((status.sources ?? []).map(source => source.late));
    return [
        { name: 'Traffic', value: count(traffic), unit: '/s', note: counted(servers, 'server') },
        { name: 'Predicted attacks', value: count(attacks), unit: '/s', note: traffic > 0 ? `${decimal((100 * attacks) / traffic)} % of traffic` : 'no traffic now' },
        { name: 'Clients tracked', value: count(status.clients ?? 0), unit: '', note: `${count(status.evicted ?? 0)} forgotten for room` },
        isDry ? { name: 'Would be banned', value: count(of(['dry-run'])), unit: '', note: 'in the last hour' }
            : { name: 'Banned', value: count(of(BANS)), unit: '', note: `in the last hour, ${count(of(['undone']))} undone` },
        { name: 'Sources', value: count(status.sources?.length ?? 0), unit: '', note: (status.sources ?? []).map(({ name }) => name).join(', ') || 'none yet' },
        { name: 'Refused records', value: count(refused), unit: '', note: `${count(late)} came late` },
    ];
}

export function showSummary(picture: Picture): void {
    const host = element('#figures', HTMLElement);
    const figures = figuresOf(picture);
    if (host.children.length !== figures.length) host.replaceChildren(...figures.map(({ name }) => shell(name)));
    figures.forEach(({ value, unit, note }, i) => {
        const [, amount, remark] = host.children[i]?.children ?? [];
        if (amount?.firstChild?.nodeValue !== value) amount?.replaceChildren(value, make('small', unit));
        if (remark && remark.textContent !== note) remark.textContent = note;
    });
}

function shell(name: string): HTMLElement {
    const made = make('div', '', { class: 'fig' });
    made.append(make('dt', name), make('dd', '', { class: 'v' }), make('dd', '', { class: 'dim' }));
    return made;
}
