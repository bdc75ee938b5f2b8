import { describe, expect, test } from 'vitest';
import { createLoadMemory } from '../../../../src/main/app/doctor/load-memory.ts';
import type { Panes } from '../../../../src/main/viewer/panes.ts';
import type { SigmaEvent } from '../../../../src/shared/sigma/events.ts';

/** Panes that only pass on; the guest `one` and its successor `two` show the same workbook. */
function desk() {
  let at = 0;
  const heard: [string, string][] = [];
  const memory = createLoadMemory({ now: () => at });
  const panes = memory.watching({
    requestGuest: async () => ({ url: 'https://app.sigma.example/?:jwt=secret-of-the-session' }),
    takeEvent: (guestId: string, { type }: SigmaEvent) => void heard.push([guestId, type]),
    guestLoadFailed: (guestId: string) => void heard.push([guestId, 'failed']),
    sourceOf: () => ({ workbookId: 'workbook' }),
  } as unknown as Panes);
  const say = (event: object, guestId = 'one') => {
    at += 10;
    panes.takeEvent(guestId, event as SigmaEvent);
  };
  return { memory, panes, heard, say, last: () => memory.of('workbook') };
}

describe('the last load of a workbook', () => {
  test('is not known before there was one, and then with its times and no address', async () => {
    const { panes, say, last, heard } = desk();
    expect(last()).toBeNull();
    await panes.requestGuest('one');
    say({ type: 'workbook:loaded' });
    say({ type: 'workbook:dataloaded' });
    say({ type: 'workbook:dataloaded' });
    expect(last()).toMatchObject({ begunAt: 0, loadedAt: 10, dataAt: 20, refusal: null, elements: 0 });
    expect(JSON.stringify(last())).not.toContain('secret-of-the-session');
    expect(heard).toHaveLength(3);
  });

  test('is that of its newest guest: what an earlier one says counts no more', async () => {
    const { panes, say, last } = desk();
    await panes.requestGuest('one');
    await panes.requestGuest('two');
    say({ type: 'workbook:error', code: 'EPERM' }, 'one');
    expect(last()?.refusal).toBeNull();
    say({ type: 'workbook:error', code: 'EPERM' }, 'two');
    expect(last()?.refusal?.code).toBe('sigma_user_missing');
  });

  test('is not refused by a command that Sigma does not carry out', async () => {
    const { panes, say, last } = desk();
    await panes.requestGuest('one');
    say({ type: 'workbook:error', code: 'EINVAL', message: 'Bookmark not selected' });
    expect(last()?.refusal).toBeNull();
  });

  test('counts its elements that could not be drawn, until their data is there', async () => {
    const { panes, say, last } = desk();
    await panes.requestGuest('one');
    say({ type: 'workbook:chart:error', nodeId: 'a', code: 'X' });
    say({ type: 'workbook:chart:error', nodeId: 'a', code: 'X' });
    expect(last()).toMatchObject({ elements: 1, elementProblem: { code: 'sigma_failed' } });
    say({ type: 'workbook:variables:onchange', workbook: { variables: {} } });
    say({ type: 'workbook:dataloaded' });
    expect(last()?.elements).toBe(0);
  });

  test('that did not come about says so', async () => {
    const { panes, last, heard } = desk();
    await panes.requestGuest('one');
    panes.guestLoadFailed('one', 'ERR_NAME_NOT_RESOLVED');
    expect(last()?.refusal?.code).toBe('frame_load_failed');
    expect(heard).toEqual([['one', 'failed']]);
  });
});
