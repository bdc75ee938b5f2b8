/** The part of the changelog that is about one version, as plain text. */
import type { News } from '../../shared/about.ts';

/**
 * @param changelog in Markdown: `## version`, `### subject`, `- item` with its further lines indented
 * @returns null where no part is about the version, or nothing stands in it
 */
export function newsOf(changelog: string, version: string): News | null {
  const part = changelog.split(/^## /m).find((text) => text.split(/\s/, 1)[0] === version);
  const sections = (part ?? '').split(/^### /m).slice(1);
  const read = sections.map((text) => {
    const [title = '', ...lines] = text.split(/\r?\n/);
    return { title: plain(title.trim()), items: itemsIn(lines) };
  });
  const told = read.filter(({ items }) => items.length > 0);
  return told.length === 0 ? null : { version, sections: told };
}

function itemsIn(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith('- ')) items.push(line.slice(2).trim());
    else if (/^ {2,}\S/.test(line) && items.length > 0) items.push(`${items.pop()} ${line.trim()}`);
  }
  return items.map(plain);
}

/** Without the signs of Markdown: nothing here leads anywhere. */
export const plain = (text: string): string => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/`([^`]*)`/g, '$1');
