// web/texts/en/charts.ts - what the charts of an apiary say; HiveKeepers' own words where it has some.

import { count, decimal, span } from '../../shared/format.ts';
import { counted } from './counted.ts';

export const chartTexts = {
    title: 'Apiary',
    noApiary: 'No apiary yet',
    noData: 'No data available',
    noSamples: (apiary: string): string => `${apiary} has no samples yet.`,
    emptyStore: 'The local database has no samples yet. Update Database copies them from the remote one.',
    emptyRange: (apiary: string, from: string, to: string): string => `No samples of ${apiary} between ${from} and ${to}.`,
    showLastDay: 'Show the last day with data',

    noRange: 'Please select a date range for graphs...',
    selected: (first: string, last: string): string => `You have selected: Start Date: ${first} | End Date: ${last}`,
    binGroup: (group: string): string => `fft bins: ${group}`,
    copying: 'copying…',
    copied: (rows: number, rate: number): string => `copying: ${counted(rows, 'row')}, ${count(rate)} a second`,
    updateFailed: (why: string): string => `update failed: ${why}`,
    found: (matching: number, all: number): string => `${matching} of ${all}${matching > 0 ? ', Enter opens the first' : ''}`,

    samples: (value: number): string => counted(value, 'sample'),
    gapsOfRange: (gaps: number, seconds: number): string => `${counted(gaps, 'gap')}, ${span(seconds)}`,
    faultsOfRange: (faults: number): string => `${counted(faults, 'faulty reading')} left out of the lines`,
    reduced: (samples: number, columns: number, bins: number, mode: string): string => `${count(samples)} samples → ${count(columns)} × ${bins} cells, ${mode}`,
    everyValue: (samples: number, bins: number): string => `${count(samples)} samples × ${bins} bins, every value`,

    internal: 'internal',
    timeAxis: 'date',
    temperatureAxis: (unit: string): string => `temp (${unit})`,
    deltaAxis: (unit: string): string => `temp delta (${unit})`,
    otherAxis: (name: string, unit: string): string => `${name}${unit ? ` (${unit})` : ''}`,
    place: (isPointed: boolean, isBin: boolean): string => `${isPointed ? 'at pointer' : 'loudest'}${isBin ? ' bin' : ''}`,
    spoken: (when: string, [internal, external, delta]: readonly [string, string, string], degree: string, loudest: string): string =>
        `${when}: internal ${internal}, external ${external}, delta ${delta} ${degree}, loudest ${loudest}`,

    noFaults: 'No faulty readings',
    faults: (number: number, last: string): string => `${number} faulty readings, the last ${last}`,
    fault: (part: string, meaning: string, when: string): string => `${part} ${meaning} · ${when}`,
    noNumber: 'no number',
    /** what the DS18B20 means by its two impossible temperatures */
    faultMeaning: (value: number): string => {
        const known = new Map([[-127, 'sensor disconnected'], [85, 'sensor power-on value']]).get(Math.round(value));
        return `${decimal(value)} °C${known ? `: ${known}` : ''}`;
    },
    noGaps: 'No gaps',
    gaps: (number: number): string => counted(number, 'gap'),
    gap: (seconds: number, from: string): string => `No data for ${span(seconds)}, from ${from}`,
};

/** What stands on the lane of alerts. */
export const markTexts = {
    alert: (rule: string, when: string, text: string, others: number): string => `Alert, ${rule}, ${when}: ${text}${others > 0 ? ` (and ${others} more)` : ''}`,
    alerts: (number: number): string => counted(number, 'alert'),
    noAlerts: 'No alerts',
    alertsFailed: (why: string): string => `Alerts cannot be read: ${why}.`,
};

/** The latest values above the charts. */
export const figureTexts = {
    title: { internal: 'Internal', external: 'External', delta: 'Delta' } as Record<string, string>,
    noReading: 'no valid reading in 24 h',
    extent: (low: number, high: number): string => `${decimal(low)} to ${decimal(high)} in 24 h`,
    line: (title: string, extent: string): string => `${title}, last 24 hours: ${extent}`,
    lastSample: 'Last sample',
    ofExpected: (samples: number, expected: number): string => `${count(samples)} of ${count(expected)} in 24 h`,
    record: 'Samples',
    since: (date: string): string => `since ${date}`,
    alerts: 'Alerts',
    open: 'open',
    quiet: 'all is quiet',
    firing: (rule: string, when: string): string => `${rule}, ${when}`,
};

/** 3D and 4D. */
export const cubeTexts = {
    title3d: '3D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Amplitude)',
    title4d: '4D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Internal Temp)',
    amplitude: 'amplitude',
    temperature: (unit: string): string => `internal temp (${unit})`,
    timeAxis: 'timestamp',
    binAxis: 'fft_bands',
    loading: 'Loading every sample of the range …',
    noWebgl: 'This browser has no WebGL, which the 3D and 4D charts need. The spectrogram below shows the same samples.',
    lost: 'The graphics card gave up on this chart. The spectrogram below shows the same samples; choose 3D again to try anew.',
    failed: (why: string): string => `${why}. The spectrogram below shows the same samples.`,
    points: (samples: number, bins: number): string => `${count(samples)} samples × ${bins} bins = ${count(samples * bins)} points, every value`,
    label: (points: number): string => `${count(points)} points of time, FFT bin and amplitude. Arrow keys turn, with Shift they move the view, plus and minus zoom, Home resets; `
        + 'comma and full stop read sample by sample, square brackets bin by bin. The table holds the temperatures as numbers.',
    binOf: (hertz: string, bin: number): string => `${hertz} (bin ${bin})`,
    point: (when: string, bin: string, amplitude: string, internal: string): string => `${when} · ${bin} · amplitude ${amplitude} · internal ${internal}`,
    touchHelp: 'Drag to turn, pinch to zoom, tap to read a point.',
    help: 'Drag to turn, wheel to zoom, right button or two fingers to move, click to read a point.',
};
