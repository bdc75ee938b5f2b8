/** Where the window opens: where it was, as long as that is still on a display. */
import { z } from 'zod';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import type { WindowKind } from './windows.ts';

export const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Bounds = z.infer<typeof Bounds>;

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const SMALLEST_SIZE = { width: 720, height: 520 };

/** So much of the title bar must be within reach, in pixels. */
const REACHABLE = 80;

/**
 * The bounds to open with. A window whose title bar no display shows any more is put back in the middle, where a
 * person can find it.
 *
 * @param stored whatever the settings hold
 * @param workAreas the displays of now
 */
export function chooseBounds(stored: unknown, workAreas: readonly Bounds[]): Partial<Bounds> {
  const parsed = Bounds.safeParse(stored);
  if (!parsed.success) return DEFAULT_SIZE;
  const { x, y, width, height } = parsed.data;
  const size = { width: Math.max(width, SMALLEST_SIZE.width), height: Math.max(height, SMALLEST_SIZE.height) };
  const isReachable = workAreas.some((area) => {
    const overlap = Math.min(x + size.width, area.x + area.width) - Math.max(x, area.x);
    return overlap >= REACHABLE && y >= area.y && y <= area.y + area.height - REACHABLE;
  });
  return isReachable ? { x, y, ...size } : size;
}

/** Where each kind of window remembers its bounds. */
const boundsKeys: Readonly<Record<WindowKind, string>> = { viewer: 'windowBounds' };

interface BoundsStore {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
}

/** What a new window of this kind is told of its bounds, and where it keeps them. */
export const rememberedBounds = (kind: WindowKind, settings: BoundsStore, log: Pick<Log, 'warn'>) => ({
  storedBounds: settings.get(boundsKeys[kind]),
  keepBounds(bounds: Bounds) {
    settings.set(boundsKeys[kind], bounds).catch((error: unknown) => {
      // The next window opens in the old place.
      log.warn('window.bounds-not-kept', { code: systemCodeOf(error) });
    });
  },
});
