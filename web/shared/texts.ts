// web/shared/texts.ts - the words of the pages in one place: a second language is a second file like this one.

import { count } from './format.ts';

export const texts = {
    cube: {
        title3d: '3D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Amplitude)',
        title4d: '4D FFT chart - Scatter Plot (X-Axis Time, Y-Axis FFT Bins, Z-Axis Amplitude, C-Axis Internal Temp)',
        amplitude: 'amplitude',
        temperature: (unit: string): string => `internal temp (${unit})`,
        loading: 'Loading every sample of the range …',
        noWebgl: 'This browser has no WebGL, which the 3D and 4D charts need. The spectrogram below shows the same samples.',
        lost: 'The graphics card gave up on this chart. The spectrogram below shows the same samples; choose 3D again to try anew.',
        failed: (why: string): string => `${why}. The spectrogram below shows the same samples.`,
        empty: 'No data available',
        points: (samples: number, bins: number): string => `${count(samples)} samples × ${bins} bins = ${count(samples * bins)} points, every value`,
        label: (points: number): string => `${count(points)} points of time, FFT bin and amplitude. Arrow keys turn, with Shift they move the view, plus and minus zoom, Home resets; `
            + 'comma and full stop read sample by sample, square brackets bin by bin. The table holds the temperatures as numbers.',
        point: (when: string, bin: string, amplitude: string, internal: string): string => `${when} · ${bin} · amplitude ${amplitude} · internal ${internal}`,
        touchHelp: 'Drag to turn, pinch to zoom, tap to read a point.',
        help: 'Drag to turn, wheel to zoom, right button or two fingers to move, click to read a point.',
    },
};
