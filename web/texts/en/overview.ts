// web/texts/en/overview.ts - how each apiary is, in a word and a reason.

import { count, span } from '../../shared/format.ts';
import { counted } from './counted.ts';

export const healthTexts = {
    empty: ['Empty', 'No samples yet'],
    alert: (open: number): [string, string] => ['Alert', open === 1 ? 'One alert is open' : `${open} alerts are open`],
    silent: ['Silent', 'No new samples'],
    fault: ['Fault', 'The internal sensor gives no valid reading'],
    ready: ['Ready', ''],
} satisfies Record<string, unknown>;

export const overviewTexts = {
    noApiary: 'No apiary yet',
    howToBegin: 'hive-sync has copied no rows so far. Name a source in sync.ini, or make up rows with hive-sample.',
    seeSync: 'See hive-sync',
    summary: (apiaries: number, samples: number, age: number | undefined): string =>
        `${apiaries === 1 ? '1 apiary' : `${count(apiaries)} apiaries`} · ${counted(samples, 'sample')}${age === undefined ? '' : ` · newest ${span(age)} ago`}`,
    all: (number: number): string => `All ${count(number)}`,
    attention: (number: number): string => `Attention ${count(number)}`,
    internal: 'internal',
    external: 'external',
    weight: 'weight',
    lastSample: 'last sample',
    sound: (name: string): string => `${name}, sound of the last 24 hours`,
    line: (name: string): string => `${name}, internal, last 24 hours`,
    noReading: 'no valid reading',
    noSamples: 'no samples',
};
