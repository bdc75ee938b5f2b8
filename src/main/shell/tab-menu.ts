/** What a right click on a tab offers. */
import type { MenuItemConstructorOptions } from 'electron';
import { type CommandId, commandOf, type Situation, withoutMnemonic } from '../../shared/commands.ts';
import type { Text } from '../../shared/text/en.ts';

export interface TabMenuOptions {
  readonly text: Pick<Text, 'commands'>;
  readonly situation: Situation;
  readonly tabId: string;
  run(id: CommandId, tabId?: string): void;
}

/** Done to the tab that was clicked, whichever is chosen. */
const ofTab = ['duplicateTab', 'closeTab', 'closeOtherTabs', 'closeTabsAfter'] as const;

export function tabMenuTemplate({ text, situation, tabId, run }: TabMenuOptions): MenuItemConstructorOptions[] {
  const item = (id: CommandId, argument?: string): MenuItemConstructorOptions => ({
    label: withoutMnemonic(text.commands[id]),
    enabled: commandOf(id).applies(situation, argument),
    click: () => run(id, argument),
  });
  const ofTabs = ofTab.map((id) => item(id, tabId));
  return [item('copyLink', tabId), { type: 'separator' }, ...ofTabs, { type: 'separator' }, item('reopenTab')];
}
