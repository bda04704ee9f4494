// web/apiary/finder.ts - a field that narrows a long menu of apiaries to those with such a name.

import './common.ts';
import { chartTexts as words } from 'texts/charts.ts';
import { element, make } from '../shared/dom.ts';
import type { Apiary } from './api.ts';
import { matches } from './overview/attention.ts';

export class Finder {
    private readonly field = element('#find-apiary', HTMLInputElement);
    private readonly found = element('#found', HTMLElement);
    private apiaries: Apiary[] = [];

    /** @param choose called with an id when Enter takes the first match */
    constructor(private readonly menu: HTMLSelectElement, private readonly choose: (id: string) => void) {
        this.field.addEventListener('input', () => this.sift());
        this.field.addEventListener('keydown', event => this.key(event));
    }

    show(apiaries: Apiary[]): void {
        this.apiaries = apiaries;
    }

    /** The apiary shown now stays in the menu, else the menu would name another one. */
    private sift(): void {
        const shown = this.menu.value;
        const matching = this.matching;
        const listed = this.apiaries.filter(apiary => matching.includes(apiary) || String(apiary.id) === shown);
        this.menu.replaceChildren(...listed.map(({ id, name }) => make('option', name, { value: String(id) })));
        this.menu.value = shown;
        this.found.textContent = this.field.value ? words.found(matching.length, this.apiaries.length) : '';
    }

    private get matching(): Apiary[] {
        return this.apiaries.filter(({ name }) => matches(name, this.field.value));
    }

    private key(event: KeyboardEvent): void {
        const [first] = this.matching;
        if (event.key === 'Escape') this.field.value = '';
        else if (event.key !== 'Enter' || !first || !this.field.value) return;
        event.preventDefault();
        if (event.key === 'Enter' && first) {
            this.field.value = '';
            this.sift();
            this.menu.value = String(first.id);
            this.choose(String(first.id));
        } else this.sift();
    }
}
