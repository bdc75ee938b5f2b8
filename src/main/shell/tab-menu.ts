/** What a right click on a tab offers. */
import type { MenuItemConstructorOptions } from 'electron';
import { argumentsOf, type CommandId, commandOf, type Situation, withoutMnemonic } from '../../shared/commands.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { moveArgument } from '../../shared/window-commands.ts';
import { windowName } from '../../shared/window-names.ts';

export interface TabMenuOptions {
  readonly text: Pick<Text, 'commands' | 'start'>;
  readonly situation: Situation;
  readonly tabId: string;
  run(id: CommandId, tabId?: string): void;
}

/** Done to the tab that was clicked, whichever is chosen. */
const ofTab = ['duplicateTab', 'showBeside', 'closeTab', 'closeOtherTabs', 'closeTabsAfter'] as const;

export function tabMenuTemplate({ text, situation, tabId, run }: TabMenuOptions): MenuItemConstructorOptions[] {
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
  return [
    ...ofTab.map((id) => item(id, tabId)),
    { type: 'separator' },
    item('moveTabToNewWindow', tabId),
    ...others.map(toWindow),
    { type: 'separator' },
    item('reopenTab'),
  ];
}
