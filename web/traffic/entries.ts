// web/traffic/entries.ts - a list whose entries are made anew only when they changed, so that focus and what is open stay.

import { element, make } from '../shared/dom.ts';

export class Entries<Item> {
    private readonly host: HTMLElement;
    private readonly made = new Map<string, { state: string; entry: HTMLElement }>();

    /** @param keyOf what an item is known by @param draw makes its entry @param without is said of an empty list */
    constructor(selector: string, private readonly keyOf: (item: Item) => string, private readonly draw: (item: Item) => HTMLElement, private readonly without: () => string) {
        this.host = element(selector, HTMLElement);
    }

    /** @param context entries are made anew when it changes, too */
    show(items: Item[], context: string): void {
        const entries = items.map(item => this.entryOf(item, context));
        const keys = new Set(items.map(this.keyOf));
        for (const key of this.made.keys()) if (!keys.has(key)) this.made.delete(key);
        if (entries.length === 0) return this.host.replaceChildren(make('li', this.without(), { class: 'dim' }));
        for (const child of [...this.host.children]) if (!entries.includes(child as HTMLElement)) child.remove();
        entries.forEach((entry, i) => {
            if (this.host.children[i] !== entry) this.host.insertBefore(entry, this.host.children[i] ?? null);
        });
    }

    private entryOf(item: Item, context: string): HTMLElement {
        const key = this.keyOf(item), state = context + JSON.stringify(item);
        const known = this.made.get(key);
        if (known?.state === state) return known.entry;
        const entry = this.draw(item);
        // A button that a person stands on keeps the focus when its entry is made anew.
        const focused = known?.entry.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
        known?.entry.replaceWith(entry);
        if (focused) [...entry.querySelectorAll('button, summary')].find(({ textContent }) => textContent === focused)?.closest<HTMLElement>('button, summary')?.focus();
        this.made.set(key, { state, entry });
        return entry;
    }
}
