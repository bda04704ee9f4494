// web/texts/en/more.ts - further series, comparisons and the table: parts that are fetched when they are wanted.

import type { Unit } from '../../apiary/summary.ts';

export const seriesTexts = {
    choice: (title: string, unit: string): string => `${title}${unit ? `, ${unit}` : ''}`,
    none: 'This apiary measures nothing else.',
    chart: (title: string): string => `internal vs ${title}`,
    failed: (why: string): string => `Not read: ${why}.`,
    picture: (title: string): string => `PNG of ${title}`,
};

export const compareTexts = {
    find: 'Find ',
    shift: 'Time of the others ',
    shifts: [[0, 'the same'], [-86_400, 'a day before'], [-604_800, 'a week before'], [-2_419_200, '4 weeks before'], [-31_536_000, 'a year before']] as const,
    itself: (name: string): string => `${name} (itself, at another time)`,
    title: 'internal temperatures compared',
    shifted: (name: string, shift: string): string => `${name} ${shift}`,
};

export const tableTexts = {
    caption: (per: string, degree: string, isReduced: boolean): string =>
        `Per ${per}, °${degree}; faulty readings left out${isReduced ? '; of the points drawn, which hold every lowest and highest value' : ''}`,
    per: { hour: 'hour', day: 'day', month: 'month' } satisfies Record<Unit, string> as Record<Unit, string>,
    time: 'Time',
    samples: 'Samples',
    measures: { low: 'low', mean: 'mean', high: 'high' },
};

export const confirmTexts = { cancel: 'Cancel' };
