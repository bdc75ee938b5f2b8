/** Downloads in words, and what can be done with each. */
import type { DownloadAct, DownloadView } from '../../shared/downloads.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size as the system's own programs say it, such as `12.4 MB`. */
export function sizeText(bytes: number, locale: string): string {
  let [size, unit] = [bytes, 0];
  for (; size >= 999.5 && unit < UNITS.length - 1; unit += 1) size /= 1_000;
  const style = { style: 'unit', unit: UNITS[unit], unitDisplay: unit === 0 ? 'long' : 'short' } as const;
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: unit === 0 || size >= 100 ? 0 : 1 }).format(
    size,
  );
}

/** What applies to a download now, as main asks it again. */
export function actsOf({ status, isMade, mayOpen, mayResume }: DownloadView): DownloadAct[] {
  switch (status) {
    case 'running':
      return isMade ? ['cancel'] : ['pause', 'cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    case 'done':
      return [...(mayOpen ? (['open'] as const) : []), 'show', 'remove'];
    case 'failed':
      return [...(mayResume ? (['resume'] as const) : []), 'remove'];
  }
}
