// web/apiary/legend.ts - the keys of a chart's lines: a press hides a line or brings it back.

import type { LineChart } from './line_chart.ts';

/** @param host holds a button of class key for each line, in their order */
export function wireKeys(host: HTMLElement, chart: LineChart): void {
    host.querySelectorAll<HTMLButtonElement>('button.key').forEach((key, curve) => {
        key.setAttribute('aria-pressed', 'true');
        key.addEventListener('click', () => {
            const isShown = key.getAttribute('aria-pressed') !== 'true';
            key.setAttribute('aria-pressed', String(isShown));
            chart.showCurve(curve, isShown);
        });
    });
}
