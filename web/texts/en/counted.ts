// web/texts/en/counted.ts - things in their number: "1 gap", "3 gaps".

import { count } from '../../shared/format.ts';

export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
