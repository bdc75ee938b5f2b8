/** What holds for the texts of each language beside English: whole, in its own typography, and nothing left in English. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuTemplate } from '../../../src/main/shell/menu.ts';
import { en } from '../../../src/shared/text/en.ts';
import { loadText, type SpokenLanguage, spokenLanguages } from '../../../src/shared/text/languages.ts';
import { entriesOf } from '../../support/texts.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const english = new Map(entriesOf(en));
const own = async (language: SpokenLanguage) =>
  entriesOf(await loadText(language)).filter(([path]) => path !== 'locale');

/** Texts that may be as in English: names of products, of things that they name, and what is no sentence. */
const sameEverywhere = [
  /^[\W\d_]*$/,
  /^(\W*\{\w+\}\W*)+$/,
  /^(Sigma|Scopes?|Teams?|Tenant|Audience|Claims?|Header|Proxy|Region|Commit|Build|Version|Versions|Code|Test|Name|de)$/,
  /^(Electron|Chromium|Node|System|Offline|Downloads|Export|Notifications|Profile|Workspace|Start|Menu|Mode|Page|Pages|Actions?|Updates|Secrets|Application|Licence|Links|Sessions|minutes)$/,
  /^(AWS|Azure|Google Cloud|Databricks|Snowflake|Microsoft Entra ID|BigQuery|Google \(BigQuery\)|US Government)/,
  /^(Surface|client_secret_\w+|Tab \d|ID|Zoom|Tooltips|Variante?|Service Principal|Element|Passphrase|Service)/,
  /^(Downloads, |Sightglass |Zoom |Version |\{\w+\} [–%h·]|\{\w+\} min|Audience: |Code: |Action|Element |Page |Databricks )/,
  /^(Control|Region=.*|\{days\} d \{clock\})$/,
  /^(&Tab|&?Downloads|Do&wnloads)$/,
  /^OAuth-?/i,
  // What stands for something on a command line, and heads of its columns.
  /^(NAME|LINK|SHELL|Tokens?|Status|Person|Id|Arguments|Signature|no|\{count\} bytes)$/,
];

/** How a text ends, by kind: a question stays one. */
const endOf = (text: string): string =>
  text
    .trimEnd()
    .slice(-1)
    .replace('。', '.')
    .replace('？', '?')
    .replace('：', ':')
    .replace(/[^.?:…]/u, '');

describe.each(spokenLanguages.filter((language) => language !== 'en'))('%s', (language) => {
  test('leaves nothing in English', async () => {
    const left = (await own(language)).filter(
      ([path, text]) => text === english.get(path) && !sameEverywhere.some((one) => one.test(text)),
    );
    expect(left).toEqual([]);
  });

  test('ends each text as English does: a sentence as one, a question as one', async () => {
    const different = (await own(language)).filter(([path, text]) => endOf(text) !== endOf(english.get(path) ?? ''));
    expect(different).toEqual([]);
  });

  test('has no straight quotes but those of code, and no space too many', async () => {
    for (const [path, text] of await own(language)) {
      const withoutCode = text.replace('"runWithoutSandbox"', '').replace("('NAME_OF_THE_INTEGRATION')", '');
      expect(withoutCode, path).not.toMatch(/["']/);
      expect(text, path).not.toMatch(/ {2}|^\s|\s$| [,.](?!\w)/);
    }
  });

  test('has letters to choose by where English has them, none twice in one menu', async () => {
    const text = await loadText(language);
    const marked = (tree: object) => entriesOf(tree).filter(([, label]) => label.includes('&'));
    const paths = (tree: object) => marked(tree).map(([path]) => path);
    expect(paths({ menu: text.menu, commands: text.commands })).toEqual(
      paths({ menu: en.menu, commands: en.commands }),
    );
    const state = fixtures['workbook-choice'](testNow);
    const situation = { state, view: 'home', pane: state.window.panes[0] ?? null } as const;
    for (const platform of ['linux', 'win32'] as const) {
      const bar = menuTemplate({ text, platform, situation, run: () => {} });
      const within = ({ submenu }: MenuItemConstructorOptions) => (Array.isArray(submenu) ? submenu : []);
      for (const items of [bar, ...bar.map(within)]) {
        const letters = items.flatMap(({ label }) => label?.match(/&([^&])/)?.[1]?.toLocaleLowerCase(language) ?? []);
        expect(letters.toSorted(), `${platform}: ${items.map(({ label }) => label).join(' | ')}`).toEqual(
          [...new Set(letters)].toSorted(),
        );
      }
    }
  });
});

/** Quotes in their pairs, from the first to the last. */
function expectPairs(text: string, path: string, open: string, close: string): void {
  let isOpen = false;
  for (const sign of text) {
    if (sign === open) {
      expect(isOpen, path).toBe(false);
      isOpen = true;
    } else if (sign === close) {
      expect(isOpen, path).toBe(true);
      isOpen = false;
    }
  }
  expect(isOpen, path).toBe(false);
}

describe('German', () => {
  test('quotes „so“, and speaks to people as Sie', async () => {
    for (const [path, text] of await own('de')) {
      expect(text, path).not.toMatch(/[”«»]/);
      expectPairs(text, path, '„', '“');
      expect(text, path).not.toMatch(/\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b/);
    }
  });
});

describe('French', () => {
  test('has its spaces before signs and inside of guillemets, and speaks to people as vous', async () => {
    for (const [path, text] of await own('fr')) {
      // What stands in addresses and commands is no sign of a sentence.
      expect(text, path).not.toMatch(/ :(?!\{)| [;!?%»]|« /);
      expect(text, path).not.toMatch(/[^\s\u202f][!?](\s|$)/);
      expect(text.replace('session:role: ', ''), path).not.toMatch(/[\p{L}\d)}»]:( |$)/u);
      expectPairs(text, path, '«', '»');
      expect(text, path).not.toMatch(/[„“”]/);
      expect(text, path).not.toMatch(/(^|\s)([Tt]u|[Tt]on|[Tt]es|[Tt]oi)\s/);
    }
  });
});

describe('Spanish', () => {
  test('opens its questions, quotes «so», and speaks to people as usted', async () => {
    for (const [path, text] of await own('es')) {
      expect((text.match(/\?(\s|$)/g) ?? []).length, path).toBe((text.match(/¿/g) ?? []).length);
      expectPairs(text, path, '«', '»');
      expect(text, path).not.toMatch(/[„“”]/);
      expect(text, path).not.toMatch(/(^|\s)([Tt]ú|[Tt]us?|[Tt]e|[Tt]ienes|[Pp]uedes)\s/);
    }
  });
});

describe('Japanese', () => {
  test('has its own signs at the end of sentences, its own quotes, and none of another language', async () => {
    for (const [path, text] of await own('ja')) {
      expect(text, path).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff][.,](\s|$)/u);
      expect(text, path).not.toMatch(/[„“”«»]/);
      expectPairs(text, path, '「', '」');
    }
  });

  test('has the same words for one and for many', async () => {
    const texts = new Map(await own('ja'));
    for (const [path, text] of texts)
      if (path.endsWith('.one')) expect(text, path).toBe(texts.get(path.replace(/one$/, 'other')));
  });
});
