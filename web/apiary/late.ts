// web/apiary/late.ts - a part of the page whose script is fetched when it is first wanted.

import { ApiError, fetched } from '../shared/ask.ts';
import type { Part, Scene } from './scene.ts';

export class Late implements Part {
    private part: Part | undefined;
    private isAsked = false;
    private scene: Scene | undefined;

    /** @param fetchPart brings the script and makes the part @param failed told why that cannot be; it is tried anew when wanted again */
    constructor(private readonly fetchPart: () => Promise<Part>, private readonly failed: (error: ApiError) => void) {}

    /** Brings the part, if it is not there yet, and lets it show what the page shows. */
    want(): void {
        if (this.isAsked) return;
        this.isAsked = true;
        void this.bring();
    }

    show(scene: Scene): void {
        this.scene = scene;
        this.part?.show(scene);
    }

    clear(): void {
        this.scene = undefined;
        this.part?.clear();
    }

    private async bring(): Promise<void> {
        try {
            this.part = await fetched(this.fetchPart());
            if (this.scene) this.part.show(this.scene);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.isAsked = false;
            this.failed(error);
        }
    }
}
