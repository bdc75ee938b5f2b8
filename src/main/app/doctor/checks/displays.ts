/** Whether every window is where a person can see it. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right } from '../check.ts';

export const displays: ComputerCheck = {
  id: 'displays',
  about: 'computer',
  where: 'doctor',
  async run({ computer }) {
    const { displays: found, outside } = await computer.displays();
    const sizes = found.map(({ width, height, scale }) => `${width} × ${height} (${Math.round(scale * 100)} %)`);
    const seen = finding('displays_seen', { count: found.length, sizes });
    return outside === 0 ? right(seen) : doubtful('person', finding('windows_outside', { count: outside }), seen);
  },
};
