/** Set-up files that come from outside of a window: each is asked about once, in the window that it came to. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBroughtSetUps } from '../../../../src/main/app/profiles/brought-set-ups.ts';
import type { SetUpOffer } from '../../../../src/shared/set-up-file.ts';

const first = { windowId: 'first', kind: 'viewer' } as const;
const second = { windowId: 'second', kind: 'viewer' } as const;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sightglass-brought-'));
});
afterEach(() => rm(folder, { recursive: true }));

function opened() {
  let changes = 0;
  const offered: string[] = [];
  const brought = createBroughtSetUps({
    offer(bytes) {
      const text = new TextDecoder().decode(bytes);
      offered.push(text);
      return text.startsWith('{') ? ({ bytes } as SetUpOffer) : null;
    },
    randomUuid: randomUUID,
    log: { info: () => {} },
    onChange: () => {
      changes += 1;
    },
  });
  const waiting = (windowId = 'first') => brought.windowState(windowId).broughtSetUp;
  const open = (id: string | null, caller: typeof first | typeof second = first) =>
    brought.handlers['profiles.openBrought']({ id: id ?? randomUUID() }, caller);
  return { ...brought, waiting, open, offered, changes: () => changes };
}
const file = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

describe('a set-up file from outside', () => {
  test('waits in its window until that asks, and is read only then', async () => {
    const { bring, waiting, open, offered, changes } = opened();
    const path = await file('a.sightglass', '{"old": 1}');
    bring(path, 'first');
    expect(waiting('second')).toBeNull();
    expect(changes()).toBe(1);
    expect(offered).toEqual([]);
    await writeFile(path, '{"new": 1}');
    const id = waiting();
    expect(await open(id, second)).toBeNull();
    expect(await open(id)).toMatchObject({ bytes: expect.anything() });
    expect(offered).toEqual(['{"new": 1}']);
    // It is asked about once.
    expect(waiting()).toBeNull();
    expect(await open(id)).toBeNull();
  });

  test('waits behind another one; the same twice is one, and there is an end', () => {
    const { bring, waiting } = opened();
    for (const name of ['a', 'b', 'a']) bring(`/${name}.sightglass`, 'first');
    const [id] = [waiting()];
    expect(id).not.toBeNull();
    for (let number = 0; number < 20; number++) bring(`/${number}.sightglass`, 'first');
    expect(waiting()).toBe(id);
  });

  test('is nothing where no window is, and gone with its window', () => {
    const { bring, waiting, windowClosed, changes } = opened();
    bring('/a.sightglass', null);
    expect(changes()).toBe(0);
    bring('/a.sightglass', 'first');
    windowClosed?.('first');
    expect(waiting()).toBeNull();
  });

  test('is refused where it is another kind of file, a folder or not there, and does not stay in the way', async () => {
    const { bring, waiting, open } = opened();
    bring(await file('env.sightglass', 'CLIENT_ID=a'), 'first');
    bring(folder, 'first');
    bring(join(folder, 'gone.sightglass'), 'first');
    await expect(open(waiting())).rejects.toMatchObject({
      code: 'set_up_unreadable',
      values: { reason: 'anotherKind' },
    });
    await expect(open(waiting())).rejects.toMatchObject({ code: 'env_unreadable', values: { reason: 'folder' } });
    await expect(open(waiting())).rejects.toMatchObject({ code: 'env_unreadable', values: { reason: 'notThere' } });
    expect(waiting()).toBeNull();
  });
});
