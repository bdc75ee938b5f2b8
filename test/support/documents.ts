/** The documents of the repository, as the tests read them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Document {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Without blocks of code. */
  readonly prose: string;
}

const ownPages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE'];
const folders = ['docs', 'src', 'scripts', 'standins', 'test', '.github'];

export function readDocument(path: string): Document {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, prose: text.replace(/^ *```[\s\S]*?^ *```$/gm, '') };
}

/** What the tests of servers install and unpack. */
const othersIn = /\/(node_modules|\.debian)\//;

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !othersIn.test(path));
}

/** Every page that a reader of the repository may open. */
export const documents: readonly Document[] = [...ownPages, ...folders.flatMap(markdownIn)].map(readDocument);

/** The anchors of a page, as GitHub makes them from its headings. */
export function anchorsOf({ prose }: Document): string[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

export interface Link {
  readonly from: string;
  /** As written. */
  readonly target: string;
  /** The page or file that it leads to, relative to the root. */
  readonly path: string;
  readonly anchor: string | null;
}

/** The links and pictures of a page that lead into the repository. */
export function linksOf({ path, prose }: Document): Link[] {
  const targets = [...prose.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#');
      return { from: path, target, path: file === '' ? path : posix.join(dirname(path), file), anchor };
    });
}

/** What stands in backticks. */
export function codeOf({ prose }: Document): string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

export function isFolder(path: string): boolean {
  return statSync(join(root, path)).isDirectory();
}
