/** What the preload of a guest passes on of what a page says: nothing that main would have to copy without a limit. */
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { embedHostChannels } from '../../../src/shared/embed-host-names.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

const SIGMA = 'https://sigma.example';

const { sent } = vi.hoisted(() => ({ sent: [] as [channel: string, payload: unknown][] }));
vi.mock('electron', () => ({
  ipcRenderer: { on: () => undefined, send: (channel: string, payload: unknown) => sent.push([channel, payload]) },
}));

const contentWindow = {};
const listeners = new Map<string, (event: unknown) => void>();

beforeEach(async () => {
  sent.length = 0;
  const addEventListener = (type: string, listener: (event: unknown) => void) => listeners.set(type, listener);
  vi.stubGlobal('window', { addEventListener });
  vi.stubGlobal('document', {
    addEventListener,
    querySelector: () => ({ content: SIGMA }),
    createElement: () => ({ style: {}, setAttribute: () => undefined, contentWindow }),
    body: { attachShadow: () => ({ append: () => undefined }) },
  });
  vi.resetModules();
  await import('../../../src/preload/embed-host.ts');
  listeners.get('DOMContentLoaded')?.({});
});
afterEach(() => vi.unstubAllGlobals());

const says = (data: unknown, origin = SIGMA) => listeners.get('message')?.({ data, origin, source: contentWindow });

test('a message is passed on as it is', () => {
  const message = { type: 'workbook:variables:onchange', workbook: { variables: { Region: 'East,Midwest' } } };
  says(message);
  expect(sent).toEqual([[embedHostChannels.event, message]]);
});

test('what JSON has no word for stays behind: it may be of any size, and not all of it can be sent', () => {
  says({ type: 'workbook:dataloaded', rows: new ArrayBuffer(8), names: new Map([['a', 'b']]), of: new Blob(['text']) });
  expect(sent).toStrictEqual([[embedHostChannels.event, { type: 'workbook:dataloaded', rows: {}, names: {}, of: {} }]]);
});

test('one that is too large, or endless, is told by its name alone', () => {
  const endless: { type: string; self?: unknown } = { type: 'workbook:loaded' };
  endless.self = endless;
  says(endless);
  says({ type: 'workbook:error', message: 'x'.repeat(1_000_001) });
  says({ type: 'workbook:future', message: 'x' });
  expect(sent).toEqual([
    [embedHostChannels.dropped, { type: 'workbook:loaded', why: 'too-large' }],
    [embedHostChannels.dropped, { type: 'workbook:error', why: 'too-large' }],
    [embedHostChannels.dropped, { type: 'workbook:future', why: 'unknown' }],
  ]);
});

test('another page than the workbook says nothing', () => {
  says({ type: 'workbook:dataloaded' }, 'https://elsewhere.example');
  expect(sent).toEqual([]);
});
