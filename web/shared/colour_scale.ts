// web/shared/colour_scale.ts - named colour scales as tables of 256 colours.

import { fetched } from './ask.ts';

/** The scales HiveKeepers offers, by Plotly's names and in its order. */
export const SCALE_NAMES: readonly string[] = (
    'aggrnyl agsunset blackbody bluered blues blugrn bluyl brwnyl bugn bupu burg burgyl cividis darkmint electric ' +
    'emrld gnbu greens greys hot inferno jet magenta magma mint orrd oranges oryel peach pinkyl plasma plotly3 pubu ' +
    'pubugn purd purp purples purpor rainbow rdbu rdpu redor reds sunset sunsetdark teal tealgrn turbo viridis ylgn ' +
    'ylgnbu ylorbr ylorrd algae amp deep dense gray haline ice matter solar speed tempo thermal turbid armyrose brbg ' +
    'geyser prgn piyg picnic portland puor rdgy rdylbu rdylgn spectral tealrose temps tropic balance curl delta oxy ' +
    'edge hsv icefire phase twilight mrybm mygbm'
).split(' ');

export type ScaleName = string;
export const DEFAULT_SCALE: ScaleName = 'viridis';

/** Evenly spaced colours of each scale at hand; between them colours are mixed. */
const stops = new Map<ScaleName, string>([[DEFAULT_SCALE, '440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725']]);

export function isScaleName(name: string): name is ScaleName {
    return SCALE_NAMES.includes(name);
}

/** Fetches the colours of all other scales when the first of them is wanted. Rejects with an ApiError when they do not come. */
export async function loadScale(name: ScaleName): Promise<void> {
    if (stops.has(name)) return;
    const { STOPS } = await fetched(import('./colour_stops.ts'));
    for (const [scale, colours] of Object.entries(STOPS)) stops.set(scale, colours);
}

/** Colours of a table: red, green, blue, alpha bytes, one colour after the other. */
export const COLOURS = 256;

/** The colours of a scale that has been loaded; of the default one before. */
export function colourTable(name: ScaleName): Uint8ClampedArray {
    const colours = stops.get(name) ?? stops.get(DEFAULT_SCALE) ?? '';
    const channels = colours.split(' ').map(hex => [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)));
    const table = new Uint8ClampedArray(COLOURS * 4);
    for (let colour = 0; colour < COLOURS; colour++) {
        const position = (colour / (COLOURS - 1)) * (channels.length - 1);
        const left = Math.min(channels.length - 2, Math.floor(position));
        const [a = [], b = []] = [channels[left], channels[left + 1]];
        for (let channel = 0; channel < 3; channel++) {
            const [low = 0, high = 0] = [a[channel], b[channel]];
            table[colour * 4 + channel] = low + (high - low) * (position - left);
        }
        table[colour * 4 + 3] = 255;
    }
    return table;
}

/** Which colour of the table a value has; what lies outside low..high gets the end's colour. */
export function colourIndex(value: number, low: number, high: number): number {
    const share = high > low ? (value - low) / (high - low) : 0;
    return Math.max(0, Math.min(COLOURS - 1, Math.floor(share * COLOURS)));
}
