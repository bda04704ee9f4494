// web/apiary/facts.ts - the apiaries there are, as the server told it last, and its clock.

import type { RowsEvent } from '../shared/live.ts';
import { fetchApiaries, type Apiaries, type Apiary } from './api.ts';

export class Facts {
    private answer: Apiaries = { apiaries: [], bin_hz: null, user: '', token: '', editor: false, now: 0 };
    private readAt: number | undefined;

    async read(): Promise<void> {
        this.answer = await fetchApiaries();
        this.readAt = performance.now();
    }

    get all(): Readonly<Apiaries> {
        return this.answer;
    }

    get isKnown(): boolean {
        return this.readAt !== undefined;
    }

    /** Seconds since the epoch by the server's clock. */
    get now(): number {
        return this.answer.now + (performance.now() - (this.readAt ?? 0)) / 1000;
    }

    find(id: string | undefined): Apiary | undefined {
        return this.answer.apiaries.find(apiary => String(apiary.id) === id);
    }

    /** The wanted one, else the first that has samples, else the first. */
    choose(wanted: string | undefined): Apiary | undefined {
        const { apiaries } = this.answer;
        return this.find(wanted) ?? apiaries.find(({ count }) => count > 0) ?? apiaries[0];
    }

    /** An apiary with the rows that came; undefined when it is not known yet, or had none so far: then all is to be read anew. */
    grow({ apiary: id, first, last, count }: RowsEvent): Apiary | undefined {
        const { apiaries } = this.answer;
        const at = apiaries.findIndex(apiary => apiary.id === id);
        const known = apiaries[at];
        if (!known || known.count === 0) return undefined;
        return (apiaries[at] = { ...known, first, last, count });
    }
}
