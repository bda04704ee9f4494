// web/texts/en/state.ts - how fresh a page is, what went wrong and what happens next; said on every page.

import { span } from '../../shared/format.ts';

export const stateTexts = {
    live: 'Live',
    connecting: 'Connecting',
    offline: 'Offline',
    old: (seconds: number): string => `${span(seconds)} old`,
    lost: (clock: string): string => `Connection lost at ${clock}.`,
    lostMeaning: 'What you see stays; new samples appear when it is back.',
    tryNow: 'Try now',
    stale: (seconds: number): string => `No new samples for ${span(seconds)}.`,
    staleMeaning: (last: string): string => `The last one is from ${last}; what you see is complete up to there.`,
    seeSync: 'See hive-sync',
    nextTry: [' Next try in ', ' s.'] as const,
    tryAgain: 'Try again now',
    noAnswer: 'The chart server did not answer',
    refused: 'The chart server could not answer',
    notDone: 'Not done.',
    loading: 'Loading samples',
    partOfPage: 'a part of this page',
    unreachable: 'the server cannot be reached',
    noReason: 'the server gave no reason',
    failedRequest: (request: string, status: number, reason: string): string => `${request}: ${status || 'no answer'}, ${reason}`,
    sentence: (reason: string): string => `${reason}.`,
};

export const ageTexts = { ago: (unit: string): string => `${unit} ago` };

/** What is wrong with an answer that is no frame. */
export const frameTexts = {
    noColumn: (name: string, type: string): string => `no column ${name} of ${type}`,
    short: 'shorter than its header',
    foreign: 'not a frame',
    version: (theirs: number, ours: number): string => `version ${theirs}, this page reads ${ours}: reload it`,
    cutFacts: 'cut short in its facts',
    unknownType: (name: string, type: string): string => `column ${name} has the unknown type ${type}`,
    cutColumn: (name: string): string => `cut short in column ${name}`,
    uneven: (amplitudes: number, samples: number, bins: number): string => `${amplitudes} amplitudes for ${samples} samples of ${bins} bins`,
};
