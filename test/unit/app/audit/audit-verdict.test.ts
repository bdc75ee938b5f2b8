/** A trail that is verified while the program goes on with it. */
import { expect, test } from 'vitest';
import { verdictOn } from '../../../../src/main/app/audit/audit-verdict.ts';
import { type AuditRecord, beginning, lineOf, nextRecord } from '../../../../src/main/audit/chain.ts';
import type { Head } from '../../../../src/main/audit/head.ts';
import type { TrailLine } from '../../../../src/main/audit/trail-folder.ts';

const records: AuditRecord[] = [];
for (let count = 0; count < 6; count += 1) {
  records.push(
    nextRecord(records.at(-1) ?? beginning, { at: 0, run: 'run', event: 'link.refused', data: { reason: 'x' } }),
  );
}
const placeOf = (file: number, seq: number) => ({ file, seq, hash: records[seq - 1]?.hash ?? beginning.hash });
const whole: Head = { first: placeOf(1, 0), last: placeOf(2, 6) };
/** Three records in each file. */
const linesIn = (...files: number[]) =>
  async function* (_folder: string, first: number): AsyncGenerator<TrailLine> {
    for (const [index, record] of records.entries()) {
      const file = index < 3 ? 1 : 2;
      const text = lineOf(record);
      const line = { file, line: index + 1, text, bytes: Buffer.from(text), offset: 0, isEnded: true };
      if (files.includes(file) && file >= first) yield line;
    }
  };
const heads = {
  read: async () => ({ found: { head: null, state: 'missing' as const }, hadKey: true }),
  seal: async () => 'sealed' as const,
};
const verdict = (lines: ReturnType<typeof linesIn>, head: () => Head) =>
  verdictOn({ folder: '', trail: { settled: async () => {}, head }, heads, isUnfinished: () => false, lines });

test('files that become too old and go while they are read are not missing', async () => {
  const known = [whole, { ...whole, first: placeOf(2, 3) }];
  const head = () => known[0] ?? whole;
  const lines = async function* (folder: string, first: number) {
    // Gone between the head and the reading.
    if (known.length > 1) known.shift();
    yield* linesIn(2)(folder, first);
  };
  expect(await verdict(lines, head)).toMatchObject({ fault: null, records: 3 });
});

test('files that went without the program knowing of it are', async () => {
  expect(await verdict(linesIn(2), () => whole)).toMatchObject({ fault: { kind: 'beginningMissing' } });
  expect(await verdict(linesIn(1, 2), () => whole)).toMatchObject({ fault: null, records: 6 });
});
