/** The trail is written in order and behind the work: rotation, what becomes too old, a full disk, and too much at once. */
import { execFileSync } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/main/audit/chain.ts';
import { readNewest } from '../../../src/main/audit/read.ts';
import { fileName, linesFrom, openForAppending } from '../../../src/main/audit/trail-folder.ts';
import { verifyTrail } from '../../../src/main/audit/verify.ts';
import { allLines, headKeeper, type Keeper, newFolder, trailIn, verified } from '../../support/audit-trail.ts';

let folder: string;
let heads: Keeper;
const DAY = 24 * 60 * 60_000;
const small = { fileBytes: 1_000, fileMs: 7 * DAY, allBytes: 100_000 };

beforeEach(async () => {
  folder = await newFolder();
  heads = headKeeper();
});

const reasons = async () =>
  (await allLines(folder)).flatMap((line) => {
    const { event, data } = parseLine(line) ?? {};
    return event === 'link.refused' ? String(data?.reason) : [];
  });
const events = async () => (await allLines(folder)).map((line) => parseLine(line)?.event);

/** A disk of which a test says how much it takes. */
function disk(room = { bytes: Number.POSITIVE_INFINITY }) {
  const full = () => Object.assign(new Error('no space'), { code: 'ENOSPC' });
  return {
    room,
    openFile: async (where: string, number: number) => {
      const file = await openForAppending(where, number);
      return {
        ...file,
        async append(text: string) {
          const part = Buffer.from(text).subarray(0, room.bytes);
          room.bytes -= part.length;
          if (part.length > 0) await file.append(part as unknown as string);
          if (part.length < Buffer.byteLength(text)) throw full();
        },
      };
    },
  };
}

describe.skipIf(process.platform === 'win32')('a pipe in the place of a file', () => {
  test.each([1, 7])(
    'is not waited for: the trail says what is wrong, and goes on when it is gone (%i)',
    async (number) => {
      const path = join(folder, fileName(number));
      execFileSync('mkfifo', [path]);
      const { trail, problems, turn } = trailIn(folder, heads);
      trail.tell('link.refused', { reason: 'x' });
      await trail.settled();
      expect(problems.at(-1)).toBe('EFTYPE');
      await rm(path);
      await turn();
      expect(problems.at(-1)).toBeNull();
      expect(await reasons()).toEqual(['x']);
      await trail.close();
    },
  );
});

describe('records', () => {
  test('are written in the order in which they were told, in a file for their owner alone', async () => {
    const { trail, written } = trailIn(folder, heads);
    for (let count = 0; count < 50; count += 1) trail.tell('link.refused', { reason: String(count) });
    await trail.settled();
    expect(await reasons()).toEqual(Array.from({ length: 50 }, (_, count) => String(count)));
    // Whoever else is told hears the same lines.
    expect(written).toEqual(await allLines(folder));
    if (process.platform !== 'win32') expect((await stat(join(folder, fileName(1)))).mode & 0o777).toBe(0o600);
    await trail.close();
  });

  test('hold the fields of their event alone, and long texts are cut', async () => {
    const { trail } = trailIn(folder, heads);
    const more = { reason: 'x'.repeat(10_000), accessToken: 'a secret' };
    trail.tell('link.refused', more);
    await trail.close();
    const { data } = parseLine((await allLines(folder)).at(-1) ?? '') ?? {};
    expect(data).toEqual({ reason: 'x'.repeat(500) });
  });

  test('go on in the next file when one is full or old, in one chain', async () => {
    const { trail, clock } = trailIn(folder, heads, { limits: small });
    for (let count = 0; count < 12; count += 1) {
      trail.tell('link.refused', { reason: String(count) });
      await trail.settled();
    }
    const byRoom = (await readdir(folder)).length;
    expect(byRoom).toBeGreaterThan(2);
    clock.now += 8 * DAY;
    trail.tell('link.refused', { reason: 'later' });
    await trail.close();
    expect((await readdir(folder)).length).toBe(byRoom + 1);
    expect(await verified(folder, heads)).toMatchObject({ fault: null, files: byRoom + 1 });
    // A whole file that is gone is missed, wherever it was.
    for (const number of [1, 2, byRoom + 1]) {
      const { fault } = await withoutFile(number);
      expect(fault?.kind).toBe(number === 1 ? 'beginningMissing' : number === 2 ? 'missing' : 'endMissing');
    }
  });

  async function withoutFile(number: number) {
    const path = join(folder, fileName(number));
    const { readFile } = await import('node:fs/promises');
    const content = await readFile(path);
    await rm(path);
    const verdict = await verified(folder, heads);
    await writeFile(path, content);
    return verdict;
  }

  test('go when they are too old, by whole files, and what is left is whole', async () => {
    const { trail, clock } = trailIn(folder, heads, { limits: small });
    for (let count = 0; count < 10; count += 1) {
      trail.tell('link.refused', { reason: String(count) });
      await trail.settled();
      clock.now += 20 * DAY;
    }
    trail.prune();
    await trail.settled();
    const left = await reasons();
    expect(left.length).toBeGreaterThan(2);
    expect(left.length).toBeLessThan(8);
    expect(await events()).toContain('trail.pruned');
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
    await trail.close();
    // More than was due cannot go unseen.
    const [oldest = ''] = (await readdir(folder)).sort();
    await rm(join(folder, oldest));
    expect(await verified(folder, heads)).toMatchObject({ fault: { kind: 'beginningMissing' } });
  });

  test('go when there is too much of them, however new they are', async () => {
    const { trail } = trailIn(folder, heads, { limits: { ...small, allBytes: 3_000 } });
    for (let count = 0; count < 40; count += 1) trail.tell('link.refused', { reason: String(count) });
    await trail.settled();
    trail.prune();
    await trail.close();
    const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4_500);
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
  });
});

describe('a program that runs for weeks', () => {
  const files = async () => (await readdir(folder)).length;

  test('and records nothing has its old records go all the same, and makes no heap of empty files', async () => {
    const { trail, clock } = trailIn(folder, heads, { limits: small, keptDays: () => 30 });
    trail.tell('link.refused', { reason: 'old' });
    await trail.settled();
    // Looked at every day, as the program looks every few hours.
    for (let day = 0; day < 37; day += 1) {
      clock.now += DAY;
      trail.prune();
      await trail.settled();
      if (day === 20) expect(await files()).toBe(2);
    }
    expect(await reasons()).toEqual(['old']);
    clock.now += DAY;
    trail.prune();
    await trail.settled();
    expect(await reasons()).toEqual([]);
    expect(await files()).toBeLessThanOrEqual(2);
    expect((await events()).filter((event) => event === 'trail.pruned')).toHaveLength(1);
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
    await trail.close();
  });

  test('and once had a clock that was years ahead keeps nothing until then', async () => {
    const { trail, clock } = trailIn(folder, heads, { limits: small, keptDays: () => 30 });
    trail.tell('link.refused', { reason: 'before' });
    await trail.settled();
    clock.now += 3_650 * DAY;
    trail.tell('link.refused', { reason: 'in the future' });
    await trail.settled();
    clock.now -= 3_650 * DAY;
    for (const reason of ['after', 'later']) {
      trail.tell('link.refused', { reason });
      await trail.settled();
      clock.now += 31 * DAY;
    }
    trail.prune();
    await trail.settled();
    expect(await reasons()).toEqual(['later']);
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
    await trail.close();
  });

  test('removes nothing as long as its head cannot be kept: what is gone would be called missing', async () => {
    let isLocked = false;
    const keeper = { ...heads, write: async (head: Parameters<Keeper['write']>[0]) => !isLocked && heads.write(head) };
    const { trail, clock } = trailIn(folder, keeper, { limits: small });
    for (let count = 0; count < 10; count += 1) {
      trail.tell('link.refused', { reason: String(count) });
      await trail.settled();
    }
    await heads.write(trail.head() ?? { first: { file: 1, seq: 0, hash: '' }, last: { file: 1, seq: 0, hash: '' } });
    isLocked = true;
    const before = await files();
    clock.now += 200 * DAY;
    trail.tell('link.refused', { reason: 'later' });
    trail.prune();
    await trail.settled();
    expect(await files()).toBe(before + 1);
    expect(await events()).not.toContain('trail.pruned');
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
    isLocked = false;
    trail.prune();
    await trail.settled();
    expect(await files()).toBeLessThanOrEqual(2);
    expect(await events()).toContain('trail.pruned');
    expect(await verified(folder, heads)).toMatchObject({ fault: null });
    await trail.close();
  });
});

describe('a disk that says that it failed', () => {
  test.each([
    ['and has written the whole line', (text: string) => text],
    ['and has written all but its line break', (text: string) => text.slice(0, -1)],
  ])('%s is not given the record twice, and everybody is told of it once', async (_name, partOf) => {
    let isBroken = false;
    const openFile = async (where: string, number: number) => {
      const file = await openForAppending(where, number);
      return {
        ...file,
        async append(text: string) {
          if (!isBroken) return file.append(text);
          isBroken = false;
          await file.append(partOf(text));
          throw Object.assign(new Error('not flushed'), { code: 'EIO' });
        },
      };
    };
    const { trail, problems, written, turn } = trailIn(folder, heads, { openFile });
    trail.tell('link.refused', { reason: 'one' });
    await trail.settled();
    isBroken = true;
    trail.tell('link.refused', { reason: 'two' });
    trail.tell('link.refused', { reason: 'three' });
    await trail.settled();
    await turn();
    await trail.close();
    expect(problems).toEqual(['EIO', null]);
    expect(await reasons()).toEqual(['one', 'two', 'three']);
    expect(written).toEqual(await allLines(folder));
    expect(await verified(folder, heads)).toMatchObject({ fault: null, marks: {} });
  });
});

describe('a disk that is full', () => {
  test('stops nothing: what happens meanwhile is told as soon as there is room, in one chain', async () => {
    const { room, openFile } = disk();
    const { trail, problems, turn } = trailIn(folder, heads, { openFile });
    trail.tell('link.refused', { reason: 'before' });
    await trail.settled();
    // A part of a line still fits.
    room.bytes = 37;
    trail.tell('link.refused', { reason: 'one' });
    trail.tell('link.refused', { reason: 'two' });
    await trail.settled();
    expect(problems).toEqual(['ENOSPC']);
    room.bytes = 60;
    await turn();
    room.bytes = 0;
    await turn();
    // Two tries broke off by now. The program knows that it was itself; on the disk it looks like what others would leave.
    const now = trail.head();
    const state = { head: now, state: 'sealed' } as const;
    expect((await verifyTrail(linesFrom(folder, 1), state, true)).fault).toBe(null);
    expect((await verifyTrail(linesFrom(folder, 1), state)).fault).toMatchObject({ kind: 'changed' });
    room.bytes = Number.POSITIVE_INFINITY;
    await turn();
    expect(problems).toEqual(['ENOSPC', null]);
    await trail.close();
    expect(await reasons()).toEqual(['before', 'one', 'two']);
    expect(await verified(folder, heads)).toMatchObject({ fault: null, marks: { 'trail.mended': 1 } });
  });

  test('makes what is too much for the memory a number in the trail', async () => {
    const { room, openFile } = disk({ bytes: 0 });
    const { trail, turn } = trailIn(folder, heads, { openFile, mostWaiting: 3 });
    for (let count = 0; count < 10; count += 1) {
      trail.tell('link.refused', { reason: String(count) });
      await trail.settled();
    }
    room.bytes = Number.POSITIVE_INFINITY;
    await turn();
    await trail.close();
    expect(await reasons()).toEqual(['0', '1', '2']);
    const gap = parseLine((await allLines(folder)).at(-1) ?? '');
    expect(gap?.event).toBe('trail.gap');
    expect(gap?.data).toEqual({ dropped: 7, code: 'ENOSPC' });
    expect(await verified(folder, heads)).toMatchObject({ fault: null, marks: { 'trail.gap': 1 } });
  });

  test('that takes records and no head is told of once, until both work again', async () => {
    let isFull = true;
    const keeper = {
      ...heads,
      write: (head: Parameters<Keeper['write']>[0]) =>
        isFull ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : heads.write(head),
    };
    const { trail, problems, turn } = trailIn(folder, keeper);
    trail.tell('link.refused', { reason: 'one' });
    await trail.settled();
    for (let count = 0; count < 4; count += 1) await turn();
    expect(problems).toEqual(['ENOSPC']);
    isFull = false;
    await turn();
    await turn();
    expect(problems).toEqual(['ENOSPC', null]);
    await trail.close();
    expect(await verified(folder, heads)).toMatchObject({ fault: null, afterHead: 0 });
  });

  test('does not keep the program from closing', async () => {
    const { openFile } = disk({ bytes: 0 });
    const { trail, problems } = trailIn(folder, heads, { openFile });
    trail.tell('program.ended', {});
    await trail.close();
    expect(problems).toEqual(['ENOSPC']);
  });
});

describe('a file that somebody else touches while the program runs', () => {
  const tell = async (how: () => Promise<unknown>) => {
    const { trail } = trailIn(folder, heads);
    trail.tell('link.refused', { reason: 'one' });
    trail.tell('link.refused', { reason: 'two' });
    await trail.settled();
    await how();
    trail.tell('link.refused', { reason: 'three' });
    await trail.close();
    return { events: await events(), verdict: await verified(folder, heads) };
  };

  test('is told of when it is taken away, and the gap stays', async () => {
    const { events, verdict } = await tell(() => rm(join(folder, fileName(1))));
    expect(events).toEqual(['trail.disturbed', 'link.refused']);
    expect(verdict.fault).toMatchObject({ kind: 'beginningMissing', missing: 3 });
  });

  test('is told of when it is cut or written in', async () => {
    const path = join(folder, fileName(1));
    const cut = await tell(async () =>
      writeFile(
        path,
        (await allLines(folder))
          .slice(0, 2)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    );
    expect(cut.events).toContain('trail.disturbed');
    expect(cut.verdict.fault).toMatchObject({ kind: 'missing', line: 3 });
  });
});

test('a page of records is read from the newest back, over all files', async () => {
  const { trail } = trailIn(folder, heads, { limits: small });
  for (let count = 0; count < 30; count += 1) trail.tell('link.refused', { reason: String(count) });
  await trail.close();
  const seen: string[] = [];
  let before: number | null = null;
  for (;;) {
    const page = await readNewest(folder, { before, most: 7, fits: ({ event }) => event === 'link.refused' });
    seen.push(...page.records.map(({ data }) => String(data.reason)));
    before = page.records.at(-1)?.seq ?? null;
    if (!page.hasMore) break;
    expect(page.records).toHaveLength(7);
  }
  expect(seen).toEqual(Array.from({ length: 30 }, (_, count) => String(29 - count)));
});
