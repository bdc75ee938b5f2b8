import { describe, expect, test } from 'vitest';
import type { ComputerEdges, StoredFacts, StoredFile } from '../../../../src/main/app/doctor/computer-edges.ts';
import type { DoctorEdges } from '../../../../src/main/app/doctor/doctor-edges.ts';
import { type ProgramFacts, plainFacts } from '../../../../src/main/app/doctor/program-facts.ts';
import { planDoctor } from '../../../../src/main/app/doctor/registry.ts';
import { runChecks } from '../../../../src/main/app/doctor/run-checks.ts';
import { parsePolicy } from '../../../../src/main/settings/policy/policy.ts';
import type { CheckId, CheckOwner, CheckView } from '../../../../src/shared/checks.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { checkText } from '../../../../src/shared/text/check-text.ts';
import { en } from '../../../../src/shared/text/en.ts';
import type { UpdateView } from '../../../../src/shared/updates.ts';
import { wholeComputer, wholeDesk } from '../../../support/doctor.ts';
import { partsOfDoctor } from '../../../support/doctor-parts.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

interface Fault {
  readonly computer?: Partial<ComputerEdges>;
  readonly edges?: Partial<DoctorEdges>;
  readonly program?: Partial<ProgramFacts>;
  /** No keychain worked when the program started. */
  readonly isInMemory?: boolean;
}

/** The checks of the computer alone, as a run without a set-up makes them. */
async function checksOf({ computer, edges, program, isInMemory = false }: Fault): Promise<readonly CheckView[]> {
  const vault = isInMemory
    ? ({ mode: 'memory', backend: 'none' } as const)
    : ({ mode: 'encrypted', backend: 'secret-service' } as const);
  const clock = createVirtualClock(Date.UTC(2026, 10, 27));
  const lookedAt = {
    ...wholeComputer,
    ...edges,
    computer: { ...wholeDesk, ...computer },
    program: { ...plainFacts, ...program },
  };
  const planned = planDoctor(null, { ...partsOfDoctor(clock), vault }, lookedAt);
  return runChecks({ ...clock, planned, signal: new AbortController().signal, onProgress: () => undefined });
}

const raisedIn = (checks: readonly CheckView[]) =>
  checks.flatMap(({ check, result }) =>
    result && (result.outcome === 'warning' || result.outcome === 'failed')
      ? [{ check, outcome: result.outcome, owner: result.owner, code: result.error?.code ?? result.findings[0]?.code }]
      : [],
  );

const stored =
  (folder: Partial<StoredFacts['folder']>, files: readonly Partial<StoredFile>[] = [], keptAside: string[] = []) =>
  async (): Promise<StoredFacts> => {
    const whole = await wholeDesk.stored();
    const [first] = whole.files;
    if (!first) throw new Error('There are files.');
    return {
      folder: { ...whole.folder, ...folder },
      files: [...whole.files, ...files.map((file) => ({ ...first, name: 'tabs.json', ...file }))],
      keptAside,
    };
  };

const looking = { channel: 'latest', updatedBy: 'itself', checkedAt: null, problem: null } as const;
const updates = (view: UpdateView) => ({ updates: () => view });
const release = { version: '2.0.0', publishedAt: 0, notes: '' };

const policyOf = (found: unknown, fault: string | null = null) => {
  const { isManaged, values, notUnderstood } = parsePolicy(found);
  return { policy: { isManaged, keys: Object.keys(values).sort(), notUnderstood: [...notUnderstood], fault } };
};

const recording = { isOn: true, problem: null, outlets: [] };

type Row = readonly [
  name: string,
  fault: Fault,
  raised: readonly [CheckId, 'warning' | 'failed', CheckOwner, code: string],
];

const rows: readonly Row[] = [
  [
    'a disk that is nearly full',
    { edges: { freeBytes: async () => 400_000_000 } },
    ['disk', 'warning', 'person', 'disk_tight'],
  ],
  ['a full disk', { edges: { freeBytes: async () => 0 } }, ['disk', 'failed', 'person', 'disk_full']],
  [
    'a folder into which nothing can be written',
    { computer: { stored: stored({ systemCode: 'EACCES' }) } },
    ['folder', 'failed', 'it', 'folder_not_writable'],
  ],
  [
    'a disk that is read-only',
    { computer: { stored: stored({ systemCode: 'EROFS' }) } },
    ['folder', 'failed', 'it', 'folder_not_writable'],
  ],
  [
    'a folder of another account',
    { computer: { stored: stored({ isOwn: false }) } },
    ['folder', 'warning', 'it', 'folder_foreign'],
  ],
  [
    'a folder that others may write into',
    { computer: { stored: stored({ mode: 0o777 }) } },
    ['folder', 'warning', 'person', 'folder_open'],
  ],
  [
    'a file that cannot be read',
    { computer: { stored: stored({}, [{ kind: 'unreadable', systemCode: 'EACCES', isOwn: false }]) } },
    ['files', 'failed', 'it', 'file_unreadable'],
  ],
  [
    'a file that was damaged while the program runs',
    { computer: { stored: stored({}, [{ kind: 'damaged' }]) } },
    ['files', 'failed', 'person', 'files_damaged'],
  ],
  [
    'a file of another account',
    { computer: { stored: stored({}, [{ isOwn: false, mode: 0o644 }]) } },
    ['files', 'warning', 'it', 'files_foreign'],
  ],
  [
    'a file that others may read',
    { computer: { stored: stored({}, [{ mode: 0o644 }]) } },
    ['files', 'warning', 'person', 'files_open'],
  ],
  [
    'a file that was damaged once',
    {
      computer: { stored: stored({}, [], ['settings.damaged-1.json']) },
      program: { profilesAreWhole: () => false },
    },
    ['files', 'warning', 'person', 'files_kept_aside'],
  ],
  [
    'profiles of a newer version',
    { program: { profilesAreWhole: () => false } },
    ['files', 'warning', 'person', 'profiles_kept_aside'],
  ],
  [
    'a folder of downloads that is gone',
    { computer: { downloads: async () => ({ folder: '/gone', fault: 'missing' }) } },
    ['downloads', 'failed', 'person', 'downloads_missing'],
  ],
  [
    'a folder of downloads that may not be written into',
    { computer: { downloads: async () => ({ folder: '/locked', fault: 'notWritable' }) } },
    ['downloads', 'failed', 'it', 'downloads_not_writable'],
  ],
  [
    'downloads on another disk, which is nearly full',
    { edges: { freeBytes: async (folder) => (folder.endsWith('Downloads') ? 1_000 : 100_000_000_000) } },
    ['downloads', 'warning', 'person', 'downloads_tight'],
  ],
  [
    'a default browser that was removed',
    { computer: { browser: async () => ({ kind: 'gone', program: 'old-browser' }) } },
    ['browser', 'failed', 'person', 'browser_gone'],
  ],
  [
    'no browser at all',
    { computer: { browser: async () => ({ kind: 'none', isSure: true }) } },
    ['browser', 'failed', 'person', 'browser_none'],
  ],
  [
    'no browser that the system names',
    { computer: { browser: async () => ({ kind: 'none', isSure: false }) } },
    ['browser', 'warning', 'person', 'browser_none'],
  ],
  [
    'a system without xdg-open',
    { computer: { browser: async () => ({ kind: 'no-opener' }) } },
    ['browser', 'failed', 'it', 'browser_no_opener'],
  ],
  [
    'no graphics card',
    { computer: { graphics: async () => ({ compositing: 'disabled_software', isSwitchedOff: false }) } },
    ['graphics', 'warning', 'it', 'graphics_software'],
  ],
  [
    'a start without the graphics card',
    { computer: { graphics: async () => ({ compositing: 'disabled_software', isSwitchedOff: true }) } },
    ['graphics', 'warning', 'person', 'graphics_switched_off'],
  ],
  [
    'no sandbox',
    { computer: { sandbox: async () => new AppError('sandbox_missing', { reason: 'namespacesOff' }) } },
    ['sandbox', 'warning', 'it', 'sandbox_missing'],
  ],
  [
    'a window that no display shows',
    { computer: { displays: async () => ({ displays: [{ width: 800, height: 600, scale: 1 }], outside: 1 }) } },
    ['displays', 'warning', 'person', 'windows_outside'],
  ],
  [
    'an Electron that gets no fixes any more',
    { computer: { electron: async () => ({ ...(await wholeDesk.electron()), fixedUntil: Date.UTC(2026, 10, 26) }) } },
    ['electron', 'warning', 'it', 'electron_ended'],
  ],
  [
    'an Electron that no release runs on',
    { computer: { electron: async () => ({ ...(await wholeDesk.electron()), isTooOld: true }) } },
    ['electron', 'failed', 'it', 'electron_too_old'],
  ],
  [
    'a newer version that waits',
    { program: updates({ status: 'ready', ...looking, release, heldBy: null, laterUntil: null }) },
    ['version', 'warning', 'person', 'version_waits'],
  ],
  [
    'a newer version that an administrator has to install',
    {
      program: updates({
        status: 'available',
        ...looking,
        updatedBy: 'administrator',
        release,
        deferred: null,
        canDownload: false,
      }),
    },
    ['version', 'warning', 'it', 'version_waits'],
  ],
  [
    'a check for updates that fails',
    {
      program: updates({
        status: 'idle',
        ...looking,
        problem: new AppError('update_outdated', { host: 'updates.example', until: '2026-01-01' }).toView(),
      }),
    },
    ['version', 'warning', 'it', 'update_outdated'],
  ],
  [
    'a version that did not start',
    { program: updates({ status: 'rolled-back', ...looking, from: '2.0.0', to: '1.0.0' }) },
    ['version', 'warning', 'it', 'update_rolled_back'],
  ],
  [
    'a system too old for the next version',
    { program: updates({ status: 'idle', ...looking, newer: { version: '2.0.0', reason: 'system' } }) },
    ['version', 'warning', 'it', 'version_not_for_here'],
  ],
  [
    'a key of the policy that is not understood',
    { program: policyOf({ updates: 'sometimes' }) },
    ['policy', 'warning', 'it', 'policy_not_understood'],
  ],
  [
    'a policy that is no JSON',
    { program: policyOf(null, 'not_json') },
    ['policy', 'failed', 'it', 'policy_not_understood'],
  ],
  [
    'a policy that others may write',
    { program: policyOf(null, 'writable') },
    ['policy', 'failed', 'it', 'policy_not_understood'],
  ],
  [
    'an audit trail that cannot be written',
    { program: { audit: () => ({ ...recording, problem: 'EACCES' }) } },
    ['audit', 'warning', 'person', 'audit_not_written'],
  ],
  [
    'a collector that does not answer',
    {
      program: {
        audit: () => ({
          ...recording,
          outlets: [{ id: 'collector', problem: 'offline', waiting: 12, dropped: 0 }],
        }),
      },
    },
    ['audit', 'warning', 'it', 'audit_outlet_stuck'],
  ],
  [
    'no keychain',
    {
      isInMemory: true,
      computer: { keychain: async () => ({ backend: 'none', selected: 'basic_text', tried: 'none' }) },
    },
    ['keychain', 'warning', 'it', 'vault_unprotected'],
  ],
  [
    'a keychain that answers nobody, from the start on',
    {
      isInMemory: true,
      computer: { keychain: async () => ({ backend: 'secret-service', selected: null, tried: 'silent' }) },
    },
    ['keychain', 'warning', 'it', 'vault_unprotected'],
  ],
  [
    'a keychain that was locked meanwhile',
    { computer: { keychain: async () => ({ backend: 'secret-service', selected: null, tried: 'silent' }) } },
    ['keychain', 'failed', 'person', 'keychain_silent'],
  ],
  [
    'a keychain that gives another value back',
    { computer: { keychain: async () => ({ backend: 'keychain', selected: null, tried: 'refused' }) } },
    ['keychain', 'failed', 'person', 'keychain_refused'],
  ],
  [
    'a keychain that came later than the program',
    { isInMemory: true },
    ['keychain', 'warning', 'person', 'keychain_back'],
  ],
];

describe('a fault of this computer is named by one check, for who must act', () => {
  test.each(rows)('%s', async (_name, fault, [check, outcome, owner, code]) => {
    const checks = await checksOf(fault);
    expect(raisedIn(checks)).toEqual([{ check, outcome, owner, code }]);
    // Whoever has to act is told what to do.
    const view = checks.find((one) => one.check === check);
    expect(view && checkText(en, view).todo.join('')).not.toBe('');
  });
});

describe('no fault', () => {
  test('of a computer on which all is well', async () => {
    expect(raisedIn(await checksOf({}))).toEqual([]);
  });

  test.each([
    ['a full disk is told of once', { computer: { stored: stored({ systemCode: 'ENOSPC' }) } }],
    ['updates that are switched off', { program: updates({ status: 'off', reason: 'person' }) }],
    ['nothing newer', { program: updates({ status: 'idle', ...looking }) }],
    ['a trail that is off', { program: { audit: () => ({ ...recording, isOn: false, problem: 'ENOSPC' }) } }],
    ['a policy that is understood', { program: policyOf({ updates: 'off' }) }],
    ['a system that does not say which browser', { computer: { browser: async () => ({ kind: 'unknown' as const }) } }],
    [
      'a system without owners and modes',
      { computer: { stored: stored({ mode: null, isOwn: null }, [{ mode: null, isOwn: null }]) } },
    ],
  ])('%s', async (_name, fault: Fault) => {
    expect(raisedIn(await checksOf(fault))).toEqual([]);
  });
});
