/** Where a window opens: where it was, as long as that is still on a display, or beside the one that it was opened from. */
import { z } from '../../shared/zod.ts';

export const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Bounds = z.infer<typeof Bounds>;

/** What is remembered of a window. Earlier versions kept the bounds alone. */
export const KeptBounds = Bounds.extend({ isMaximized: z.boolean().optional(), isFullScreen: z.boolean().optional() });
export type KeptBounds = z.infer<typeof KeptBounds>;

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const SMALLEST_SIZE = { width: 480, height: 400 };

type Size = Pick<Bounds, 'width' | 'height'>;

/** So much of the title bar must be within reach, in pixels. */
const REACHABLE = 80;

/** How a window was left besides its bounds, as far as that is known. */
export function chooseState(stored: unknown): { readonly isMaximized: boolean; readonly isFullScreen: boolean } {
  const { isMaximized = false, isFullScreen = false } = KeptBounds.safeParse(stored).data ?? {};
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
export function isReachable({ x, y, width }: Bounds, area: Bounds): boolean {
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

/** So far a new window stands from the one that it was opened from, in pixels. */
const STEP = 32;
/** Where in a new window the pointer is that drew a tab out of another one, in pixels. */
const GRIP = { x: 120, y: 16 };

/** Where a window opens that another one asked for: beside it, and wholly on its display. */
export function boundsBeside(from: Bounds, workAreas: readonly Bounds[]): Bounds {
  const area = workAreas.find((one) => isReachable(from, one)) ?? workAreas[0];
  if (!area) return { ...from, x: from.x + STEP, y: from.y + STEP };
  const size = smaller(from, area);
  const next = { ...size, x: from.x + STEP, y: from.y + STEP };
  // Windows that go down the display begin again at its upper edge.
  const isBelow = next.y + size.height > area.y + area.height;
  return { ...size, ...within(isBelow ? { ...next, y: area.y } : next, area) };
}

/** Where a window opens into which a tab was drawn: under the pointer, and wholly on the display of that. */
export function boundsUnder(point: { readonly x: number; readonly y: number }, size: Size, area: Bounds): Bounds {
  const fitting = smaller(size, area);
  return { ...fitting, ...within({ ...fitting, x: point.x - GRIP.x, y: point.y - GRIP.y }, area) };
}

export const isInside = ({ x, y }: { readonly x: number; readonly y: number }, bounds: Bounds): boolean =>
  x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height;
