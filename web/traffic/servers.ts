// web/traffic/servers.ts - a row for each server: its state, attacks and traffic now and in the last five minutes.

import { serverTexts as words } from 'texts/traffic.ts';
import { element, glyph, make } from '../shared/dom.ts';
import { count, decimal } from '../shared/format.ts';
import { BAR, rateOf, stateOf, sum, type Picture, type Rate, type ServerBars, type ServerState } from './picture.ts';
import { Bars } from './pictures.ts';

const MARKS: Record<ServerState, string> = { attacked: 'bad', probed: 'warn', busy: 'busy', quiet: 'ok' };
/** Attacks a second as high as the picture at least: a few are to look like a few. */
const LEAST_TOP = 5;

/** Whole numbers stay whole: counts of one second. */
const rateText = (rate: number): string => Number.isInteger(rate) ? count(rate) : decimal(rate);

class Row {
    readonly row = make('tr');
    private readonly state = make('span', '', { class: 'st' });
    private readonly attacks = make('td', '', { class: 'n', 'data-l': words.attacks });
    private readonly traffic = make('td', '', { class: 'n', 'data-l': words.traffic });
    private readonly attackBars = new Bars('attacks');
    private readonly trafficBars = new Bars();
    private shown: ServerState | undefined;

    constructor(private readonly name: HTMLElement) {
        const cell = (...children: (Node | string)[]): HTMLElement => {
            const made = make('td', '', { class: children[0] instanceof SVGElement ? 'all' : '' });
            made.append(...children);
            return made;
        };
        this.row.append(name, cell(this.state), this.attacks, cell(this.attackBars.svg), this.traffic, cell(this.trafficBars.svg));
    }

    show(bars: ServerBars, rate: Rate, red: number): void {
        const state = stateOf(bars, rate, red);
        if (state !== this.shown) {
            this.shown = state;
            this.state.className = `st ${MARKS[state]}`;
            this.state.replaceChildren(glyph(MARKS[state]), words.states[state]);
        }
        this.row.dataset.state = state;
        this.attacks.textContent = rateText(rate.attacks);
        this.traffic.textContent = rateText(rate.traffic);
        this.traffic.classList.toggle('above', rate.traffic > red);
        this.draw(bars, red);
    }

    private draw({ traffic, attacks }: ServerBars, red: number): void {
        const perSecond = (values: number[]): number[] => values.map(value => value / BAR);
        const [all, bad] = [perSecond(traffic), perSecond(attacks)];
        this.attackBars.show(bad, Math.max(LEAST_TOP, ...bad), undefined, words.attackBars(sum(attacks), Math.max(...bad)));
        this.trafficBars.show(all, Math.max(1, ...all) * 1.1, red, words.trafficBars(sum(traffic), Math.max(...all), red));
    }

    rename(text: string): void {
        this.name.textContent = text;
    }
}

export class Servers {
    private readonly body = element('#servers tbody', HTMLTableSectionElement);
    private readonly rows = new Map<string | null, Row>();

    show(picture: Picture, red: number): void {
        const { servers, others } = picture.bars;
        const names = new Set<string | null>(servers.map(({ name }) => name));
        for (const [name, row] of this.rows) {
            if (names.has(name) || (name === null && others)) continue;
            row.row.remove();
            this.rows.delete(name);
        }
        for (const bars of servers) this.rowOf(bars.name, bars.name).show(bars, rateOf(picture, bars.name), red);
        if (others) this.rowOf(null, words.others(others.count ?? 1)).show(others, rateOf(picture, null), Infinity);
        this.order([...servers.map(({ name }) => name), ...(others ? [null] : [])]);
    }

    private rowOf(name: string | null, text: string): Row {
        let row = this.rows.get(name);
        if (!row) this.rows.set(name, row = new Row(make('th', text || words.noName, { scope: 'row' })));
        else if (name === null) row.rename(text);
        return row;
    }

    /** As the picture has them; a row that is in its place is not touched, so that focus and selection stay. */
    private order(names: (string | null)[]): void {
        names.forEach((name, i) => {
            const row = this.rows.get(name)?.row;
            if (row && this.body.rows[i] !== row) this.body.insertBefore(row, this.body.rows[i] ?? null);
        });
    }
}
