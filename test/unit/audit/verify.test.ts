/** Whatever is done to a line of the trail is found, at the line where it was done. */
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ChainEnd, lineOf, nextRecord, parseLine } from '../../../src/main/audit/chain.ts';
import { fileName } from '../../../src/main/audit/trail-folder.ts';
import { headKeeper, type Keeper, newFolder, trailIn, verified, verifiedBytes } from '../../support/audit-trail.ts';

let folder: string;
let heads: Keeper;
/** Of the one file that there is. */
let lines: string[];
const path = () => join(folder, fileName(1));
const write = (changed: readonly string[]) => writeFile(path(), changed.map((line) => `${line}\n`).join(''));
const faultOf = async () => (await verified(folder, heads)).fault;

beforeEach(async () => {
  folder = await newFolder();
  heads = headKeeper();
  const { trail } = trailIn(folder, heads);
  for (let count = 0; count < 8; count += 1) trail.tell('link.refused', { reason: `${'é'.repeat(count)}${count}` });
  await trail.close();
  lines = (await readFile(path(), 'utf8')).split('\n').filter(Boolean);
});

test('a trail that nobody touched is whole', async () => {
  expect(await verified(folder, heads)).toMatchObject({ fault: null, records: 9, files: 1, afterHead: 0, marks: {} });
});

test('a walk over many lines lets others have their turn in between', async () => {
  let end: ChainEnd = parseLine(lines.at(-1) ?? '') ?? { seq: 0, hash: '' };
  const more = Array.from({ length: 1_000 }, () => {
    const record = nextRecord(end, { at: 0, run: 'run', event: 'link.refused', data: { reason: 'x'.repeat(300) } });
    end = record;
    return lineOf(record);
  });
  await write([...lines, ...more]);
  let [turns, isOver] = [0, false];
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const verdict = await verified(folder, heads);
  isOver = true;
  expect(verdict).toMatchObject({ fault: null, records: 1_009, afterHead: 1_000 });
  // One at least for each 32 KB of some 600.
  expect(turns).toBeGreaterThan(15);
});

describe('found', () => {
  test('every line that is taken out', async () => {
    for (const index of lines.keys()) {
      await write(lines.toSpliced(index, 1));
      const isLast = index === lines.length - 1;
      expect(await faultOf(), `line ${index + 1}`).toMatchObject(
        isLast
          ? { kind: 'endMissing', missing: 1, line: null }
          : { kind: index === 0 ? 'beginningMissing' : 'missing', line: index + 1, missing: 1 },
      );
    }
  });

  test('every line that is put in twice, wherever it is put', async () => {
    for (const [index, line] of lines.entries()) {
      for (let place = 0; place <= lines.length; place += 1) {
        await write(lines.toSpliced(place, 0, line));
        expect(await faultOf(), `line ${index + 1} before ${place + 1}`).not.toBeNull();
      }
    }
  });

  test('every two lines that change their places', async () => {
    for (let one = 0; one < lines.length; one += 1) {
      for (let other = one + 1; other < lines.length; other += 1) {
        await write(lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''));
        expect(await faultOf(), `${one} and ${other}`).toMatchObject({ line: one + 1 });
      }
    }
  });

  test('every byte that is another one, and every byte that is missing', async () => {
    const whole = await readFile(path());
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const without = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]);
      expect((await verifiedBytes(changed, heads.found())).fault, `byte ${at} changed`).not.toBeNull();
      expect((await verifiedBytes(without, heads.found())).fault, `byte ${at} taken out`).not.toBeNull();
    }
  });

  test('bytes that are no text', async () => {
    const whole = await readFile(path());
    whole[lines[0]?.length ?? 0] = 0xff;
    await writeFile(path(), whole);
    expect(await faultOf()).toMatchObject({ kind: 'changed', line: 1 });
  });

  test('white space that changes nothing of what a line says', async () => {
    for (const index of lines.keys()) {
      await write(lines.with(index, ` ${lines[index]}`));
      expect(await faultOf()).toMatchObject({ kind: 'changed', line: index + 1 });
      await write(lines.toSpliced(index, 0, ''));
      expect(await faultOf()).toMatchObject({ kind: 'changed', line: index + 1 });
    }
  });

  test('a record with new content whose own hash was computed anew', async () => {
    for (const index of lines.keys()) {
      const record = parseLine(lines[index] ?? '');
      if (!record) throw new Error('It was no record.');
      const { seq, prev, run, event } = record;
      const forged = nextRecord({ seq: seq - 1, hash: prev }, { at: 0, run, event, data: { reason: 'other' } });
      await write(lines.with(index, lineOf(forged)));
      const isLast = index === lines.length - 1;
      expect(await faultOf()).toMatchObject({
        kind: isLast ? 'rewritten' : 'unlinked',
        line: isLast ? index + 1 : index + 2,
      });
    }
  });

  test('a whole chain that was computed anew, by the head alone', async () => {
    let end = { seq: 0, hash: '0'.repeat(64) };
    const anew = lines.map((line) => {
      const { event = '' } = parseLine(line) ?? {};
      const record = nextRecord(end, { at: 0, run: 'run', event, data: {} });
      end = record;
      return lineOf(record);
    });
    await write(anew);
    expect(await faultOf()).toMatchObject({ kind: 'rewritten', line: anew.length });
  });

  test('an end that is cut off, down to nothing', async () => {
    for (let kept = lines.length - 1; kept >= 0; kept -= 1) {
      await write(lines.slice(0, kept));
      expect(await faultOf()).toMatchObject({
        kind: kept === 0 ? 'beginningMissing' : 'endMissing',
        missing: lines.length - kept,
      });
    }
    await rm(path());
    expect(await faultOf()).toMatchObject({ kind: 'beginningMissing', missing: lines.length });
  });

  test('a head that is gone, that another key has sealed, or that is none', async () => {
    const own = heads.kept();
    heads.keep(undefined);
    expect(await faultOf()).toMatchObject({ kind: 'headMissing' });
    const foreign = headKeeper();
    await foreign.write(
      heads.found().head ?? { first: { file: 1, seq: 0, hash: '' }, last: { file: 1, seq: 0, hash: '' } },
    );
    for (const forged of [foreign.kept(), 'none', { ...(own as object), mac: 'x' }]) {
      heads.keep(forged);
      expect(await faultOf()).toMatchObject({ kind: 'headForged' });
    }
    heads.keep(own);
    expect(await faultOf()).toBeNull();
  });
});

describe('at the next start', () => {
  const goOn = async () => {
    const { trail } = trailIn(folder, heads);
    trail.tell('program.ended', {});
    await trail.close();
  };

  test('a whole trail goes on without a mark', async () => {
    await goOn();
    expect(await verified(folder, heads)).toMatchObject({ fault: null, records: 10, marks: {} });
  });

  test('a line that was broken off is named, and the chain goes on', async () => {
    const whole = (await readFile(path())).length;
    for (const cut of [1, 40, (lines.at(-1) ?? '').length]) {
      await write(lines);
      // As after a crash: the head is of before the line.
      const record = parseLine(lines.at(-2) ?? '');
      const head = heads.found().head;
      if (head && record) await heads.write({ ...head, last: { file: 1, seq: record.seq, hash: record.hash } });
      await truncate(path(), whole - cut);
      expect(await verified(folder, heads)).toMatchObject({ fault: null, records: 8 });
      await goOn();
      expect(await verified(folder, heads), `${cut} bytes`).toMatchObject({
        fault: null,
        records: 10,
        marks: cut === 1 ? {} : { 'trail.mended': 1 },
      });
    }
  });

  test('a line that somebody cut is told apart from one that a crash broke off: the head knows of it', async () => {
    const whole = (await readFile(path())).length;
    await truncate(path(), whole - 40);
    expect(await faultOf()).toMatchObject({ kind: 'endMissing', missing: 1 });
    await goOn();
    expect((await faultOf())?.kind).toBe('missing');
  });

  test('a line that a crash broke off in a file that had just begun is named there', async () => {
    const { head } = heads.found();
    await writeFile(join(folder, fileName(2)), (lines[0] ?? '').slice(0, 50));
    expect(await verified(folder, heads)).toMatchObject({ fault: null, records: 9 });
    await goOn();
    expect(await verified(folder, heads)).toMatchObject({
      fault: null,
      records: 11,
      files: 2,
      marks: { 'trail.mended': 1 },
    });
    expect(heads.found().head?.first).toEqual(head?.first);
  });

  test('an end that was cut off stays found for ever, and so does a chain that was computed anew', async () => {
    await write(lines.slice(0, 5));
    await goOn();
    await goOn();
    const verdict = await verified(folder, heads);
    expect(verdict).toMatchObject({ fault: { kind: 'missing', line: 6, missing: 4 } });
  });

  test('a trail that was taken away altogether is missed', async () => {
    await rm(path());
    await goOn();
    expect(await faultOf()).toMatchObject({ kind: 'beginningMissing' });
  });

  test('a head that was taken away is marked in the trail', async () => {
    heads.keep(undefined);
    await goOn();
    expect(await verified(folder, heads)).toMatchObject({ fault: null, marks: { 'trail.reset': 1 } });
  });

  test('a chain that was computed anew is marked in the trail', async () => {
    const last = parseLine(lines.at(-1) ?? '');
    if (!last) throw new Error('It was no record.');
    const forged = nextRecord(
      { seq: last.seq - 1, hash: last.prev },
      { at: 0, run: 'run', event: 'program.ended', data: {} },
    );
    await write(lines.with(-1, lineOf(forged)));
    await goOn();
    expect(await verified(folder, heads)).toMatchObject({ marks: { 'trail.reset': 1 } });
  });

  test('what somebody wrote behind the end is named as no record', async () => {
    await appendFile(path(), 'nonsense\nmore');
    await goOn();
    expect(await verified(folder, heads)).toMatchObject({ fault: null, marks: { 'trail.mended': 1 } });
    // And what is named cannot be another thing later.
    await writeFile(path(), (await readFile(path(), 'utf8')).replace('nonsense', 'nonsence'));
    expect(await faultOf()).toMatchObject({ kind: 'changed', line: 10 });
  });
});
