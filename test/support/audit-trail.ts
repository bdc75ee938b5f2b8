/** A trail in a folder of its own, over a clock that is turned by hand. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FoundHead, type Head, openHead, sealHead } from '../../src/main/audit/head.ts';
import { createTrail, type TrailOptions } from '../../src/main/audit/trail.ts';
import { fileNumbers, linesFrom } from '../../src/main/audit/trail-folder.ts';
import { verifyTrail } from '../../src/main/audit/verify.ts';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'audit-trail-'));

/** What is kept of a trail besides its files. */
export function headKeeper(key: Uint8Array | null = randomBytes(32)) {
  let kept: unknown;
  let hadKey = false;
  return {
    read: async () => ({ found: openHead(kept, key), hadKey }),
    async write(head: Head) {
      hadKey ||= key !== null;
      kept = sealHead(head, key);
      return true;
    },
    kept: () => kept,
    keep(value: unknown) {
      kept = value;
    },
    found: (): FoundHead => openHead(kept, key),
  };
}

export type Keeper = ReturnType<typeof headKeeper>;

export function trailIn(folder: string, heads: Keeper, more: Partial<TrailOptions> = {}) {
  const timers: (() => void)[] = [];
  const problems: (string | null)[] = [];
  const written: string[] = [];
  const clock = { now: Date.UTC(2026, 0, 1) };
  const trail = createTrail({
    folder,
    heads,
    run: 'run',
    now: () => clock.now,
    keptDays: () => 90,
    setTimer(action) {
      timers.push(action);
      return () => void timers.splice(0, timers.length, ...timers.filter((one) => one !== action));
    },
    onProblem: (code) => void problems.push(code),
    onWritten: (_record, line) => void written.push(line),
    ...more,
  });
  /** Lets every timer that is set come to its end. */
  const turn = async () => {
    for (const action of timers.splice(0)) action();
    await trail.settled();
  };
  return { trail, problems, written, clock, turn };
}

export const verified = async (folder: string, heads: Keeper) => {
  const found = heads.found();
  return verifyTrail(linesFrom(folder, found.state === 'forged' ? 0 : (found.head?.first.file ?? 0)), found);
};

/** The same for one file that is in memory. */
export async function verifiedBytes(bytes: Buffer, found: FoundHead) {
  async function* lines() {
    let [line, offset] = [0, 0];
    while (offset < bytes.length) {
      const end = bytes.indexOf(10, offset);
      const part = bytes.subarray(offset, end < 0 ? bytes.length : end);
      line += 1;
      yield { file: 1, line, text: part.toString('utf8'), bytes: part, offset, isEnded: end >= 0 };
      offset += part.length + 1;
    }
  }
  return verifyTrail(lines(), found);
}

/** All lines of all files, in order. */
export async function allLines(folder: string): Promise<string[]> {
  const numbers = await fileNumbers(folder);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  if (names.length !== numbers.length) throw new Error('A file has a name that is none of the trail.');
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter(Boolean));
}
