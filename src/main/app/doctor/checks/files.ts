/**
 * Whether the files of settings and sign-ins are whole, readable, and nobody else's; whether they hold the secrets of every
 * set-up, and nothing of a newer version; and what was kept aside of damaged ones.
 */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right, wrong } from '../check.ts';
import type { ProgramFacts } from '../program-facts.ts';

const OPEN_TO_OTHERS = 0o077;

export const files: ComputerCheck = {
  id: 'files',
  about: 'computer',
  where: 'doctor',
  needs: ['folder'],
  async run({ computer, program }, { vault }) {
    const { files: found, keptAside } = await computer.stored();
    const named = (fits: (file: (typeof found)[number]) => boolean) => found.filter(fits).map(({ name }) => name);
    const unreadable = found.filter(({ kind }) => kind === 'unreadable');
    const damaged = named(({ kind }) => kind === 'damaged');
    const foreign = named(({ kind, isOwn }) => kind !== 'unreadable' && isOwn === false);
    const open = named(({ mode, isOwn }) => isOwn !== false && mode !== null && (mode & OPEN_TO_OTHERS) !== 0);
    const of = (names: readonly string[], code: 'files_damaged' | 'files_foreign' | 'files_open'): CheckFinding[] =>
      names.length === 0 ? [] : [finding(code, { files: names })];

    const severe = [
      ...unreadable.map(({ name, systemCode }) =>
        finding('file_unreadable', { file: name, systemCode: systemCode ?? 'unknown' }),
      ),
      ...of(damaged, 'files_damaged'),
      // Without a keychain nothing outlives a run, which the check of the keychain tells.
      ...(vault.mode === 'memory' ? [] : lostIn(program)),
    ];
    const lesser = [...of(foreign, 'files_foreign'), ...of(open, 'files_open'), ...asideOf(keptAside, program)];
    const isForIt = unreadable.length > 0 || (damaged.length === 0 && foreign.length > 0);
    const owner = isForIt ? 'it' : 'person';
    if (severe.length > 0) return wrong(owner, ...severe, ...lesser);
    if (lesser.length > 0) return doubtful(owner, ...lesser);
    return right(finding('files_whole', { count: found.length }));
  },
};

const lostIn = ({ withoutSecrets }: ProgramFacts): CheckFinding[] =>
  withoutSecrets() === 0 ? [] : [finding('secrets_gone', { count: withoutSecrets() })];

function asideOf(names: readonly string[], program: ProgramFacts): CheckFinding[] {
  const newer = program.newerVersion();
  const ofNewer = newer === null ? [] : [finding('files_newer', { version: newer })];
  if (names.length > 0) return [finding('files_kept_aside', { files: [...names] }), ...ofNewer];
  // It says of profiles that are not understood what is to be done with them.
  if (newer !== null) return ofNewer;
  // Of a file that was damaged as a whole the profiles are not understood either.
  return program.profilesAreWhole() ? [] : [finding('profiles_kept_aside')];
}
