// web/apiary/beside.ts - what stands beside the shown range: the whole record in the slider, and the latest figures.

import type { ScaleName } from '../shared/colour_scale.ts';
import { element } from '../shared/dom.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import { askLastDay, askRecord } from './answers.ts';
import type { Apiary } from './api.ts';
import { showFigureNames, showFigures } from './figures.ts';
import { Loader } from './loader.ts';
import type { Range } from './range.ts';
import { fetchOpenAlerts } from './site_api.ts';
import { Slider } from './slider.ts';
import type { Cells } from './spectrogram.ts';

/** Milliseconds between two looks at the whole record while rows arrive. */
const RECORD_REST = 30_000;

/** An apiary that has samples. */
export interface Place {
    apiary: Apiary;
    record: Range;
    zone: Zone;
    unit: Unit;
}

export class Beside {
    private readonly slider: Slider;
    private readonly host = element('#figures', HTMLElement);
    private readonly recordLoader = new Loader(signal => this.loadRecord(signal), () => undefined);
    private readonly figuresLoader = new Loader(signal => this.loadFigures(signal), () => undefined);
    private place: Place | undefined;
    private cells: Cells | undefined;

    /** @param now seconds by the server's clock @param choose as Slider has it */
    constructor(private scale: ScaleName, private readonly now: () => number, choose: (range: Range, done: boolean) => void) {
        this.slider = new Slider(element('#slider', HTMLElement), choose);
        this.clear();
    }

    clear(): void {
        this.recordLoader.stop();
        this.figuresLoader.stop();
        this.place = undefined;
        this.cells = undefined;
        showFigureNames(this.host);
    }

    /** The apiary that is shown now, or how far its record goes now. */
    set(place: Place): void {
        this.place = place;
        element('#slider', HTMLElement).hidden = false;
        this.slider.setRecord(place.record, place.zone);
    }

    load(): void {
        this.recordLoader.start();
        this.figuresLoader.start();
    }

    /** Rows have come: the picture of the whole record can wait. */
    loadAgain(): void {
        this.recordLoader.startWithin(RECORD_REST);
        this.figuresLoader.start();
    }

    show(range: Range): void {
        this.slider.show(range);
    }

    recolour(scale: ScaleName): void {
        this.scale = scale;
        this.slider.showRecord(this.cells, scale);
    }

    /** An alert has fired or recovered. */
    alertsChanged(): void {
        this.figuresLoader.startWithin(0);
    }

    private async loadRecord(signal: AbortSignal): Promise<void> {
        if (!this.place) return;
        this.cells = await askRecord(this.place.apiary, this.place.record, this.slider.width, signal);
        this.slider.showRecord(this.cells, this.scale);
    }

    private async loadFigures(signal: AbortSignal): Promise<void> {
        if (!this.place) return;
        const { apiary, record, zone, unit } = this.place;
        const [{ lines, range, other }, open] = await Promise.all([askLastDay(apiary, record, unit, signal), fetchOpenAlerts(apiary, signal)]);
        showFigures(this.host, { apiary, last: apiary.last ?? record.to, lines, range, other, open, now: this.now(), zone, unit });
    }
}
