/** What a page gets of a `<webview>`: methods of a stand-in for Electron's web contents are taken off. */
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import {
  developerMethods,
  refusedHistoryMethods,
  refusedMethods,
  refuseMethods,
} from '../../../src/main/viewer/guest-element.ts';

/** Web contents whose methods say that they were carried out, as the class of Electron has them. */
function guestWith(allowsDevTools: boolean) {
  const done: string[] = [];
  const doing = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, () => void done.push(name)]));
  const contents = Object.assign(Object.create(doing([...refusedMethods, ...developerMethods, 'copy', 'getURL'])), {
    navigationHistory: doing(refusedHistoryMethods),
  });
  const refused: string[] = [];
  refuseMethods(contents as WebContents, { allowsDevTools, onRefused: (method) => refused.push(method) });
  /** As Electron calls what the element asks for: by name. */
  const call = (target: Record<string, (...parameters: unknown[]) => unknown>, name: string) =>
    target[name]?.('https://evil.example/');
  return { contents, done, refused, call };
}

test.each([...refusedMethods, ...developerMethods])('%s does nothing and answers with nothing', (name) => {
  const { contents, done, refused, call } = guestWith(false);
  expect(call(contents, name)).toBe('');
  expect(done).toEqual([]);
  expect(refused).toEqual([name]);
});

test.each(refusedHistoryMethods)('the history does not offer %s', (name) => {
  const { contents, done, refused, call } = guestWith(false);
  expect(call(contents.navigationHistory, name)).toBe('');
  expect(done).toEqual([]);
  expect(refused).toEqual([name]);
});

test('a page that asks again and again is told of once for each method', () => {
  const { contents, refused, call } = guestWith(false);
  for (const name of ['loadURL', 'loadURL', 'downloadURL', 'loadURL']) call(contents, name);
  expect(refused).toEqual(['loadURL', 'downloadURL']);
});

test('what was taken off cannot be put back', () => {
  const { contents } = guestWith(false);
  expect(() => Object.assign(contents, { loadURL: () => 'mine' })).toThrow(TypeError);
  expect(Reflect.deleteProperty(contents, 'loadURL')).toBe(false);
});

test('what the menus call and what only asks stays', () => {
  const { contents, done, refused, call } = guestWith(false);
  for (const name of ['copy', 'getURL']) call(contents, name);
  expect(done).toEqual(['copy', 'getURL']);
  expect(refused).toEqual([]);
});

test('developers may look into a guest where they may', () => {
  const { contents, done, call } = guestWith(true);
  call(contents, 'openDevTools');
  call(contents, 'loadURL');
  expect(done).toEqual(['openDevTools']);
});
