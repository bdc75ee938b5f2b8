/** What a window is called where it is chosen among several. */
import { shownName } from './profile/visible-text.ts';
import type { ShownState } from './state-change.ts';
import type { Text } from './text/en.ts';

/** By what it shows. Where several show the same, the later ones are counted. */
export function windowName(
  { windows }: Pick<ShownState, 'windows'>,
  windowId: string,
  text: Pick<Text, 'start'>,
): string {
  const nameOf = (title: string | null) => (title === null ? text.start.title : shownName(title));
  const at = windows.findIndex((window) => window.windowId === windowId);
  const name = nameOf(windows[at]?.title ?? null);
  const before = windows.slice(0, at).filter(({ title }) => nameOf(title) === name).length;
  return before === 0 ? name : `${name} (${before + 1})`;
}
