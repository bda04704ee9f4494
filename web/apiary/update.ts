// web/apiary/update.ts - the button Update Database: asks for a copying run, and tells how far it is and how it ended.

import { chartTexts as words } from 'texts/charts.ts';
import { ApiError } from '../shared/ask.ts';
import type { SyncEvent } from '../shared/live.ts';
import { updateDatabase } from './api.ts';
import type { Controls } from './controls.ts';

export class Update {
    /** @param done called when a run that was asked for here has ended, or goes on without us */
    constructor(private readonly controls: Controls, private readonly done: () => void) {}

    async start(token: string): Promise<void> {
        this.controls.showUpdate(words.copying, 'running');
        try {
            const { outcome, text } = await updateDatabase(token);
            this.controls.showUpdate(text, outcome === 'failed' ? 'failed' : outcome === 'running' ? 'running' : 'done');
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.controls.showUpdate(words.updateFailed(error.reason), 'failed');
        }
        this.done();
    }

    /** How far a copying run is, whoever started it, or how it ended. */
    heard({ rows, rate, done, text, error }: SyncEvent): void {
        if (error !== undefined) this.controls.showUpdate(words.updateFailed(error), 'failed');
        else if (done) this.controls.showUpdate(text ?? '', 'done');
        else this.controls.showUpdate(words.copied(rows, rate), 'running');
    }
}
