// web/shared/colour_scale.ts - named colour scales as tables of 256 colours.

/** Evenly spaced colours of each scale; between them colours are mixed. Values as Plotly gives them (matplotlib's, Google's turbo). */
const STOPS = {
    viridis: '440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725',
    cividis: '00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838',
    inferno: '000004 1b0c41 4a0c6b 781c6d a52c60 cf4446 ed6925 fb9b06 f7d13d fcffa4',
    magma: '000004 180f3d 440f76 721f81 9e2f7f cd4071 f1605d fd9668 feca8d fcfdbf',
    plasma: '0d0887 46039f 7201a8 9c179e bd3786 d8576b ed7953 fb9f3a fdca26 f0f921',
    turbo: '30123b 4145ab 4675ed 39a2fc 1bcfd4 24eca6 61fc6c a4fc3b d1e834 f3c63a fe9b2d f36315 d93806 b11901 7a0402',
    greys: '111111 2b2b2b 454545 5f5f5f 797979 939393 adadad c7c7c7 e0e0e0 f4f4f4',
} as const;

export type ScaleName = keyof typeof STOPS;
export const SCALE_NAMES = Object.keys(STOPS) as ScaleName[];
export const DEFAULT_SCALE: ScaleName = 'viridis';

export function isScaleName(name: string): name is ScaleName {
    return Object.hasOwn(STOPS, name);
}

/** Colours of a table: red, green, blue, alpha bytes, one colour after the other. */
export const COLOURS = 256;

export function colourTable(name: ScaleName): Uint8ClampedArray {
    const stops = STOPS[name].split(' ').map(hex => [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)));
    const table = new Uint8ClampedArray(COLOURS * 4);
    for (let colour = 0; colour < COLOURS; colour++) {
        const position = (colour / (COLOURS - 1)) * (stops.length - 1);
        const left = Math.min(stops.length - 2, Math.floor(position));
        const [a = [], b = []] = [stops[left], stops[left + 1]];
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
