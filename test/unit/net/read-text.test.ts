/** Text in the encoding that its answer says. */
import { expect, test } from 'vitest';
import { readText } from '../../../src/main/net/read-text.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part])));
const answer = (body: Uint8Array<ArrayBuffer>, type?: string) =>
  new Response(body, type === undefined ? {} : { headers: { 'content-type': type } });

test.each<[string, Response, string]>([
  ['UTF-8, unless it says another', answer(bytes('für')), 'für'],
  ['ISO-8859-1', answer(bytes('f', 0xfc, 'r'), 'text/html; charset=iso-8859-1'), 'für'],
  ['in quotes and other letters', answer(bytes('f', 0xfc, 'r'), 'text/html; Charset="ISO-8859-1"'), 'für'],
  ['Japanese', answer(bytes(0x83, 0x47, 0x83, 0x89, 0x81, 0x5b), 'text/plain; charset=Shift_JIS'), 'エラー'],
  [
    'as the page says of itself',
    answer(bytes('<meta charset="windows-1252"><h1>f', 0xfc, 'r'), 'text/html'),
    '<meta charset="windows-1252"><h1>für',
  ],
  [
    'as the document says of itself',
    answer(bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>', 0xe9, '</a>')),
    '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
  ],
  [
    'a byte order mark, before everything else',
    answer(bytes(0xff, 0xfe, 'N', 0, 'o', 0), 'text/plain; charset=utf-8'),
    'No',
  ],
  ['the other byte order', answer(bytes(0xfe, 0xff, 0, 'N', 0, 'o')), 'No'],
  ['an encoding that nobody knows', answer(bytes('für'), 'text/plain; charset=klingon'), 'für'],
  ['bytes that are no text', answer(bytes('a', 0xff, 'b')), 'a\ufffdb'],
  ['nothing', new Response(null, { status: 204 }), ''],
])('%s', async (_, response, text) => {
  expect(await readText(response)).toBe(text);
});
