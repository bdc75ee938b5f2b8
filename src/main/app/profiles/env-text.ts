/**
 * The text of a QuickStart file. The QuickStart's server takes it for UTF-8; what editors and shells of Windows write in
 * its place is read too, since the names and secrets in it are the same.
 */
import { AppError } from '../../../shared/errors.ts';

/** Enough to know how a file is written. */
const LOOKED_AT = 4_096;
/** Control characters that texts have: tab, line feed, form feed, carriage return, and the mark for the end of DOS. */
const usual = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a]);
/** What documents begin with that are made of text, or look so. */
const documents = /^\s*(?:%PDF-|\{\\rtf|<(?:!doctype|html|svg|\?xml)\b)/i;

/** @throws AppError `env_unreadable`: nothing is in it, or something else than text */
export function textOf(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text.trim() === '') throw new AppError('env_unreadable', { reason: 'empty' });
  if (documents.test(text.slice(0, 200)) || hasControls(text))
    throw new AppError('env_unreadable', { reason: 'notText' });
  return text;
}

/** By its mark (RFC 2781 section 3.2), else by what is in it. A decoder takes the mark out. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== null) return new TextDecoder(unmarked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // An older Notepad and PowerShell's `Default` write the code page of the system. Of its bytes, each is a character.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** In UTF-16 every other byte of English text is zero; in any other text none is. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const looked = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  looked.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = looked.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  return null;
}

function hasControls(text: string): boolean {
  const looked = [...text.slice(0, LOOKED_AT)].map((character) => character.codePointAt(0) ?? 0);
  const controls = looked.filter((code) => code < 0x20 && !usual.has(code)).length;
  // One that came with a pasted value is a fault of that value, and is named by it.
  return looked.includes(0) || controls > looked.length / 20;
}
