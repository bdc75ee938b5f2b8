/** Where the window opens: where it was, as long as that is still on a display. */
import { z } from 'zod';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import type { WindowKind } from './windows.ts';

export const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Bounds = z.infer<typeof Bounds>;

/** What is remembered of a window. Earlier versions kept the bounds alone. */
const Kept = Bounds.extend({ isMaximized: z.boolean().optional(), isFullScreen: z.boolean().optional() });
export type KeptBounds = z.infer<typeof Kept>;

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const SMALLEST_SIZE = { width: 480, height: 400 };

type Size = Pick<Bounds, 'width' | 'height'>;

/** So much of the title bar must be within reach, in pixels. */
const REACHABLE = 80;

/** How a window was left besides its bounds, as far as that is known. */
export function chooseState(stored: unknown): { readonly isMaximized: boolean; readonly isFullScreen: boolean } {
  const { isMaximized = false, isFullScreen = false } = Kept.safeParse(stored).data ?? {};
  return { isMaximized, isFullScreen };
}

/**
 * The bounds to open with. A window whose title bar no display shows any more is put back in the middle, where a
 * person can find it; one that is larger than its display, or than the only one left, is made to fit.
 *
 * @param stored whatever the settings hold
 * @param workAreas the displays of now, the primary one first
 */
export function chooseBounds(stored: unknown, workAreas: readonly Bounds[]): Partial<Bounds> {
  const parsed = Bounds.safeParse(stored);
  const primary = workAreas[0];
  if (!parsed.success) return smaller(DEFAULT_SIZE, primary);
  const { x, y, width, height } = parsed.data;
  const bounds = { x, y, width: Math.max(width, SMALLEST_SIZE.width), height: Math.max(height, SMALLEST_SIZE.height) };
  const home = workAreas.find((area) => isReachable(bounds, area));
  if (!home) return smaller({ width: bounds.width, height: bounds.height }, primary);
  const fits = bounds.width <= home.width && bounds.height <= home.height;
  return fits || isWholly(bounds, workAreas) ? bounds : { ...smaller(bounds, home), ...within(bounds, home) };
}

/** Whether enough of the title bar is on a display. */
function isReachable({ x, y, width }: Bounds, area: Bounds): boolean {
  const overlap = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return overlap >= REACHABLE && y >= area.y && y <= area.y + area.height - REACHABLE;
}

/** Whether every corner is on some display: a window that a person has drawn over several of them. */
function isWholly({ x, y, width, height }: Bounds, areas: readonly Bounds[]): boolean {
  const corners = [x, x + width - 1].flatMap((left) => [y, y + height - 1].map((top) => ({ left, top })));
  return corners.every(({ left, top }) =>
    areas.some((area) => left >= area.x && left < area.x + area.width && top >= area.y && top < area.y + area.height),
  );
}

/** A size that fits, but never one that cannot be worked in. */
function smaller(size: Size, area: Size | undefined): Size {
  return {
    width: Math.max(Math.min(size.width, area?.width ?? size.width), SMALLEST_SIZE.width),
    height: Math.max(Math.min(size.height, area?.height ?? size.height), SMALLEST_SIZE.height),
  };
}

/** The place that is nearest to the old one and leaves nothing outside. */
function within({ x, y, width, height }: Bounds, area: Bounds): { x: number; y: number } {
  const nearest = (at: number, from: number, room: number) => Math.min(Math.max(at, from), from + Math.max(room, 0));
  return { x: nearest(x, area.x, area.width - width), y: nearest(y, area.y, area.height - height) };
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
  keepBounds(bounds: KeptBounds) {
    settings.set(boundsKeys[kind], bounds).catch((error: unknown) => {
      // The next window opens in the old place.
      log.warn('window.bounds-not-kept', { code: systemCodeOf(error) });
    });
  },
});
