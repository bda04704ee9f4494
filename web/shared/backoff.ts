// web/shared/backoff.ts - how long to wait before the next try: doubling, with a cap and jitter.

export class Backoff {
    private tries = 0;

    /** @param first and @param most milliseconds */
    constructor(private readonly first = 2000, private readonly most = 60_000) {}

    /** @param chance 0..1; spreads the tries of many pages over a tenth up and down */
    next(chance: number): number {
        const wait = Math.min(this.most, this.first * 2 ** this.tries++);
        return Math.round(wait * (0.9 + 0.2 * chance));
    }

    reset(): void {
        this.tries = 0;
    }
}
