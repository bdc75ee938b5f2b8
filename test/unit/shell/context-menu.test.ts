import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { type WorkbookActions, windowMenu, workbookMenu } from '../../../src/main/shell/context-menu.ts';
import { en } from '../../../src/shared/text/en.ts';

const text = en.contextMenu;
type Clicked = Parameters<typeof windowMenu>[1];

const nothing: Clicked = {
  isEditable: false,
  editFlags: { canCut: false, canCopy: false, canPaste: false, canSelectAll: true } as Clicked['editFlags'],
  selectionText: '',
  linkURL: '',
  mediaType: 'none',
  hasImageContents: false,
  srcURL: '',
};
const field = (flags: Partial<Clicked['editFlags']> = {}): Clicked => ({
  ...nothing,
  isEditable: true,
  editFlags: { ...nothing.editFlags, canPaste: true, ...flags },
});

function recorded() {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const actions: WorkbookActions = {
    cut: note('cut'),
    copy: note('copy'),
    paste: note('paste'),
    selectAll: note('select all'),
    copyLink: (address) => void done.push(`link ${address}`),
    saveImage: (address) => void done.push(`image ${address}`),
    canGoBack: true,
    goBack: note('back'),
    reload: note('reload'),
    find: note('find'),
    zoom: (change) => void done.push(`zoom ${change}`),
    picture: (id) => void done.push(`picture ${id}`),
  };
  return { actions, done };
}

const shown = (items: readonly MenuItemConstructorOptions[]) =>
  items.map(({ label, type, enabled }) => (type === 'separator' ? '-' : enabled === false ? `(${label})` : label));
const pictures = ['Copy Picture', 'Save Picture', 'Save as PDF', 'Print…'];
const sizes = ['Zoom In', 'Zoom Out', 'Actual Size'];
const always = [text.back, 'Reload Workbook', '-', 'Find in Workbook…', '-', ...pictures, '-', ...sizes];

describe('a right click in a window of ours', () => {
  test('offers in a field what can be done there', () => {
    const { actions } = recorded();
    expect(shown(windowMenu(text, field(), actions))).toEqual(['(Cut)', '(Copy)', 'Paste', '-', 'Select All']);
    expect(shown(windowMenu(text, field({ canCut: true, canCopy: true, canPaste: false }), actions))).toEqual([
      'Cut',
      'Copy',
      '(Paste)',
      '-',
      'Select All',
    ]);
  });

  test('offers to copy what is selected, and nothing where nothing is', () => {
    const { actions } = recorded();
    const selected = { ...nothing, selectionText: 'frame_failed', editFlags: { ...nothing.editFlags, canCopy: true } };
    expect(shown(windowMenu(text, selected, actions))).toEqual(['Copy']);
    expect(windowMenu(text, { ...nothing, selectionText: ' \n' }, actions)).toEqual([]);
  });

  test('offers neither links nor pictures: our own lead nowhere', () => {
    const { actions } = recorded();
    const clicked = {
      ...nothing,
      linkURL: 'https://example.com/',
      mediaType: 'image' as const,
      hasImageContents: true,
    };
    expect(windowMenu(text, clicked, actions)).toEqual([]);
  });
});

describe('a right click in a workbook', () => {
  test('offers what applies, and always the way back, a reload and the zoom', () => {
    const { actions } = recorded();
    expect(shown(workbookMenu(en, nothing, actions))).toEqual(always);
    expect(shown(workbookMenu(en, nothing, { ...actions, canGoBack: false }))[0]).toBe('(Back)');
    const link = { ...nothing, linkURL: 'https://docs.example.com/fares' };
    expect(shown(workbookMenu(en, link, actions))).toEqual([text.copyLink, '-', ...always]);
    expect(shown(workbookMenu(en, field(), actions))).toEqual([
      '(Cut)',
      '(Copy)',
      'Paste',
      '-',
      'Select All',
      '-',
      ...always,
    ]);
    const picture = {
      ...link,
      mediaType: 'image' as const,
      hasImageContents: true,
      srcURL: 'https://x.example.com/a.png',
    };
    expect(shown(workbookMenu(en, picture, actions))).toEqual([text.copyLink, text.saveImage, '-', ...always]);
  });

  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
  const encodeEach = (plain: string): string =>
    [...plain].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');

  test.each([
    // A link to a place in the page itself.
    'https://app.example.com/acme/workbook/Trips-1?:embed=true&:jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl#top',
    // The same in spellings that a page may have made of it.
    `https://x.example.com/?next=${encodeEach(encodeEach(`https://app.example.com/?:jwt=${jwt}`))}`,
    `https://x.example.com/?:j%77t=${encodeEach(jwt)}`,
    'javascript:alert(1)',
    'blob:https://app.example.com/1',
    'file:///etc/passwd',
    'data:text/html,x',
    '',
  ])('does not offer to copy %j', (linkURL) => {
    const { actions } = recorded();
    expect(shown(workbookMenu(en, { ...nothing, linkURL }, actions))).toEqual(always);
  });

  test.each([
    { mediaType: 'image', hasImageContents: false, srcURL: 'https://x.example.com/broken.png' },
    { mediaType: 'image', hasImageContents: true, srcURL: 'file:///etc/passwd' },
    { mediaType: 'image', hasImageContents: true, srcURL: 'data:image/png;base64,AA==' },
    { mediaType: 'canvas', hasImageContents: true, srcURL: '' },
  ] as const)('does not offer to save %j', (clicked) => {
    const { actions } = recorded();
    expect(shown(workbookMenu(en, { ...nothing, ...clicked }, actions))).toEqual(always);
  });

  test('does what each entry says', () => {
    const { actions, done } = recorded();
    const everything: Clicked = {
      ...field({ canCut: true, canCopy: true }),
      linkURL: 'mailto:ada@example.com',
      mediaType: 'image',
      hasImageContents: true,
      srcURL: 'blob:https://app.example.com/1',
    };
    for (const item of workbookMenu(en, everything, actions)) item.click?.({} as never, undefined, {} as never);
    expect(done).toEqual([
      'link mailto:ada@example.com',
      'image blob:https://app.example.com/1',
      'cut',
      'copy',
      'paste',
      'select all',
      'back',
      'reload',
      'find',
      'picture copyPicture',
      'picture savePicture',
      'picture savePdf',
      'picture printWorkbook',
      'zoom in',
      'zoom out',
      'zoom reset',
    ]);
  });
});
