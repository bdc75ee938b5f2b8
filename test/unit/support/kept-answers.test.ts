/** An answer of the main process that the driver loses is asked for again, and the deed is done once. */
import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { keepAnswers } from '../../support/driver/kept-answers.ts';

/** A driver that does what it is told, and loses the first answers. */
function losing(times: number, message = 'electronApplication.evaluate: Resulting promise was garbage collected.') {
  let left = times;
  const modules = { deeds: [] as string[] };
  const electron = {
    async evaluate(order: (modules: unknown, input: unknown) => unknown, input: unknown) {
      const answer = await order(modules, input);
      left -= 1;
      if (left >= 0) throw new Error(message);
      return answer;
    },
  } as unknown as ElectronApplication;
  keepAnswers(electron);
  return { electron, deeds: modules.deeds };
}
type Modules = { deeds: string[] };
const deed = (modules: unknown, name: string) => (modules as Modules).deeds.push(name);

test('is fetched, and nothing is done twice', async () => {
  const { electron, deeds } = losing(3);
  expect(await electron.evaluate(deed as never, 'press')).toBe(1);
  expect(await electron.evaluate(deed as never, 'press')).toBe(2);
  expect(deeds).toEqual(['press', 'press']);
});

test('what failed fails', async () => {
  const { electron } = losing(0);
  const failing = () => {
    throw new Error('no such window');
  };
  await expect(electron.evaluate(failing)).rejects.toThrow('no such window');
  const closed = losing(1, 'Target page, context or browser has been closed').electron;
  await expect(closed.evaluate(() => 1)).rejects.toThrow('has been closed');
});
