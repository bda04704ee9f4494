// web/apiary/cube/cloud.ts - samples as points on the graphics card: one byte or float a point, the rest by sample.

import { BufferAttribute, BufferGeometry, DataTexture, FloatType, GLSL3, LinearFilter, Points, RGBAFormat, RGFormat, ShaderMaterial, Vector3 } from 'three';
import { colourTable, COLOURS, type ScaleName } from '../../shared/colour_scale.ts';
import { BOX } from './box.ts';
import { shareOf, type Ends, type Samples } from './samples.ts';

/** What is known of each sample lies in a texture of this width. */
const FACTS_WIDTH = 1024;
/** Stands for "no reading" where a texture could not hold NaN safely. */
const NOTHING = -10_000;

const VERTEX = `
in float amplitude;
uniform highp sampler2D facts;
uniform int bins;
uniform vec2 shown, ends, colours;
uniform vec3 box;
uniform float size;
uniform bool byTemperature;
out float colour;
out float large;
out float skipped;
void main() {
    int number = gl_VertexID / bins;
    float bin = float(gl_VertexID - number * bins);
    vec2 fact = texelFetch(facts, ivec2(number % ${FACTS_WIDTH}, number / ${FACTS_WIDTH}), 0).rg;
    float value = byTemperature ? fact.g : amplitude;
    skipped = bin < shown.x || bin >= shown.y ? 1. : 0.;
    colour = value == ${NOTHING}. ? -1. : clamp((value - colours.x) / (colours.y - colours.x), 0., 1.);
    vec3 place = vec3(fact.r - .5, (amplitude - ends.x) / (ends.y - ends.x) - .5, .5 - bin / max(1., float(bins - 1))) * box;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.);
    gl_PointSize = max(1., size / gl_Position.w);
    large = gl_PointSize > 4. ? 1. : 0.;
}`;

const FRAGMENT = `
in float colour;
in float skipped;
in float large;
uniform sampler2D scale;
uniform vec3 unknown;
out vec4 fragment;
void main() {
    // squares as small as dots look round already, and are drawn faster
    if (skipped > .5 || (large > .5 && length(gl_PointCoord - .5) > .5)) discard;
    fragment = colour < 0. ? vec4(unknown, 1.) : texture(scale, vec2(colour, .5));
}`;

/** One material for all clouds; its uniforms are what the controls change, without touching the points. */
export class Paint {
    private readonly uniforms = {
        facts: { value: null as DataTexture | null }, scale: { value: null as DataTexture | null },
        bins: { value: 64 }, shown: { value: [0, 64] }, ends: { value: [0, 1] }, colours: { value: [0, 1] },
        box: { value: new Vector3(BOX.time, BOX.amplitude, BOX.bins) },
        size: { value: 2 }, byTemperature: { value: false }, unknown: { value: new Vector3(0.5, 0.5, 0.5) },
    };
    readonly material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: this.uniforms, glslVersion: GLSL3 });

    setScale(name: ScaleName): void {
        this.uniforms.scale.value?.dispose();
        const made = new DataTexture(new Uint8Array(colourTable(name)), COLOURS, 1, RGBAFormat);
        made.minFilter = made.magFilter = LinearFilter;
        made.needsUpdate = true;
        this.uniforms.scale.value = made;
    }

    setShown(first: number, end: number): void {
        this.uniforms.shown.value = [first, end];
    }

    /** What the colour means, and its ends. */
    setMeaning(byTemperature: boolean, colours: Ends): void {
        this.uniforms.byTemperature.value = byTemperature;
        this.uniforms.colours.value = [...colours];
    }

    setEnds(ends: Ends): void {
        this.uniforms.ends.value = [...ends];
    }

    /** @param size pixels of a point one unit away */
    setSize(size: number): void {
        this.uniforms.size.value = size;
    }

    /** To be called before each drawing: both clouds share the material. */
    use(cloud: Cloud): void {
        this.uniforms.facts.value = cloud.facts;
        this.uniforms.bins.value = cloud.samples.bins;
        this.material.uniformsNeedUpdate = true;
    }
}

export class Cloud {
    readonly points: Points;
    readonly facts: DataTexture;
    private readonly geometry = new BufferGeometry();

    constructor(readonly samples: Samples, paint: Paint) {
        this.geometry.setAttribute('amplitude', new BufferAttribute(samples.amplitudes, 1));
        this.geometry.setDrawRange(0, this.size);
        this.facts = factsOf(samples);
        this.points = new Points(this.geometry, paint.material);
        this.points.frustumCulled = false;
        this.points.matrixAutoUpdate = false;
    }

    /** How many points it has. */
    get size(): number {
        return this.samples.count * this.samples.bins;
    }

    dispose(): void {
        this.geometry.dispose();
        this.facts.dispose();
    }
}

/** Where each sample stands on the time axis, and its temperature. */
function factsOf(samples: Samples): DataTexture {
    const height = Math.max(1, Math.ceil(samples.count / FACTS_WIDTH));
    const facts = new Float32Array(FACTS_WIDTH * height * 2);
    for (let sample = 0; sample < samples.count; sample++) {
        const internal = samples.internal[sample] as number;
        facts[sample * 2] = shareOf(samples, sample);
        facts[sample * 2 + 1] = Number.isNaN(internal) ? NOTHING : internal;
    }
    const made = new DataTexture(facts, FACTS_WIDTH, height, RGFormat, FloatType);
    made.needsUpdate = true;
    return made;
}
