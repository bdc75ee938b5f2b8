import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { DoctorEdges } from '../../../../../src/main/app/doctor/doctor-edges.ts';
import { createReportFeature } from '../../../../../src/main/app/doctor/report/report-feature.ts';
import { openChoices } from '../../../../../src/main/settings/choices.ts';
import { openProfiles } from '../../../../../src/main/settings/profiles.ts';
import { finding } from '../../../../../src/shared/checks.ts';
import { DoctorReport, type DoctorView } from '../../../../../src/shared/doctor.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import type { ReportFile } from '../../../../../src/shared/ipc/doctor.ts';
import type { ProfileDraft } from '../../../../../src/shared/profile/profile.ts';
import { en } from '../../../../../src/shared/text/en.ts';
import { wholeComputer } from '../../../../support/doctor.ts';
import { grantAt } from '../../../../support/grants.ts';
import { newDraft } from '../../../../support/profiles.ts';
import { plainSelf } from '../../../../support/self.ts';
import { createFakeStore } from '../../../../support/vault-fakes.ts';

const one = { windowId: 'one', kind: 'viewer' } as const;
const other = { windowId: 'other', kind: 'viewer' } as const;

const [connection] = newDraft.connections;
if (!connection) throw new Error('The draft has a connection.');
const draft: ProfileDraft = {
  ...newDraft,
  name: 'Acme Finance',
  user: {
    kind: 'embed',
    email: null,
    differentAddresses: 'refused',
    accountType: 'View',
    teams: ['Treasury'],
    attributes: [{ attribute: 'region', claim: 'region' }],
    fixedAttributes: [{ attribute: 'cost-centre', value: 'Basel 7' }],
    teamsClaim: null,
  },
  workbooks: [
    {
      ...(newDraft.workbooks[0] as ProfileDraft['workbooks'][number]),
      title: 'Salaries',
      url: 'https://app.sigma.example/acme-corp/workbook/Salaries-2xYz',
    },
  ],
  connections: [
    {
      ...connection,
      label: 'Lake of Acme',
      server: { ...connection.server, host: 'https://acme.lake.example' } as never,
    },
  ],
};

/** Each stands somewhere in what the report is made from. */
const names = [
  'Acme Finance',
  'Salaries',
  'acme-corp',
  'Lake of Acme',
  'acme.lake.example',
  'app.sigma.example',
  'Treasury',
  'Basel 7',
  'ada.moreno@acme.example',
  'Ada Moreno',
  '/home/ada',
  'engine-of-ada',
  'proxy.acme.example',
  'login.elsewhere.example',
  'Acme Root CA',
];

const logOf = (...lines: (Record<string, unknown> | string)[]): ReportFile => ({
  name: 'sightglass.log',
  text: `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
});
const entry = (event: string, fields: object = {}) => ({
  at: '2026-11-27T18:00:00.000Z',
  level: 'info',
  event,
  ...fields,
});

async function desk(log: ReportFile = logOf(entry('doctor.started'))) {
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const profile = profiles.prepare(draft);
  await profiles.keep(profile);
  const view: DoctorView = {
    runId: 'run',
    phase: 'done',
    startedAt: Date.UTC(2026, 10, 27),
    isSaved: true,
    profile: { id: profile.id, name: profile.name },
    connections: profile.connections.map(({ id, label }) => ({ label, connectionId: id })),
    matters: [],
    checks: [
      {
        check: 'folder',
        connection: null,
        state: 'done',
        result: {
          outcome: 'warning',
          owner: 'it',
          findings: [finding('folder_foreign', { folder: '/home/ada/.config/Sightglass' })],
          error: null,
        },
      },
      {
        check: 'sigma',
        connection: null,
        state: 'done',
        result: {
          outcome: 'failed',
          owner: 'it',
          findings: [
            finding('sigma_redirects', { host: 'app.sigma.example', otherHost: 'login.elsewhere.example:8443' }),
            finding('identity_told', { email: 'ada.moreno@acme.example' }),
            finding('port_free', { port: 3000 }),
          ],
          error: new AppError('offline', {
            reason: 'said',
            said: 'no way to acme.lake.example for Ada Moreno',
          }).toView(),
        },
      },
    ],
  };
  const state = {
    log,
    own: { home: '/home/ada', user: 'ada', computer: 'engine-of-ada' },
    view: view as DoctorView | null,
    path: '/somewhere/report.zip' as string | null,
    fails: false,
  };
  const saved: { path: string; files: readonly ReportFile[] }[] = [];
  const told: object[] = [];
  const doctor: DoctorEdges = {
    ...wholeComputer,
    report: {
      readLogs: async () => [state.log],
      own: () => state.own,
      chooseFile: async () => state.path,
      async saveZip(path, files) {
        if (state.fails) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
        saved.push({ path, files });
      },
    },
  };
  const feature = createReportFeature({
    doctor,
    version: '1.2.3',
    platform: 'linux x64',
    self: plainSelf,
    text: en,
    profiles,
    choices: openChoices(createFakeStore(), {}),
    keeper: {
      held: () => [
        grantAt(0, {
          connectionId: profile.connections[0]?.id ?? '',
          person: { id: '1', userName: 'ada.moreno@acme.example', displayName: 'Ada Moreno' },
        }),
      ],
    },
    vault: { mode: 'encrypted', backend: 'secret-service' },
    now: () => Date.UTC(2026, 10, 27, 18),
    shown: (windowId) => (windowId === 'one' ? state.view : null),
    onReportSaved: (report) => told.push(report),
  });
  const { 'doctor.preview': preview, 'doctor.save': save } = feature.handlers;
  const textOf = (files: readonly ReportFile[], name: string): string => {
    const file = files.find((each) => each.name === name);
    if (!file) throw new Error(`There is no ${name} among ${files.map((each) => each.name).join(', ')}.`);
    return file.text;
  };
  return {
    feature,
    state,
    profile,
    saved,
    told,
    textOf,
    preview: async (withNames: boolean, caller: typeof one | typeof other = one) =>
      (await preview({ withNames }, caller)).files,
    save: async (withNames: boolean, caller: typeof one | typeof other = one) => save({ withNames }, caller),
  };
}

const speaking = logOf(
  entry('metadata.found', { host: 'acme.lake.example', proxy: 'proxy.acme.example:3128', issuer: 'Acme Root CA' }),
  entry('sign-in.failed', { detail: 'Ada Moreno <ada.moreno@acme.example> at https://login.elsewhere.example/x' }),
  entry('store.not-flushed', { name: 'settings', path: '/home/ada/.config/Sightglass', on: 'engine-of-ada' }),
  'a line that was cut off in acme.lake.exa',
  '{"at":"2026-11-27T18:00:00.000Z","level":"info","event":"x","said":"of Acme Fina',
);

describe('a report', () => {
  test('holds the run as data and in words, versions, settings and the log', async () => {
    const { preview, textOf, profile } = await desk();
    const files = await preview(true);
    expect(files.map(({ name }) => name)).toEqual([
      'report.json',
      'report.txt',
      'versions.json',
      'settings.json',
      'sightglass.log',
    ]);
    const report = DoctorReport.parse(JSON.parse(textOf(files, 'report.json')));
    expect(report).toMatchObject({ schema: 1, version: '1.2.3', profile: { name: 'Acme Finance' } });
    expect(report.checks.map(({ result }) => result?.findings[0]?.code)).toEqual(['folder_foreign', 'sigma_redirects']);
    expect(textOf(files, 'report.txt')).toContain('/home/ada/.config/Sightglass belongs to another account.');
    expect(JSON.parse(textOf(files, 'versions.json'))).toMatchObject({ sightglass: '1.2.3', electron: '45.4.1' });
    const { settings, profiles } = JSON.parse(textOf(files, 'settings.json'));
    expect(settings.auditTrail).toEqual({ value: true, setBy: 'default' });
    expect(profiles).toEqual([profile]);
    expect(textOf(files, 'sightglass.log')).toContain('doctor.started');
  });

  test('with names says them all, so that a report without them leaves out what is there', async () => {
    const { preview } = await desk(speaking);
    const whole = JSON.stringify(await preview(true));
    expect(names.filter((name) => !whole.includes(name))).toEqual([]);
  });

  test('without names says none of them, in any file', async () => {
    const { preview } = await desk(speaking);
    const files = await preview(false);
    const found = files.flatMap(({ name, text }) =>
      names.filter((each) => text.toLowerCase().includes(each.toLowerCase())).map((each) => [name, each]),
    );
    expect(found).toEqual([]);
  });

  test('without names does not say what the home folder is called, where that is not what its person is called', async () => {
    const { preview, state } = await desk(
      logOf(
        entry('store.not-flushed', { name: 'settings', path: '/srv/people/kim.lee/.config/Sightglass' }),
        entry('store.not-flushed', { name: 'settings', path: '/mnt/copies/kim.lee/settings.json' }),
      ),
    );
    state.own = { home: '/srv/people/kim.lee', user: 'ada', computer: 'engine-of-ada' };
    const texts = async (withNames: boolean) => JSON.stringify(await preview(withNames));
    expect(await texts(true)).toContain('kim.lee');
    const without = await texts(false);
    expect(without).not.toContain('kim.lee');
    expect(without).toContain('~/.config/Sightglass');
  });

  test('calls the same thing by the same number everywhere, and keeps what a fault is about', async () => {
    const { preview, textOf } = await desk(speaking);
    const files = await preview(false);
    const report = DoctorReport.parse(JSON.parse(textOf(files, 'report.json')));
    const { profiles } = JSON.parse(textOf(files, 'settings.json'));
    const lake = new URL(profiles[0].connections[0].server.host).host;
    expect(lake).toMatch(/^host-\d$/);
    expect(JSON.parse(textOf(files, 'sightglass.log').split('\n')[0] ?? '')).toMatchObject({
      event: 'metadata.found',
      host: lake,
      issuer: 'Issuer 1',
    });
    expect(report.profile?.name).toBe('Profile 1');
    expect(report.connections[0]?.label).toBe('Connection 1');
    expect(report.checks[1]?.result?.findings[0]?.values.otherHost).toMatch(/^host-\d:8443$/);
    expect(report.checks[1]?.result?.findings[1]?.values).toEqual({ email: 'Person 1' });
    expect(textOf(files, 'report.txt')).toContain('“Profile 1”');
    expect(textOf(files, 'report.txt')).toContain('~/.config/Sightglass');
    const [shown] = profiles;
    expect(shown.workbooks[0]).toMatchObject({ title: 'Workbook 1' });
    expect(shown.user).toMatchObject({
      teams: ['Team 1'],
      attributes: [{ attribute: 'region', claim: 'region' }],
      fixedAttributes: [{ attribute: 'cost-centre', value: 'Value 1' }],
    });
    expect(shown.connections[0]).toMatchObject({
      scopes: ['all-apis', 'offline_access'],
      redirectUris: ['http://localhost:3000/callback'],
      clientId: 'client',
    });
  });

  test('takes words of ours for no names, whatever profiles are called', async () => {
    const { state, preview, textOf } = await desk();
    state.view = state.view && { ...state.view, profile: { id: randomUUID(), name: 'folder' } };
    const files = await preview(false);
    const report = DoctorReport.parse(JSON.parse(textOf(files, 'report.json')));
    expect(report.checks[0]?.check).toBe('folder');
    expect(report.profile?.name).toMatch(/^Profile \d$/);
    expect(textOf(files, 'report.txt')).toContain('Data folder');
  });

  test('holds nothing secret, even where a log does', async () => {
    const token = `eyJ${'abc1D'.repeat(10)}.eyJ${'xyz9Q'.repeat(10)}.${'s1gN'.repeat(10)}`;
    const { preview, textOf } = await desk(
      logOf(entry('x', { refreshToken: 'short-one', said: `Bearer ${token}` }), `cut off: ${token}`),
    );
    for (const withNames of [true, false]) {
      const log = textOf(await preview(withNames), 'sightglass.log');
      expect(log).not.toContain('short-one');
      expect(log).not.toContain(token.slice(0, 30));
      expect(log).toContain('[redacted]');
    }
  });

  test('of a run without a set-up says so', async () => {
    const { state, preview, textOf } = await desk();
    state.view = state.view && { ...state.view, profile: null, connections: [] };
    expect(textOf(await preview(false), 'report.txt')).toMatch(
      /^Sightglass 1\.2\.3 \(linux x64\): the doctor about this computer\n/,
    );
  });

  test('without a run is of the program alone', async () => {
    const { preview } = await desk();
    const files = await preview(true, other);
    expect(files.map(({ name }) => name)).toEqual(['versions.json', 'settings.json', 'sightglass.log']);
  });

  test('of a long log stays small enough to be shown, and does not hold others up', async () => {
    const line = entry('x', { host: 'acme.lake.example', said: 'some words of a server that are long enough' });
    const { preview } = await desk(logOf(...Array.from({ length: 2_500 }, () => line)));
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 0);
    const files = await preview(false);
    clearInterval(counting);
    expect(files.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(1_000_000);
    expect(turns).toBeGreaterThan(2);
  });
});

describe('saving a report', () => {
  test('saves what was previewed, whatever was logged since', async () => {
    const { state, preview, save, saved, told } = await desk();
    const seen = await preview(false);
    state.log = logOf(entry('later'));
    expect(await save(false)).toEqual({ isSaved: true });
    expect(saved).toEqual([{ path: '/somewhere/report.zip', files: seen }]);
    expect(told).toEqual([{ file: 'report.zip', withNames: false }]);
  });

  test('does not take what was previewed for another choice, another run or another window', async () => {
    const { state, preview, save, saved } = await desk();
    const seen = await preview(false);
    await save(true);
    expect(saved[0]?.files).not.toEqual(seen);
    expect(JSON.stringify(saved[0]?.files)).toContain('Acme Finance');
    await preview(false);
    state.view = state.view && { ...state.view, runId: 'another', startedAt: 1 };
    await save(false);
    expect(JSON.stringify(saved[1]?.files)).toContain('\\"startedAt\\": 1,');
    await save(false, other);
    expect(saved[2]?.files.map(({ name }) => name)).not.toContain('report.json');
  });

  test('is forgotten with its window', async () => {
    const { feature, state, preview, save, saved } = await desk();
    await preview(false);
    feature.windowClosed?.('one');
    state.log = logOf(entry('later'));
    await save(false);
    expect(saved[0]?.files.at(-1)?.text).toContain('later');
  });

  test('that nobody names a place for saves nothing, and tells nobody', async () => {
    const { state, save, saved, told } = await desk();
    state.path = null;
    expect(await save(true)).toEqual({ isSaved: false });
    expect([saved, told]).toEqual([[], []]);
  });

  test('says why it could not be saved', async () => {
    const { state, save, told } = await desk();
    state.fails = true;
    await expect(save(true)).rejects.toMatchObject({
      code: 'doctor_report_not_saved',
      values: { reason: 'systemAnswered', systemCode: 'ENOSPC' },
    });
    expect(told).toEqual([]);
  });
});
