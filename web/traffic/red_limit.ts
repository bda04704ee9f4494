// web/traffic/red_limit.ts - the rate above which a server's traffic is red: as the server suggests, or as this person wants it.

import { element } from '../shared/dom.ts';

const KEY = 'hive-traffic-red';

export class RedLimit {
    private readonly input = element('#red', HTMLInputElement);
    private own: number | undefined = remembered();
    private suggested = 300;

    constructor(changed: () => void) {
        this.input.value = String(this.value);
        this.input.addEventListener('input', () => {
            if (!this.input.checkValidity()) return;
            this.own = Number(this.input.value);
            remember(this.own);
            changed();
        });
    }

    /** Records a second. */
    get value(): number {
        return this.own ?? this.suggested;
    }

    suggest(value: number): void {
        this.suggested = value;
        if (this.own === undefined && document.activeElement !== this.input) this.input.value = String(value);
    }
}

/** Storage may be refused: then the choice lasts for this page only. */
function remembered(): number | undefined {
    try {
        const value = Number(localStorage.getItem(KEY));
        return value > 0 ? value : undefined;
    } catch {
        return undefined;
    }
}

function remember(value: number): void {
    try {
        localStorage.setItem(KEY, String(value));
    } catch {
        // not remembered
    }
}
