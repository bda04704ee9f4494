// web/apiary/cube/cube.ts - the 3D and 4D chart: every sample of the range as a point; a chunk of its own, loaded when asked for.

import '../common.ts';
import { Color, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import type { ScaleName } from '../../shared/colour_scale.ts';
import { make, redrawn, token } from '../../shared/dom.ts';
import type { BinRange } from '../cells.ts';
import { Axes, type AxisTexts } from './axes.ts';
import { pick, placeOf, type Point, type View } from './box.ts';
import { Cloud, Paint } from './cloud.ts';
import { turned } from './orbit.ts';
import { endsOf, reduced, robustEnds, type Ends, type Samples } from './samples.ts';

/** While the view moves, about this many points stand for all. */
const MOVING_POINTS = 36_000;
/** So many can be drawn all the time. */
const LIGHT_ENOUGH = 400_000;
/** Milliseconds without movement after which every point is drawn again. */
const REST = 140;
/** A pointer that moved further than this while pressed has turned the box, not picked a point. */
const STILL = 4;

export type Meaning = 'amplitude' | 'temperature';

/** Told by the chart; a point is undefined when none was under the pointer. */
export interface CubeListener {
    picked(point: Point | undefined): void;
    lost(): void;
}

export class Cube {
    private readonly canvas = make('canvas', '', { tabindex: '0', role: 'application', class: 'points' });
    private readonly texts = make('canvas', '', { 'aria-hidden': 'true', class: 'texts' });
    private readonly renderer: WebGLRenderer;
    private readonly scene = new Scene();
    private readonly camera = new PerspectiveCamera(38, 1, 0.1, 20);
    private readonly controls: OrbitControls;
    private readonly paint = new Paint();
    private readonly axes = new Axes(this.texts);
    private clouds: { full: Cloud; light: Cloud } | undefined;
    private view: View | undefined;
    private temperatures: Ends = [0, 1];
    private loudness: Ends = [0, 1];
    private meaning: Meaning = 'amplitude';
    private point: Point | undefined;
    private isMoving = false;
    private isDue = false;
    private resting: ReturnType<typeof setTimeout> | undefined;

    /** Throws when the browser has no WebGL 2. */
    constructor(private readonly host: HTMLElement, private readonly axisTexts: AxisTexts, private readonly listener: CubeListener) {
        this.renderer = new WebGLRenderer({ canvas: this.canvas, antialias: false, preserveDrawingBuffer: true });
        host.prepend(this.canvas, this.texts);
        this.controls = new OrbitControls(this.camera, this.canvas);
        Object.assign(this.controls, { minDistance: 0.4, maxDistance: 7, zoomSpeed: 0.8 });
        this.axes.follow(this.camera);
        this.scene.add(this.axes.lines);
        this.listen();
        redrawn(host, () => this.resize());
    }

    private listen(): void {
        this.controls.addEventListener('start', () => (this.isMoving = true));
        this.controls.addEventListener('change', () => this.drawSoon());
        this.controls.addEventListener('end', () => this.rest());
        this.canvas.addEventListener('wheel', () => this.moving(), { passive: true });
        this.canvas.addEventListener('keydown', event => this.key(event));
        this.canvas.addEventListener('webglcontextlost', () => this.listener.lost());
        let pressed = { x: 0, y: 0 };
        this.canvas.addEventListener('pointerdown', ({ offsetX: x, offsetY: y }) => (pressed = { x, y }));
        this.canvas.addEventListener('pointerup', ({ offsetX: x, offsetY: y, button }) => {
            if (button === 0 && Math.hypot(x - pressed.x, y - pressed.y) <= STILL) this.pickAt(x, y);
        });
    }

    // ---- what is shown ----------------------------------------------------------------

    /** @param loudness ends of the colours that stand for amplitude, as the spectrogram has them */
    show(samples: Samples, loudness: Ends, shown: BinRange): void {
        const isFirst = this.view === undefined;
        this.clear();
        this.view = { samples, shown, ends: endsOf(samples.amplitudes) };
        this.clouds = { full: new Cloud(samples, this.paint), light: new Cloud(reduced(samples, MOVING_POINTS / samples.bins), this.paint) };
        this.scene.add(this.clouds.full.points, this.clouds.light.points);
        this.temperatures = robustEnds(samples.internal);
        this.loudness = loudness;
        this.paint.setEnds(this.view.ends);
        this.paint.setShown(...shown);
        this.setMeaning(this.meaning);
        this.resize();
        if (isFirst) this.home();
    }

    /** Takes the chart off the page. */
    remove(): void {
        this.clear();
        this.canvas.remove();
        this.texts.remove();
        this.renderer.dispose();
    }

    /** Frees what the graphics card holds. */
    clear(): void {
        if (!this.clouds) return;
        for (const cloud of [this.clouds.full, this.clouds.light]) {
            this.scene.remove(cloud.points);
            cloud.dispose();
        }
        this.clouds = undefined;
        this.point = undefined;
    }

    setMeaning(meaning: Meaning): Ends {
        this.meaning = meaning;
        const ends = meaning === 'temperature' ? this.temperatures : this.loudness;
        this.paint.setMeaning(meaning === 'temperature', ends);
        this.drawSoon();
        return ends;
    }

    setScale(scale: ScaleName): void {
        this.paint.setScale(scale);
        this.drawSoon();
    }

    setBins(shown: BinRange): void {
        this.paint.setShown(...shown);
        if (this.view) this.view = { ...this.view, shown };
        this.drawSoon();
    }

    setLabel(label: string): void {
        this.canvas.setAttribute('aria-label', label);
    }

    /** The camera where it was at first. */
    home(): void {
        const far = Math.max(1.12, 1.5 / this.camera.aspect);
        this.camera.position.set(-1.25, 0.85, 1.75).multiplyScalar(far);
        // on a phone there is room below, and the bar of colours above
        this.controls.target.set(0, this.camera.aspect < 1 ? 0.3 : -0.1, 0);
        this.controls.update();
        this.drawSoon();
    }

    // ---- drawing ------------------------------------------------------------------------

    private resize(): void {
        const { clientWidth: width, clientHeight: height } = this.host;
        if (width === 0 || height === 0) return;
        this.renderer.setPixelRatio(Math.min(2, devicePixelRatio || 1));
        this.renderer.setSize(width, height, false);
        this.camera.aspect = width / height;
        this.camera.updateProjectionMatrix();
        this.scene.background = new Color(token('plot'));
        this.axes.recolour();
        this.drawSoon();
    }

    private drawSoon(): void {
        if (this.isDue) return;
        this.isDue = true;
        requestAnimationFrame(() => {
            this.isDue = false;
            this.draw();
        });
    }

    private draw(): void {
        if (!this.clouds || !this.view || this.host.clientWidth === 0) return;
        const { full, light } = this.clouds;
        const shown = this.isMoving && full.size > LIGHT_ENOUGH ? light : full;
        for (const cloud of [full, light]) cloud.points.visible = cloud === shown;
        this.paint.use(shown);
        this.paint.setSize(this.pointSize(shown.samples.count));
        this.renderer.render(this.scene, this.camera);
        this.axes.draw(this.view, this.axisTexts, this.point && placeOf(this.view, this.point));
        this.host.dataset.points = String(shown.size);
        this.host.dataset.detail = shown === full ? 'full' : 'reduced';
    }

    /** Points touch their neighbours in time where there are few, and are dots where there are many. */
    private pointSize(samples: number): number {
        const rows = samples < 300 ? 76 : samples < 4000 ? 150 : samples > 20_000 ? 300 : 200;
        return (this.host.clientHeight / (this.isMoving ? Math.min(rows, 110) : rows)) * 2.6 * this.renderer.getPixelRatio();
    }

    // ---- moving and picking -----------------------------------------------------------------

    private moving(): void {
        this.isMoving = true;
        this.rest();
    }

    private rest(): void {
        clearTimeout(this.resting);
        this.resting = setTimeout(() => {
            this.isMoving = false;
            this.drawSoon();
        }, REST);
    }

    private key(event: KeyboardEvent): void {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (!this.turnBy(event) && !this.stepBy(event.key)) return;
        event.preventDefault();
    }

    private turnBy({ key, shiftKey }: KeyboardEvent): boolean {
        if (key === 'Home' || key === '0') {
            this.home();
            return true;
        }
        const change = turned(this.camera.position, this.controls.target, key, shiftKey);
        if (!change) return false;
        this.camera.position.set(...change.position);
        this.controls.target.set(...change.target);
        this.moving();
        this.controls.update();
        this.drawSoon();
        return true;
    }

    /** Comma and full stop read the neighbouring sample, [ and ] the neighbouring bin. */
    private stepBy(key: string): boolean {
        const step = { ',': [-1, 0], '.': [1, 0], '[': [0, -1], ']': [0, 1] }[key];
        if (key === 'Escape') this.choose(undefined);
        else if (!step || !this.view) return false;
        else {
            const { samples, shown: [first, end] } = this.view;
            const { sample, bin } = this.point ?? { sample: samples.count - 1, bin: first };
            this.choose({
                sample: Math.max(0, Math.min(samples.count - 1, sample + (step[0] as number))),
                bin: Math.max(first, Math.min(end - 1, bin + (step[1] as number))),
            });
        }
        return true;
    }

    private pickAt(x: number, y: number): void {
        if (!this.view) return;
        const matrix = this.camera.projectionMatrix.clone().multiply(this.camera.matrixWorldInverse).elements;
        this.choose(pick(this.view, matrix, this.host.clientWidth, this.host.clientHeight, x, y));
    }

    private choose(point: Point | undefined): void {
        this.point = point;
        this.listener.picked(point);
        this.drawSoon();
    }
}
