/** Scroll bars of a workbook go on a wall and come back, in the page and in what lies in it; a page cannot keep anything from it. */
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { scrollBarsScript } from '../../../src/main/viewer/frame-scripts.ts';
import { createScrollBars } from '../../../src/main/viewer/scroll-bars.ts';

/** What a page has of styles, as far as the script asks for it. */
function pageOf(own: object[] = []) {
  const document = { adoptedStyleSheets: own };
  class CSSStyleSheet {
    rules = '';
    replaceSync(rules: string) {
      this.rules = rules;
    }
  }
  const context: Record<string, unknown> = vm.createContext({ document, CSSStyleSheet });
  context.window = context;
  return {
    run: (script: string) => vm.runInContext(script, context),
    rules: () => document.adoptedStyleSheets.map((sheet) => (sheet as CSSStyleSheet).rules),
  };
}

test('they are taken away once, however often that is asked, and given back', () => {
  const page = pageOf([{ rules: 'own' }]);
  expect(page.run(scrollBarsScript(true))).toBe('true');
  page.run(scrollBarsScript(true));
  const [own, hidden, ...more] = page.rules();
  expect([own, more]).toEqual(['own', []]);
  expect(hidden).toContain('scrollbar-width: none');
  page.run(scrollBarsScript(false));
  expect(page.rules()).toEqual(['own']);
});

test('every frame of the workbook is told, and one that goes at that moment is no fault', async () => {
  const told: string[] = [];
  const frame = (name: string) => ({
    executeJavaScript: async (script: string) => {
      told.push(`${name} ${script === scrollBarsScript(true)}`);
      throw new Error('gone');
    },
  });
  const workbook = {
    ...frame('workbook'),
    processId: 1,
    osProcessId: 1,
    url: 'https://sigma.example/',
    get framesInSubtree(): object[] {
      return [workbook, frame('plug-in')];
    },
  };
  const contents = { mainFrame: { frames: [workbook] } };
  const setScrollBars = createScrollBars((guestId) => (guestId === 'guest' ? (contents as never) : undefined));
  setScrollBars('guest', true);
  setScrollBars('other', true);
  expect(told).toEqual(['workbook true', 'plug-in true']);
});
