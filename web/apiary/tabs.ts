// web/apiary/tabs.ts - a row of tabs as the ARIA practices describe them: one Tab stop, arrows choose.

export class Tabs<Name extends string> {
    private readonly tabs: HTMLElement[];

    /** @param host holds one element of role tab for each name, in their order */
    constructor(host: HTMLElement, private readonly names: readonly Name[], private readonly choose: (name: Name) => void) {
        this.tabs = [...host.querySelectorAll<HTMLElement>('[role=tab]')];
        this.tabs.forEach((tab, i) => tab.addEventListener('click', () => choose(names[i] as Name)));
        host.addEventListener('keydown', event => this.key(event));
    }

    show(name: Name): void {
        this.tabs.forEach((tab, i) => {
            const isShown = this.names[i] === name;
            tab.setAttribute('aria-selected', String(isShown));
            tab.tabIndex = isShown ? 0 : -1;
        });
    }

    private key(event: KeyboardEvent): void {
        const at = this.tabs.indexOf(event.target as HTMLElement);
        const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.tabs.length - 1 }[event.key];
        if (at < 0 || to === undefined) return;
        event.preventDefault();
        const next = (to + this.tabs.length) % this.tabs.length;
        this.tabs[next]?.focus();
        this.choose(this.names[next] as Name);
    }
}
