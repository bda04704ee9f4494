// web/texts/en/basics.ts - the language itself: its tag, its months, its units of time.

export const LANGUAGE = 'en';
export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** From the longest to the shortest. */
export const UNITS = { years: 'y', days: 'd', hours: 'h', minutes: 'min', seconds: 's' };

/** An FFT bin where its frequency is not known. */
export const numberedBin = (bin: number): string => `bin ${bin}`;

/** "March 16, 2022" */
export const longDate = (day: number, month: number, year: number): string => `${MONTHS[month]} ${day}, ${year}`;
/** "16 May" */
export const shortDate = (day: number, month: number): string => `${day} ${shortMonth(month)}`;
/** "May"; @param month from 0 */
export const shortMonth = (month: number): string => (MONTHS[month] ?? '').slice(0, 3);
