/** What a right click on a tab offers. */
import type { MenuItemConstructorOptions } from 'electron';
import { argumentsOf, type CommandId, commandOf, type Situation, withoutMnemonic } from '../../shared/commands.ts';
import { settings } from '../../shared/settings.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { moveArgument } from '../../shared/window-commands.ts';
import { windowName } from '../../shared/window-names.ts';

export interface TabMenuOptions {
  readonly text: Pick<Text, 'commands' | 'start' | 'wall' | 'settings'>;
  readonly situation: Situation;
  readonly tabId: string;
  run(id: CommandId, tabId?: string): void;
  /** How long a wall shows this tab, in seconds; null: as long as all of them (`usual`). 0: not at all. */
  readonly wall: {
    readonly seconds: number | null;
    readonly usual: number;
    choose(seconds: number | null): void;
  };
}

/** Done to the tab that was clicked, whichever is chosen. */
const ofTab = ['duplicateTab', 'showBeside', 'closeTab', 'closeOtherTabs', 'closeTabsAfter'] as const;

export function tabMenuTemplate({ text, situation, tabId, run, wall }: TabMenuOptions): MenuItemConstructorOptions[] {
  const item = (id: CommandId, argument?: string): MenuItemConstructorOptions => ({
    label: withoutMnemonic(text.commands[id]),
    enabled: commandOf(id).applies(situation, argument),
    click: () => run(id, argument),
  });
  const toWindow = (windowId: string): MenuItemConstructorOptions => {
    // A name stands in a menu as it is.
    const window = windowName(situation.state, windowId, text).replaceAll('&', '&&');
    const label = format(withoutMnemonic(text.commands.moveTabToWindow), { window });
    return { ...item('moveTabToWindow', moveArgument(windowId, tabId)), label };
  };
  const others = argumentsOf('moveTabToWindow', situation).flatMap((one) => one ?? []);
  const ofTabs = ofTab.map((id) => item(id, tabId));
  const toWindows = [item('moveTabToNewWindow', tabId), ...others.map(toWindow)];
  const onWall = { label: text.wall.time, submenu: wallTimes(text, wall) };
  const parts = [[item('copyLink', tabId)], ofTabs, toWindows, [item('reopenTab')], [onWall]];
  return parts.flatMap((part, at) => (at === 0 ? part : [{ type: 'separator' as const }, ...part]));
}

function wallTimes(text: TabMenuOptions['text'], wall: TabMenuOptions['wall']): MenuItemConstructorOptions[] {
  const words = (amount: number) => format(text.settings.units.seconds, { amount });
  const choice = (label: string, seconds: number | null): MenuItemConstructorOptions => ({
    type: 'radio',
    label,
    checked: wall.seconds === seconds,
    click: () => wall.choose(seconds),
  });
  const { values } = settings.wallSeconds;
  return [
    choice(format(text.wall.timeOfAll, { time: words(wall.usual) }), null),
    ...values.map((seconds) => choice(words(seconds), seconds)),
    choice(text.wall.leftOut, 0),
  ];
}
