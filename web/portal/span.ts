// web/portal/span.ts - spans of time in words, as the server says them (supervisor/portal/quantity.h).

/** The two largest units: "41 d 3 h", "12 min 5 s", "3.2 s". */
export function spanText(span: number): string {
    if (span < 9.95) return `${Number(Math.max(0, span).toFixed(1))} s`;
    const whole = Math.floor(span);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return twoUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
    if (whole < 86400) return twoUnits(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
    return twoUnits(Math.floor(whole / 86400), 'd', Math.floor((whole % 86400) / 3600), 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
    return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
