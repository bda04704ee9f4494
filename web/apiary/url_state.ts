// web/apiary/url_state.ts - what is shown, as the query of the page's address and back.

import { DEFAULT_SCALE, isScaleName, type ScaleName } from '../shared/colour_scale.ts';
import { ALL_BINS } from './cells.ts';
import type { Mode } from './api.ts';
import type { Days, Range } from './range.ts';

/** The groups of bins that can be shown, as HiveKeepers names them: [first, after the last], counted from 0. */
export const BIN_GROUPS = {
    '0-16': [0, 16],
    '16-32': [16, 32],
    '32-48': [32, 48],
    '48-64': [48, 64],
    all: ALL_BINS,
} as const satisfies Record<string, readonly [number, number]>;

export type BinGroup = keyof typeof BIN_GROUPS;

/** A fixed range; the last so many seconds, which move along with new samples; or whole days, the last of which may still grow. */
export type Shown = Range | { last: number } | { days: Days };

/** How sound is shown: the spectrogram, or its samples in a box, coloured by amplitude (3D) or by internal temperature (4D). */
export const SOUND_VIEWS = ['flat', '3d', '4d'] as const;
export type SoundView = (typeof SOUND_VIEWS)[number];

/** Other apiaries (or this one) whose lines stand beside, and how many seconds away their time is. */
export interface Comparison {
    apiaries: number[];
    shift: number;
}

export interface UrlState {
    /** names of what is shown besides the temperatures */
    series: string[];
    compare: Comparison;
    view: SoundView;
    apiary: string | undefined;
    shown: Shown | undefined;
    scale: ScaleName;
    mode: Mode;
    bins: BinGroup;
}

/** Reads `?apiary=&from=&to=&last=&days=&scale=&mode=&bins=`; what is absent or wrong gets its default. */
export function readUrl(query: string): UrlState {
    const values = new URLSearchParams(query);
    const scale = values.get('scale') ?? '';
    const bins = values.get('bins') ?? '';
    const whole = (text: string): number[] => text.split(',').map(part => Number.parseInt(part, 10)).filter(number => number > 0);
    return {
        series: (values.get('series') ?? '').split(',').filter(name => name !== ''),
        compare: { apiaries: whole(values.get('compare') ?? '').slice(0, 4), shift: Number.parseInt(values.get('shift') ?? '', 10) || 0 },
        view: SOUND_VIEWS.find(view => view === values.get('view')) ?? 'flat',
        apiary: values.get('apiary') ?? undefined,
        shown: readShown(values),
        scale: isScaleName(scale) ? scale : DEFAULT_SCALE,
        mode: values.get('mode') === 'max' ? 'max' : 'mean',
        bins: Object.hasOwn(BIN_GROUPS, bins) ? (bins as BinGroup) : 'all',
    };
}

function readShown(values: URLSearchParams): Shown | undefined {
    const [from, to, last] = ['from', 'to', 'last'].map(name => Number.parseInt(values.get(name) ?? '', 10)) as [number, number, number];
    const [first, lastDay] = (values.get('days') ?? '').split(',').filter(day => /^\d{4}-\d\d-\d\d$/.test(day));
    if (first && lastDay && first <= lastDay) return { days: [first, lastDay] };
    if (last > 0) return { last };
    return to > from ? { from, to } : undefined;
}

/** The shortest query that `readUrl` reads back as this state. */
export function writeUrl({ series, compare, view, apiary, shown, scale, mode, bins }: UrlState): string {
    const values = new URLSearchParams();
    if (apiary !== undefined) values.set('apiary', apiary);
    if (shown && 'last' in shown) values.set('last', String(Math.round(shown.last)));
    else if (shown && 'days' in shown) values.set('days', shown.days.join(','));
    else if (shown) {
        values.set('from', String(Math.floor(shown.from)));
        values.set('to', String(Math.ceil(shown.to)));
    }
    if (view !== 'flat') values.set('view', view);
    if (scale !== DEFAULT_SCALE) values.set('scale', scale);
    if (mode !== 'mean') values.set('mode', mode);
    if (bins !== 'all') values.set('bins', bins);
    if (series.length > 0) values.set('series', series.join(','));
    if (compare.apiaries.length > 0) values.set('compare', compare.apiaries.join(','));
    if (compare.shift !== 0) values.set('shift', String(compare.shift));
    return `?${values}`;
}
