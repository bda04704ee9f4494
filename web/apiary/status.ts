// web/apiary/status.ts - how fresh what is shown is: the connection to the server and the age of the last sample.

import { stateTexts as words } from 'texts/state.ts';
import { element, glyph } from '../shared/dom.ts';
import type { LiveState } from '../shared/live.ts';
import type { Zone } from '../shared/time.ts';
import { showAge } from './age.ts';
import { showBanner } from './notices.ts';

/** The last sample of the shown apiary, by the server's clock. */
export interface Freshness {
    last: number;
    /** seconds since then */
    age: number;
    /** seconds between samples */
    step: number;
}

/** A sample may be this many steps late, and an hour, before it is worth a banner. */
const LATE_STEPS = 4;
const LATE = 3600;

const isStale = ({ age, step }: Freshness): boolean => age > Math.max(LATE, LATE_STEPS * step);

export class Status {
    private state: LiveState = { kind: 'connecting' };
    private freshness: Freshness | undefined;

    constructor(private readonly tryNow: () => void) {}

    /** @param freshness undefined without an apiary or without samples */
    showFreshness(freshness: Freshness | undefined, zone: Zone): void {
        this.freshness = freshness;
        this.showMark();
        if (!freshness) return showBanner('stale', undefined);
        const { last, age } = freshness;
        showAge(element('#figures', HTMLElement), age);
        showBanner('stale', !isStale(freshness) ? undefined : {
            kind: 'warn',
            title: words.stale(age),
            text: words.staleMeaning(zone.dated(last)),
            action: { text: words.seeSync, act: '../monit/' },
        });
    }

    showConnection(state: LiveState, zone: Zone): void {
        this.state = state;
        this.showMark();
        showBanner('offline', state.kind !== 'lost' ? undefined : {
            kind: 'bad',
            title: words.lost(zone.time(state.since / 1000)),
            text: words.lostMeaning,
            retryAt: state.retryAt,
            action: { text: words.tryNow, act: this.tryNow },
        });
    }

    private showMark(): void {
        const place = element('#live', HTMLElement);
        const [mark, word] = this.markAndWord();
        place.className = `st live keep ${mark}`;
        place.replaceChildren(glyph(mark), word);
    }

    private markAndWord(): [mark: string, word: string] {
        switch (this.state.kind) {
        case 'lost': return ['bad', words.offline];
        case 'connecting': return ['busy', words.connecting];
        case 'open': return this.freshness && isStale(this.freshness) ? ['warn', words.old(this.freshness.age)] : ['ok', words.live];
        }
    }
}
