/** The menu bar, tied to what it acts on. Everything here is wiring. */
import { app, Menu, type MenuItem } from 'electron';
import { type CommandId, commandOf } from '../shared/commands.ts';
import type { Text } from '../shared/text/en.ts';
import type { Program } from './app/program.ts';
import { commandOfItem, menuShape, menuTemplate } from './shell/menu.ts';
import type { Windows } from './shell/windows.ts';

export interface MenuBarOptions {
  readonly text: Text;
  readonly program: Program;
  readonly windows: Windows;
}

/**
 * A person looks at a menu now and then, and bringing it up to date takes some milliseconds: it follows a moment later, once
 * for all that happened. Whether a command applies is asked again when it is chosen.
 */
const FOLLOW_AFTER_MS = 100;

/** @returns brings the menu up to date, soon, with what the window that was used last shows then */
export function installMenu({ text, program, windows }: MenuBarOptions): () => void {
  let menu: Menu | null = null;
  let shape = '';
  let isPending = false;

  function run(id: CommandId, argument?: string): void {
    // On macOS the program may be there without a window.
    const windowId = windows.current();
    if (windowId !== null) void program.commands.run(windowId, id, argument);
  }

  function follow(): void {
    const windowId = windows.current();
    const situation = program.commands.situationOf(windowId ?? '');
    const next = menuShape(situation);
    if (menu === null || shape !== next) {
      shape = next;
      menu = Menu.buildFromTemplate(menuTemplate({ text, platform: process.platform, situation, run }));
      Menu.setApplicationMenu(menu);
    }
    const applies = (id: CommandId, argument?: string) =>
      windowId !== null && commandOf(id).applies(situation, argument);
    offer(menu.items, applies);
  }

  function followSoon(): void {
    if (isPending) return;
    isPending = true;
    setTimeout(() => {
      isPending = false;
      follow();
    }, FOLLOW_AFTER_MS);
  }
  followSoon();
  app.on('browser-window-focus', followSoon);
  return followSoon;
}

/** Items of what does not apply are grey, or give way to the one that does. */
function offer(items: readonly MenuItem[], applies: (id: CommandId, argument?: string) => boolean): void {
  const replaced = new Set<string>();
  for (const item of items.toReversed()) {
    if (item.submenu) offer(item.submenu.items, applies);
    const command = commandOfItem(item.id);
    if (!command) continue;
    const isOffered = applies(command.id, command.argument);
    if (item.enabled !== isOffered) item.enabled = isOffered;
    const { insteadOf, isHidden } = commandOf(command.id);
    if (isHidden) continue;
    if (insteadOf !== undefined && isOffered) replaced.add(insteadOf);
    const isVisible = insteadOf === undefined ? !replaced.has(command.id) : isOffered;
    if (item.visible !== isVisible) item.visible = isVisible;
  }
}
