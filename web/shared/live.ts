// web/shared/live.ts - one event stream per browser, shared by its tabs and closed while all are hidden.

import { Backoff } from './backoff.ts';

/** New rows of one apiary: what its record spans now. */
export interface RowsEvent {
    apiary: number;
    /** null when the apiary has gone */
    first: number | null;
    last: number | null;
    count: number;
    added: number;
}

/** How far a running update is (rate is rows a second), or how it ended: the outcome's text, or why it failed. */
export interface SyncEvent {
    rows: number;
    rate: number;
    done?: boolean;
    text?: string;
    error?: string;
}

/** What people keep beside the readings has changed: an alert fired, recovered or was acknowledged; notes; rules. */
export type SiteChange = (typeof SITE_CHANGES)[number];
const SITE_CHANGES = ['alert', 'notes', 'rules'] as const;

/** Seconds until the next try are counted by whoever shows them: `retryAt` is in milliseconds since the epoch. */
export type LiveState = { kind: 'connecting' } | { kind: 'open' } | { kind: 'lost'; since: number; retryAt: number };

export interface LiveListener {
    rows(event: RowsEvent): void;
    sync(event: SyncEvent): void;
    site(kind: SiteChange): void;
    /** what is new of the traffic, as hive-guard told it */
    traffic?(tick: unknown): void;
    /** events were lost while the stream was down: what is shown may be old */
    missed(): void;
    state(state: LiveState): void;
}

type Message =
    | { kind: 'rows'; event: RowsEvent }
    | { kind: 'sync'; event: SyncEvent }
    | { kind: 'state'; state: LiveState }
    | { kind: 'traffic'; tick: unknown }
    | { kind: SiteChange | 'missed' }
    /** a new tab asks the one with the stream how it is */
    | { kind: 'hello' };

const NAME = 'hive-events';

/**
 * The tab that holds the lock has the stream and repeats what arrives to the others. Web Locks exist only
 * on https and localhost; elsewhere each visible tab has its own stream.
 */
export class Live {
    private readonly channel = new BroadcastChannel(NAME);
    private readonly backoff = new Backoff();
    private source: EventSource | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private lostSince = 0;
    private state: LiveState = { kind: 'connecting' };
    private turn: AbortController | undefined;

    constructor(private readonly url: string, private readonly listener: LiveListener) {
        this.channel.onmessage = ({ data }: MessageEvent<Message>) => this.deliver(data);
        document.addEventListener('visibilitychange', () => this.follow());
        addEventListener('online', () => this.tryNow());
        this.follow();
    }

    /** Connects at once instead of waiting for the next try. */
    tryNow(): void {
        if (this.timer !== undefined) this.connect();
    }

    private follow(): void {
        this.turn?.abort();
        this.turn = undefined;
        this.disconnect();
        if (document.hidden) return;
        const turn = (this.turn = new AbortController());
        if ('locks' in navigator) this.waitForTurn(turn.signal);
        else this.connect();
        this.channel.postMessage({ kind: 'hello' } satisfies Message);
    }

    /** The lock is held until this tab is hidden or closed; then the next visible tab gets it. */
    private waitForTurn(signal: AbortSignal): void {
        const held = (): Promise<void> => new Promise(release => {
            if (signal.aborted) return release();
            signal.addEventListener('abort', () => release());
            this.connect();
        });
        navigator.locks.request(NAME, { signal }, held).catch((reason: unknown) => {
            if (!signal.aborted) throw reason;
        });
    }

    private connect(): void {
        this.disconnect();
        this.tell({ kind: 'connecting' });
        const source = (this.source = new EventSource(this.url));
        source.onopen = () => {
            this.backoff.reset();
            this.lostSince = 0;
            this.tell({ kind: 'open' });
        };
        source.onerror = () => this.lost();
        source.addEventListener('rows', ({ data }) => this.send({ kind: 'rows', event: JSON.parse(String(data)) as RowsEvent }));
        source.addEventListener('sync', ({ data }) => this.send({ kind: 'sync', event: JSON.parse(String(data)) as SyncEvent }));
        source.addEventListener('traffic', ({ data }) => this.send({ kind: 'traffic', tick: JSON.parse(String(data)) as unknown }));
        for (const kind of [...SITE_CHANGES, 'missed'] as const) source.addEventListener(kind, () => this.send({ kind }));
    }

    private lost(): void {
        this.disconnect();
        this.lostSince ||= Date.now();
        const wait = this.backoff.next(Math.random());
        this.tell({ kind: 'lost', since: this.lostSince, retryAt: Date.now() + wait });
        this.timer = setTimeout(() => this.connect(), wait);
    }

    private disconnect(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.source?.close();
        this.source = undefined;
    }

    private tell(state: LiveState): void {
        this.state = state;
        this.send({ kind: 'state', state });
    }

    private get hasStream(): boolean {
        return this.source !== undefined || this.timer !== undefined;
    }

    private send(message: Message): void {
        this.channel.postMessage(message);
        this.deliver(message);
    }

    private deliver(message: Message): void {
        switch (message.kind) {
        case 'rows': return this.listener.rows(message.event);
        case 'sync': return this.listener.sync(message.event);
        case 'traffic': return this.listener.traffic?.(message.tick);
        case 'alert':
        case 'notes':
        case 'rules': return this.listener.site(message.kind);
        case 'missed': return this.listener.missed();
        case 'state': return this.listener.state(message.state);
        case 'hello': return void (this.hasStream && this.channel.postMessage({ kind: 'state', state: this.state } satisfies Message));
        }
    }
}
