/** Saves the whole trail as a file: its lines as they are, or as a table. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { AuditFormat } from '../../../shared/audit.ts';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import { looseRecord } from '../../audit/chain.ts';
import { csvHead, csvLine } from '../../audit/csv.ts';
import { linesFrom } from '../../audit/trail-folder.ts';

/** So much is gathered before it is written. */
const CHUNK = 64 * 1024;
/** Table programs take a file without it for one in the letters of the system. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * All of it or nothing; others on this computer cannot read it.
 *
 * @returns how many records are in it
 * @throws AppError `audit_not_exported`
 */
export async function exportTrail(folder: string, path: string, format: AuditFormat): Promise<number> {
  const partial = `${path}.partial`;
  try {
    // Never into what lies there, a link or a pipe: in a folder of many it may be somebody else's.
    await rm(partial, { force: true });
    const handle = await open(partial, 'wx', 0o600);
    let count = 0;
    try {
      count = await pour(handle, folder, format);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(partial, path);
    return count;
  } catch (error) {
    // Why the file could not be written is what the person is told; what is left of it may be as stuck.
    await rm(partial, { force: true }).catch(() => undefined);
    throw new AppError('audit_not_exported', { reason: 'systemAnswered', systemCode: systemCodeOf(error) });
  }
}

async function pour(handle: FileHandle, folder: string, format: AuditFormat): Promise<number> {
  const parts: (string | Buffer)[] = format === 'csv' ? [`${BYTE_ORDER_MARK}${csvHead()}\r\n`] : [];
  let [bytes, count] = [0, 0];
  const flush = async () => {
    await handle.appendFile(Buffer.concat(parts.splice(0).map((part) => Buffer.from(part as string))));
    bytes = 0;
  };
  for await (const { text, bytes: raw } of linesFrom(folder, 0)) {
    const record = text === null ? null : looseRecord(text);
    if (record) count += 1;
    // Lines go as they are, also those that are none: whoever verifies the copy sees what the original is.
    if (format === 'jsonl') parts.push(raw, '\n');
    else if (record) parts.push(`${csvLine(record)}\r\n`);
    bytes += raw.length;
    if (bytes > CHUNK) await flush();
  }
  await flush();
  return count;
}
