/** What kind of program this is: one in development, a package for people, or a package that was built for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildKind } from '../../shared/about.ts';
import { z } from '../../shared/zod.ts';

/**
 * What the build writes into the `package.json` inside the archive, and nobody can bring in from outside: a variable or
 * a switch could be set by anyone who starts the program.
 */
const Mark = z.object({
  sightglass: z.object({
    /** It obeys what tests need. */
    isTestBuild: z.literal(true).optional(),
    /** It was built for people, from the official Electron. */
    isRelease: z.literal(true).optional(),
    /** The commit that it was built from. */
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .optional(),
    /** The public half of the key by which descriptions of updates are signed: ed25519, SPKI in base64. */
    updateKey: z.base64().max(200).optional(),
    /** Where updates come from, unless an administrator names another place. */
    updateUrl: z.url({ protocol: /^https$/ }).optional(),
  }),
});

export interface BuildMark {
  readonly isTestBuild: boolean;
  readonly isRelease: boolean;
  readonly commit: string | null;
  readonly updateKey: string | null;
  readonly updateUrl: string | null;
}

/**
 * The mark of the build that runs. Nothing of a mark counts that is not wholly understood.
 *
 * @param appPath the archive, as `app.getAppPath()`
 */
export function readBuildMark(appPath: string): BuildMark {
  const parsed = Mark.safeParse(JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')));
  const { isTestBuild, isRelease, commit, updateKey, updateUrl } = parsed.data?.sightglass ?? {};
  return {
    isTestBuild: isTestBuild === true,
    isRelease: isRelease === true && isTestBuild !== true,
    commit: commit ?? null,
    updateKey: updateKey ?? null,
    updateUrl: updateUrl ?? null,
  };
}

/**
 * Whether the program runs from a package. Electron's own answer, `app.isPackaged`, follows from the name of the
 * executable alone: one that somebody calls `electron` would be in development by it, and open to everything.
 *
 * @param appPath as `app.getAppPath()`
 */
export const isPackage = (appPath: string): boolean => /\.asar$/i.test(appPath);

/** What a person, a ticket and the log call the build that runs. */
export function buildKind(mark: Pick<BuildMark, 'isRelease' | 'isTestBuild'>, isPackaged: boolean): BuildKind {
  if (!isPackaged) return 'development';
  if (mark.isTestBuild) return 'tests';
  return mark.isRelease ? 'release' : 'not-a-release';
}
