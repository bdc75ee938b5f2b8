/** The commands of the menu for help. */
import type { Command, Situation } from './command.ts';

const always = () => true;
const hasHelp = ({ help }: Pick<Situation['state'], 'help'>) => help !== null;

export const helpCommands = {
  showShortcuts: { menu: 'help', keys: ['CmdOrCtrl+/'], doneBy: 'main', applies: always },
  userGuide: { menu: 'help', doneBy: 'main', applies: always },
  askForHelp: { menu: 'help', doneBy: 'main', isThere: hasHelp, applies: ({ state }) => hasHelp(state) },
  whatIsNew: { menu: 'help', doneBy: 'main', applies: always },
  checkForUpdates: {
    menu: 'help',
    isAboutProgram: true,
    doneBy: 'main',
    applies: ({ state }) => state.updates.status !== 'off',
  },
  showDoctor: { menu: 'help', beginsPart: true, doneBy: 'main', applies: always },
  showLogFiles: { menu: 'help', doneBy: 'main', applies: always },
  showAuditTrail: { menu: 'help', doneBy: 'main', applies: always },
  showCrashReports: { menu: 'help', doneBy: 'main', applies: always },
  about: { menu: 'help', beginsPart: true, isAboutProgram: true, doneBy: 'main', applies: always },
} as const satisfies Record<string, Command>;
