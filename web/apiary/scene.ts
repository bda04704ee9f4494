// web/apiary/scene.ts - what the page shows now, as it is handed to every part of it.

import type { ScaleName } from '../shared/colour_scale.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import type { Drawn } from './answers.ts';
import type { Apiaries, Apiary } from './api.ts';
import type { BinRange } from './cells.ts';
import type { Range } from './range.ts';

export interface Scene {
    facts: Apiaries;
    /** epoch seconds by the server's clock */
    now: number;
    apiary: Apiary;
    zone: Zone;
    record: Range;
    range: Range;
    drawn: Drawn;
    unit: Unit;
    scale: ScaleName;
    bins: BinRange;
    /** pixel columns worth asking for */
    columns: number;
}

/** Something on the page that follows the range. */
export interface Part {
    /** The samples of a new range, or new ones in it, have been drawn. */
    show(scene: Scene): void;
    /** Another apiary, or none: what belonged to the last one goes. */
    clear(): void;
}
