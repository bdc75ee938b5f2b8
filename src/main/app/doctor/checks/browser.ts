/** Whether the system opens links for people: a sign-in begins in their own browser. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right, unknown, wrong } from '../check.ts';

export const browser: ComputerCheck = {
  id: 'browser',
  about: 'computer',
  where: 'doctor',
  limitMs: 15_000,
  async run({ computer }, _parts, signal) {
    const found = await computer.browser(signal);
    switch (found.kind) {
      case 'found':
        return right(finding('browser_found', { program: found.program }));
      case 'gone':
        return wrong('person', finding('browser_gone', { program: found.program }));
      case 'none':
        return found.isSure ? wrong('person', finding('browser_none')) : doubtful('person', finding('browser_none'));
      case 'no-opener':
        return wrong('it', finding('browser_no_opener'));
      case 'unknown':
        return unknown(finding('browser_unknown'));
    }
  },
};
