// web/apiary/numbers.ts - the table behind the charts, whose script is fetched when someone opens it.

import { stateTexts as words } from 'texts/state.ts';
import { ApiError, fetched } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import type { Part, Scene } from './scene.ts';

export class Numbers implements Part {
    private readonly details = element('#numbers', HTMLDetailsElement);
    private readonly table = element('table', HTMLTableElement, this.details);
    private scene: Scene | undefined;

    constructor() {
        this.details.addEventListener('toggle', () => void this.fill());
    }

    show(scene: Scene): void {
        this.scene = scene;
        this.details.hidden = false;
        void this.fill();
    }

    clear(): void {
        this.scene = undefined;
        this.details.hidden = true;
    }

    private async fill(): Promise<void> {
        if (!this.details.open) return;
        try {
            const { showTable } = await fetched(import('./table.ts'));
            if (this.scene) showTable(this.table, this.scene.drawn.lines, this.scene.range, this.scene.zone, this.scene.unit);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.table.replaceChildren(make('caption', words.sentence(error.message), { class: 'bad' }));
        }
    }
}
