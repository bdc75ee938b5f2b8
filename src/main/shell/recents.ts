/**
 * Recent workbooks and one more window at the icon of the program: the jump list of Windows, the menu of the dock on macOS.
 * Workbooks are opened by a link, as from anywhere else. Desktops of Linux have no such list that a program can change while
 * it runs; what they offer besides stands in the menu entry of the package (`scripts/package/builder.mjs`).
 */
import type { App, JumpListCategory, JumpListItem, Menu, MenuItemConstructorOptions } from 'electron';
import { NEW_WINDOW } from './launch.ts';

export interface Recent {
  readonly title: string;
  readonly profile: string;
  /** In ASCII, without spaces and quotes. */
  readonly link: string;
}

export interface RecentsOptions {
  readonly app: {
    readonly setJumpList?: App['setJumpList'];
    readonly getJumpListSettings?: App['getJumpListSettings'];
    readonly dock?: Pick<NonNullable<App['dock']>, 'setMenu'> | undefined;
  };
  readonly platform: NodeJS.Platform;
  /** What Windows starts with the link; null where that would be another program than this one. */
  readonly executable: string | null;
  buildMenu(template: MenuItemConstructorOptions[]): Menu;
  /** What is offered besides; on Windows by another start, and `open` is for macOS. */
  readonly newWindow: { readonly label: string; open(): void };
  /** What the list is called. */
  readonly heading: string;
  open(link: string): void;
  /** The system did not take the list. */
  onFailed(reason: string): void;
}

/** @returns shows these from now on; the same once more costs nothing */
export function createRecents(options: RecentsOptions): (recents: readonly Recent[]) => void {
  const show = { win32: jumpList, darwin: dockMenu }[String(options.platform)];
  let shown: string | null = null;
  return (recents) => {
    const next = JSON.stringify(recents);
    if (!show || shown === next) return;
    shown = next;
    show(options, recents);
  };
}

/** Windows cuts what is longer. */
const LONGEST = 255;

function jumpList({ app, executable, heading, newWindow, onFailed }: RecentsOptions, recents: readonly Recent[]): void {
  if (executable === null || !app.setJumpList) return;
  // Windows drops the whole category where it holds what the person has taken out of it since.
  const removed = new Set((app.getJumpListSettings?.().removedItems ?? []).map(({ args }) => args));
  const task = (title: string, description: string, args: string): JumpListItem => ({
    type: 'task',
    title: title.slice(0, LONGEST),
    description: description.slice(0, LONGEST),
    program: executable,
    args,
    iconPath: executable,
    iconIndex: 0,
  });
  const items = recents
    .filter(({ link }) => !removed.has(link))
    .map(({ title, profile, link }) => task(title, profile, link));
  const workbooks: JumpListCategory[] = items.length === 0 ? [] : [{ type: 'custom', name: heading, items }];
  const tasks = [task(newWindow.label, newWindow.label, NEW_WINDOW)];
  const result = app.setJumpList([...workbooks, { type: 'tasks', items: tasks }]);
  if (result !== 'ok') onFailed(result);
}

function dockMenu({ app, buildMenu, open, newWindow }: RecentsOptions, recents: readonly Recent[]): void {
  // A name stands in a menu as it is.
  const items = recents.map(({ title, profile, link }) => ({
    label: title,
    sublabel: profile,
    click: () => open(link),
  }));
  app.dock?.setMenu(buildMenu([...items, { label: newWindow.label, click: newWindow.open }]));
}
