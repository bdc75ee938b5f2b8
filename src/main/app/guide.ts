/** The page for people who look at workbooks, as the program shows it: it ships with it, since no address has it. */
import type { GuideBlock, GuidePart } from '../../shared/about.ts';
import { plain } from './changelog.ts';

/** @param page in Markdown: `## part`, paragraphs, lists, tables; pictures are left out */
export function guideOf(page: string): GuidePart[] {
  const [begin = '', ...parts] = page.split(/^## /m);
  // Above the first part stands the title of the page.
  const all = [`\n${begin.replace(/^# .*\n/, '')}`, ...parts];
  return all
    .map((part) => {
      const [title = '', ...lines] = part.split(/\r?\n/);
      return { title: plain(title.trim()), blocks: blocksIn(lines) };
    })
    .filter(({ blocks }) => blocks.length > 0);
}

function blocksIn(lines: readonly string[]): GuideBlock[] {
  const paragraphs = lines.join('\n').split(/\n\s*\n/);
  return paragraphs.flatMap((paragraph): GuideBlock[] => {
    const text = paragraph.trim();
    if (text === '' || text.startsWith('![')) return [];
    if (text.startsWith('|')) return [tableOf(text)];
    const items = text.split(/^(?:\d+\.|-) /m).filter((item) => item !== '');
    if (/^(?:\d+\.|-) /.test(text)) return [{ kind: 'list', items: items.map(joined) }];
    return [{ kind: 'text', text: joined(text) }];
  });
}

const joined = (text: string): string => plain(text.replaceAll(/\s*\n\s*/g, ' ').trim());

function tableOf(text: string): GuideBlock {
  const rows = text.split('\n').map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map(joined),
  );
  const [head = [], , ...others] = rows;
  return { kind: 'rows', head, rows: others };
}
