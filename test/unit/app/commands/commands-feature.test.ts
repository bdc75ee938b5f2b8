/** Commands are done where they apply, by main or by the window, and refused everywhere else. */
import { expect, test } from 'vitest';
import { createCommandsFeature } from '../../../../src/main/app/commands/commands-feature.ts';
import { commandIds, commandOf, type MainCommandId, type Situation } from '../../../../src/shared/commands.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { fixtures, ids, testNow } from '../../../support/ui/fixtures.ts';

const caller = { windowId: 'one', kind: 'viewer' } as const;

function commandsIn(name: keyof typeof fixtures, fails?: Error, view: Situation['view'] = 'home') {
  const done: string[] = [];
  const said: AppError[] = [];
  const state = fixtures[name](testNow);
  const situation: Situation = { state, view, pane: state.window.panes[0] ?? null };
  const byMain = commandIds.filter((id): id is MainCommandId => commandOf(id).doneBy === 'main');
  const doers = byMain.map((id) => [
    id,
    (windowId: string, argument?: string) => {
      if (fails) throw fails;
      done.push([id, windowId, argument].filter(Boolean).join(' '));
    },
  ]);
  const feature = createCommandsFeature({
    situationOf: () => situation,
    doers: Object.fromEntries(doers),
    notices: { addPassing: (error) => void said.push(error) },
    onChange: () => {},
  });
  return { ...feature, done, said, asks: (windowId = 'one') => feature.windowState(windowId).asks };
}

test('what main knows to do it does, and what the window knows it tells the window, each once', async () => {
  const { run, done, asks, windowClosed } = commandsIn('workbook');
  await run('one', 'reloadWorkbook');
  expect(done).toEqual(['reloadWorkbook one']);
  expect(asks()).toEqual([]);
  await run('one', 'showDetails');
  await run('one', 'showDetails');
  expect(asks().map(({ id, argument }) => [id, argument])).toEqual([
    ['showDetails', null],
    ['showDetails', null],
  ]);
  expect(new Set(asks().map(({ serial }) => serial)).size).toBe(2);
  expect(asks('another')).toEqual([]);
  windowClosed?.('one');
  expect(asks()).toEqual([]);
});

test('a window that does not follow is told of the last few alone', async () => {
  const { run, asks } = commandsIn('workbook');
  for (let press = 0; press < 100; press += 1) await run('one', 'openPalette');
  expect(asks()).toHaveLength(8);
  expect(asks().at(-1)?.serial).toBe(100);
});

test('a window shows the workbook that a link has opened, unless a form would be left by it', () => {
  const onStart = commandsIn('workbook-choice', undefined, 'start');
  onStart.showWorkbook('one');
  expect(onStart.asks()).toMatchObject([{ id: 'openWorkbook', argument: null }]);
  const inForm = commandsIn('workbook-choice', undefined, 'set-up');
  inForm.showWorkbook('one');
  expect(inForm.asks()).toEqual([]);
});

test('a window goes to the workbook that main has opened for it', async () => {
  const { handlers, done, asks } = commandsIn('workbook-choice');
  await handlers['commands.run']({ id: 'openWorkbook', argument: ids.trials }, caller);
  expect(done).toEqual([`openWorkbook one ${ids.trials}`]);
  expect(asks()).toMatchObject([{ id: 'openWorkbook', argument: ids.trials }]);
});

test('what does not apply is refused to a window, and is nothing for a key', async () => {
  const { handlers, run, done, asks } = commandsIn('first-run');
  for (const id of ['reloadWorkbook', 'showDetails', 'signOut', 'checkForUpdates'] as const) {
    await expect(handlers['commands.run']({ id }, caller)).rejects.toMatchObject({ code: 'request_refused' });
    await run('one', id);
  }
  await expect(handlers['commands.run']({ id: 'openWorkbook', argument: ids.revenue }, caller)).rejects.toThrow();
  expect([done, asks()]).toEqual([[], []]);
});

test('what goes wrong is said where no window waits for it, unless the person chose it', async () => {
  const failing = commandsIn('workbook', new AppError('offline', { reason: 'said', said: '' }));
  await failing.run('one', 'reloadWorkbook');
  expect(failing.said.map(({ code }) => code)).toEqual(['offline']);
  const chosen = commandsIn('workbook', new AppError('sign_in_cancelled', { reason: 'byPerson' }));
  await chosen.run('one', 'reloadWorkbook');
  expect(chosen.said).toEqual([]);
  const unforeseen = commandsIn('workbook', new TypeError('secret'));
  await unforeseen.run('one', 'reloadWorkbook');
  expect(unforeseen.said).toMatchObject([{ code: 'internal', values: { reason: 'command', kind: 'TypeError' } }]);
});
