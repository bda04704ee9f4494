// web/traffic/summary.ts - the traffic in six figures.

import { sumTexts as words } from 'texts/traffic.ts';
import { element, make } from '../shared/dom.ts';
import { count } from '../shared/format.ts';
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
        { name: words.traffic, value: count(traffic), unit: words.aSecond, note: words.servers(servers) },
        { name: words.attacks, value: count(attacks), unit: words.aSecond, note: traffic > 0 ? words.share((100 * attacks) / traffic) : words.noTraffic },
        { name: words.clients, value: count(status.clients ?? 0), unit: '', note: words.forgotten(status.evicted ?? 0) },
        isDry ? { name: words.wouldBan, value: count(of(['dry-run'])), unit: '', note: words.lastHour }
            : { name: words.banned, value: count(of(BANS)), unit: '', note: words.undone(of(['undone'])) },
        { name: words.sources, value: count(status.sources?.length ?? 0), unit: '', note: (status.sources ?? []).map(({ name }) => name).join(', ') || words.noSources },
        { name: words.refused, value: count(refused), unit: '', note: words.late(late) },
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
