/** The commands of the steps that a person took inside of a workbook. Sigma's page gets their keys first. */
import type { Command } from './command.ts';

export const stepCommands = {
  goBack: {
    menu: 'go',
    keys: { mac: ['Cmd+['], other: ['Alt+Left'] },
    doneBy: 'main',
    applies: ({ pane }) => pane?.steps.canGoBack === true,
  },
  goForward: {
    menu: 'go',
    keys: { mac: ['Cmd+]'], other: ['Alt+Right'] },
    doneBy: 'main',
    applies: ({ pane }) => pane?.steps.canGoForward === true,
  },
} as const satisfies Record<string, Command>;
