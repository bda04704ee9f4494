// web/apiary/loader.ts - asks for one thing at a time: newer questions replace older ones, failures are tried again.

import { Backoff } from '../shared/backoff.ts';
import { FrameError } from '../shared/frame.ts';
import { ApiError } from '../shared/ask.ts';


/** @param retryAt milliseconds since the epoch; undefined when asking again cannot help */
export type Failed = (error: ApiError | FrameError, retryAt: number | undefined) => void;

export class Loader {
    private readonly backoff = new Backoff();
    private running: AbortController | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;

    /** @param work asks and shows; rejects with ApiError, FrameError or because `signal` was aborted */
    constructor(private readonly work: (signal: AbortSignal) => Promise<void>, private readonly failed: Failed) {}

    /** Drops what is under way and starts after `wait` milliseconds, or at once. */
    start(wait = 0): void {
        this.stop();
        if (wait > 0) this.timer = setTimeout(() => void this.run(), wait);
        else void this.run();
    }

    /** Starts after `wait` milliseconds at the latest; what is waiting already stays. */
    startWithin(wait: number): void {
        if (this.timer === undefined) this.timer = setTimeout(() => void this.run(), wait);
    }

    stop(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.running?.abort();
        this.running = undefined;
    }

    private async run(): Promise<void> {
        this.timer = undefined;
        this.running?.abort();
        const running = (this.running = new AbortController());
        try {
            await this.work(running.signal);
            this.backoff.reset();
        } catch (error) {
            if (running.signal.aborted) return;
            if (!(error instanceof ApiError || error instanceof FrameError)) throw error;
            this.fail(error);
        }
    }

    private fail(error: ApiError | FrameError): void {
        const mayPass = error instanceof ApiError && error.mayPass;
        const wait = this.backoff.next(Math.random());
        if (mayPass) this.timer = setTimeout(() => void this.run(), wait);
        this.failed(error, mayPass ? Date.now() + wait : undefined);
    }
}
