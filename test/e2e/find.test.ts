/** Words are found in a workbook, in the frame of another origin that shows it, and again after a renewal. */
import '../support/driver/quick-program.ts';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepProgram, openSignedIn } from '../support/driver/kept-program.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import type { Workbench } from '../support/driver/workbench.ts';

describe('the words of a workbook', () => {
  const kept = keepProgram(openSignedIn);
  let bench: Workbench;
  let app: RunningApp;
  beforeEach(async () => {
    ({ bench, app } = await kept.take());
    await app.waitInWorkbook(`document.getElementById('main').getAttribute('aria-busy') !== 'true'`);
  });
  afterEach(({ task }) => kept.give(task.result?.state === 'fail'));
  afterAll(() => kept.close());

  const count = () => app.window.getByTestId('find-count').textContent();
  const run = (id: 'findInWorkbook' | 'findNext' | 'findPrevious') =>
    app.window.evaluate(async (command) => void (await window.sightglass.commands.run({ id: command })), id);
  async function search(words: string) {
    await run('findInWorkbook');
    await app.window.getByTestId('find-words').fill(words);
  }

  test('are counted, gone through in both directions, and not looked for any more after Escape', async () => {
    await search('fare');
    await expect.poll(count).toMatch(/^1 of \d+$/);
    const [, total = ''] = /of (\d+)/.exec((await count()) ?? '') ?? [];
    expect(Number(total)).toBeGreaterThan(2);
    await app.window.getByTestId('find-words').press('Enter');
    await expect.poll(count).toBe(`2 of ${total}`);
    await run('findPrevious');
    await run('findPrevious');
    await expect.poll(count).toBe(`${total} of ${total}`);
    await app.window.keyboard.press('Escape');
    await app.window.getByTestId('find-bar').waitFor({ state: 'detached' });
    expect(await app.window.evaluate(() => document.activeElement?.tagName)).toBe('WEBVIEW');
  });

  test('that are not there are said to be missing', async () => {
    await search('no such words');
    await expect.poll(count).toBe('Nothing found on this page. Try fewer words.');
  });

  test('are found again in the workbook that took over, and stand in no log', async () => {
    await search('average distance');
    await expect.poll(count).toBe('1 of 1');
    await app.window.evaluate(async () => {
      const state = await window.sightglass.state.get();
      if (!state.ok) throw new Error('no state');
      await window.sightglass.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
    });
    await app.workbookReady(1);
    await run('findNext');
    await expect.poll(count).toBe('1 of 1');
    const state = await app.window.evaluate(async () => JSON.stringify(await window.sightglass.state.get()));
    expect(state).not.toContain('average distance');
    expect(readFileSync(`${bench.userData}/logs/sightglass.log`, 'utf8')).not.toContain('average distance');
  });
});
