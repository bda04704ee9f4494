// web/apiary/sound_views.ts - spectrogram, 3D or 4D: the tabs, and the box of points that is loaded when first asked for.

import { numberedBin } from 'texts/basics.ts';
import { chartTexts, cubeTexts as words } from 'texts/charts.ts';
import type { ScaleName } from '../shared/colour_scale.ts';
import { element } from '../shared/dom.ts';
import { decimal } from '../shared/format.ts';
import { FrameError } from '../shared/frame.ts';
import { ApiError } from '../shared/ask.ts';
import { fetchSamples } from './api.ts';
import { withinBins, type BinRange } from './cells.ts';
import type { Cube } from './cube/cube.ts';
import { inUnit, readSamples, type Ends, type Samples } from './cube/samples.ts';
import type { Point } from './cube/box.ts';
import { showRamp } from './ramp.ts';
import type { Part, Scene } from './scene.ts';
import { binText } from './spectrogram.ts';
import { Tabs } from './tabs.ts';
import { SOUND_VIEWS, type SoundView } from './url_state.ts';

/** What the charts are told. */
export interface SoundWishes {
    view(view: SoundView): void;
    /** a point was picked: the crosshair goes there */
    time(time: number): void;
}

const HELP = matchMedia('(pointer: coarse)').matches ? words.touchHelp : words.help;

export class SoundViews implements Part {
    private readonly plot = element('#sound', HTMLElement);
    private readonly figure = element('#cube', HTMLElement);
    private readonly host = element('.box', HTMLElement, this.figure);
    private readonly note = element('#cube-note', HTMLElement);
    private readonly picked = element('#picked', HTMLOutputElement);
    private readonly tabs: Tabs<SoundView>;
    private cube: Cube | undefined;
    private samples: Samples | undefined;
    private scene: Scene | undefined;
    private asking: AbortController | undefined;

    constructor(private view: SoundView, private readonly wishes: SoundWishes) {
        this.tabs = new Tabs(element('#views', HTMLElement), SOUND_VIEWS, view => this.choose(view));
        element('#home', HTMLButtonElement).addEventListener('click', () => this.cube?.home());
        this.arrange();
    }

    show(scene: Scene): void {
        this.scene = scene;
        this.samples = undefined;
        if (this.view !== 'flat') void this.load(scene);
    }

    clear(): void {
        this.asking?.abort();
        this.scene = undefined;
        this.samples = undefined;
        this.cube?.clear();
    }

    /** Other colours or bins: the points stay where they are. */
    recolour(scale: ScaleName, bins: BinRange): void {
        if (this.scene) this.scene = { ...this.scene, scale, bins };
        this.cube?.setScale(scale);
        this.cube?.setBins(withinBins(bins, this.samples?.bins ?? 64));
        this.explain();
    }

    // ---- which view ------------------------------------------------------------------

    private choose(view: SoundView): void {
        this.view = view;
        this.wishes.view(view);
        this.arrange();
        if (view !== 'flat' && this.scene && !this.samples) void this.load(this.scene);
        this.explain();
    }

    /** @param instead why the spectrogram stands where the box should */
    private arrange(instead = ''): void {
        this.tabs.show(this.view);
        const isBox = this.view !== 'flat' && !instead;
        this.figure.hidden = !isBox;
        this.plot.classList.toggle('folded', isBox);
        for (const flatOnly of document.querySelectorAll<HTMLElement>('.flat-only')) flatOnly.hidden = isBox;
        element('#home', HTMLElement).hidden = !isBox;
        this.note.textContent = instead;
        this.note.hidden = !instead;
        document.documentElement.dataset.sound = isBox ? this.view : 'flat';
    }

    // ---- its points --------------------------------------------------------------------

    private async load(scene: Scene): Promise<void> {
        this.asking?.abort();
        const asking = (this.asking = new AbortController());
        this.figure.dataset.ready = 'false';
        this.picked.textContent = words.loading;
        try {
            const [{ Cube }, frame] = await Promise.all([import('./cube/cube.ts'), fetchSamples(scene.apiary, scene.range, asking.signal)]);
            if (asking.signal.aborted) return;
            this.draw(Cube, readSamples(frame));
        } catch (error) {
            if (asking.signal.aborted) return;
            if (!(error instanceof ApiError || error instanceof FrameError)) throw error;
            this.arrange(words.failed(error instanceof ApiError ? error.reason : error.message));
        }
    }

    private draw(Box: typeof Cube, samples: Samples): void {
        const { scene } = this;
        if (!scene) return;
        if (samples.count === 0) return this.arrange(chartTexts.noData);
        this.arrange();
        const cube = (this.cube ??= this.create(Box));
        if (!cube) return this.arrange(words.noWebgl);
        samples = this.samples = inUnit(samples, scene.unit);
        cube.setScale(scene.scale);
        cube.show(samples, scene.drawn.cells.domain, withinBins(scene.bins, samples.bins));
        cube.setLabel(words.label(samples.count * samples.bins));
        this.picked.textContent = HELP;
        this.explain();
        this.figure.dataset.ready = 'true';
    }

    /** undefined when the browser has no WebGL */
    private create(Box: typeof Cube): Cube | undefined {
        const page = this;
        try {
            return new Box(this.host, {
                get zone() { return page.scene?.zone; },
                get bins() { return page.binTicks(); },
                bin: bin => this.binText(bin, matchMedia('(max-width: 760px)').matches),
                time: words.timeAxis,
                band: words.binAxis,
                amplitude: words.amplitude,
            }, { picked: point => this.tell(point), lost: () => this.lost() });
        } catch {
            return undefined;
        }
    }

    private lost(): void {
        this.cube?.remove();
        this.cube = undefined;
        this.samples = undefined;
        this.arrange(words.lost);
    }

    /** Title, bar of colours and the count of points. */
    private explain(): void {
        const { cube, samples, scene } = this;
        const isFour = this.view === '4d';
        element('figcaption', HTMLElement, this.figure).textContent = isFour ? words.title4d : words.title3d;
        if (!cube || !samples || !scene) return;
        const ends: Ends = cube.setMeaning(isFour ? 'temperature' : 'amplitude');
        element('.ramp-title', HTMLElement, this.figure).textContent = isFour ? words.temperature(scene.unit) : words.amplitude;
        showRamp(element('.bar-of-colours', HTMLElement, this.figure), scene.scale, ends);
        element('#points', HTMLElement).textContent = words.points(samples.count, samples.bins);
    }

    /** Reads a picked point, here and on all other charts. */
    private tell(point: Point | undefined): void {
        const { samples, scene } = this;
        if (!point || !samples || !scene) {
            this.picked.textContent = HELP;
            return;
        }
        const { sample, bin } = point;
        const time = samples.t[sample] as number;
        const amplitude = decimal(samples.amplitudes[sample * samples.bins + bin] as number);
        this.picked.textContent = words.point(scene.zone.dated(time), this.binText(bin), amplitude, `${decimal(samples.internal[sample] as number)} °${scene.unit}`);
        this.wishes.time(time);
    }

    private binText(bin: number, isShort = false): string {
        const [value, unit] = binText(bin, this.scene?.facts.bin_hz ?? null);
        if (unit && isShort) return `${value} ${unit}`;
        return unit ? words.binOf(`${value} ${unit}`, bin + 1) : numberedBin(bin + 1);
    }

    private binTicks(): number[] {
        const bins = this.samples?.bins ?? 64;
        const every = Math.max(1, Math.round(bins / 4));
        return [...Array(4).keys()].map(i => i * every).concat(bins - 1).filter((bin, i, all) => bin < bins && all.indexOf(bin) === i);
    }
}
