/** Reads the body of an answer as text, in the encoding that the answer says. */

const NAMED = /charset\s*=\s*["']?([\w.:-]{1,40})/i;
/** In the first part of a page or document: where browsers look too (HTML Standard, "prescan a byte stream"). */
const NAMED_WITHIN =
  /<meta\s[^<>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})|<\?xml\s[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})/i;
const LOOKED_AT_BYTES = 1_024;

const marks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/**
 * The text of an answer that is to be read by people: a byte order mark counts first, then `Content-Type`, then what the
 * page says of itself, then UTF-8. Bytes that are none become U+FFFD. What a program acts on is JSON, and always UTF-8
 * (RFC 8259 section 8.1); that is read with `text()`.
 */
export async function readText(answer: Response): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const marked = marks.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1];
  return decoderOf(marked ?? NAMED.exec(answer.headers.get('content-type') ?? '')?.[1] ?? namedWithin(bytes)).decode(
    bytes,
  );
}

function namedWithin(bytes: Uint8Array): string | undefined {
  const found = NAMED_WITHIN.exec(Buffer.from(bytes.subarray(0, LOOKED_AT_BYTES)).toString('latin1'));
  return found?.[1] ?? found?.[2];
}

function decoderOf(encoding = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    // An encoding that nobody knows: most of what people write can be read as UTF-8.
    return new TextDecoder();
  }
}
