import { describe, expect, test } from 'vitest';
import {
  mergePolicies,
  noPolicy,
  type PolicyKey,
  parsePolicy,
  policyKeys,
} from '../../../../src/main/settings/policy/policy.ts';

test('takes each key for itself, and names those that it does not understand', () => {
  const policy = parsePolicy({
    updates: 'notify',
    updateDeferralDays: 7,
    runWithoutSandbox: 'yes',
    constructor: true,
    colour: 'blue',
  });
  expect(policy).toEqual({
    isManaged: true,
    values: { updates: 'notify', updateDeferralDays: 7, runWithoutSandbox: false },
    notUnderstood: ['colour', 'constructor', 'runWithoutSandbox'],
  });
});

describe('a value that is not understood restricts as far as its key can', () => {
  const strictest: Record<PolicyKey, readonly [unknown, object]> = {
    updates: ['never', { updates: 'off' }],
    updateUrl: ['http://updates.example.com/', { updates: 'off' }],
    updateChannel: ['nightly', { updateChannel: 'latest' }],
    updateDeferralDays: ['7', { updateDeferralDays: 90 }],
    runWithoutSandbox: [1, { runWithoutSandbox: false }],
    crashReports: ['off', { crashReports: false }],
    signOutWhenLocked: ['yes', { signOutWhenLocked: true }],
    signOutWhenIdle: [-1, { signOutWhenIdle: 5 }],
    notifications: ['no', { notifications: false }],
    notificationNames: ['all', { notificationNames: false }],
    startAtLogin: ['yes', { startAtLogin: false }],
    tabSleepMinutes: ['soon', { tabSleepMinutes: 30 }],
    mostLiveTabs: [0, { mostLiveTabs: 8 }],
    wallboardAtStart: [1, { wallboardAtStart: false }],
    wallboardSeconds: [1, { wallboardSeconds: 30 }],
    wallboardDisplay: ['left', { wallboardDisplay: 'window' }],
    auditTrail: ['no', { auditTrail: true }],
    auditDays: [0, { auditDays: 365 }],
    auditSystemLog: ['yes', { auditSystemLog: false }],
    auditCollectorUrl: ['http://audit.example.com/', { auditTrail: true }],
    statusFile: ['yes', { statusFile: false }],
    statusNames: [1, { statusNames: false }],
    alarmHookUrl: ['http://monitoring.example.com/', {}],
    alarmCommand: ['/usr/bin/logger -t sightglass', {}],
    revealTokens: ['no', { revealTokens: false }],
    // It restricts nothing: the person goes on choosing.
    language: ['Klingon', {}],
    helpAddress: ['http://help.example.com/', {}],
    helpName: ['IT\u202eksed', {}],
  };

  test.each(Object.keys(policyKeys) as PolicyKey[])('%s', (key) => {
    const [value, values] = strictest[key];
    expect(parsePolicy({ [key]: value })).toEqual({ isManaged: true, values, notUnderstood: [key] });
  });

  test('also where another key says otherwise: nothing comes from a place that was not meant', () => {
    expect(parsePolicy({ updates: 'automatic', updateUrl: 'ftp://x' }).values).toEqual({ updates: 'off' });
  });
});

test.each([null, [], 'off', 7])('of %j nothing is understood, and it allows nothing', (found) => {
  expect(parsePolicy(found)).toEqual({
    isManaged: true,
    values: {
      updates: 'off',
      updateChannel: 'latest',
      updateDeferralDays: 90,
      runWithoutSandbox: false,
      crashReports: false,
      signOutWhenLocked: true,
      signOutWhenIdle: 5,
      notifications: false,
      notificationNames: false,
      startAtLogin: false,
      tabSleepMinutes: 30,
      mostLiveTabs: 8,
      wallboardAtStart: false,
      wallboardSeconds: 30,
      wallboardDisplay: 'window',
      auditTrail: true,
      auditDays: 365,
      auditSystemLog: false,
      statusFile: false,
      statusNames: false,
      revealTokens: false,
    },
    notUnderstood: ['(file)'],
  });
});

describe('of several places', () => {
  test('the first that has a key decides on it, and the faults of all are named', () => {
    const computer = parsePolicy({ updates: 'off', colour: 1 });
    const person = parsePolicy({ updates: 'automatic', updateChannel: 'beta', taste: 1 });
    expect(mergePolicies([computer, person])).toEqual({
      isManaged: true,
      values: { updates: 'off', updateChannel: 'beta' },
      notUnderstood: ['colour', 'taste'],
    });
  });

  test('one that is empty is managed, and none is not', () => {
    expect(mergePolicies([noPolicy, parsePolicy({})])).toEqual({ isManaged: true, values: {}, notUnderstood: [] });
    expect(mergePolicies([noPolicy, noPolicy])).toEqual(noPolicy);
  });
});

describe('the program for alarms', () => {
  const read = (alarmCommand: unknown) => parsePolicy({ alarmCommand }).values.alarmCommand;
  test.each([[['/usr/bin/logger']], [['/opt/tell me', '-x', '; rm -rf "$HOME"', '']], [['C:\\Tools\\tell.exe', '/q']]])(
    '%j',
    (command) => {
      const fits = command.every((one) => one !== '');
      expect(read(command)).toEqual(fits ? command : undefined);
    },
  );
  test.each([
    ['a name that is searched for', ['logger']],
    ['a path from where the program is', ['./tell']],
    ['a batch file, which a shell runs', ['C:\\Tools\\tell.cmd']],
    ['a batch file by capitals', ['C:\\Tools\\TELL.BAT']],
    ['one line', '/usr/bin/logger -t x'],
    ['nothing', []],
    ['too much', ['/usr/bin/logger', ...Array(32).fill('x')]],
    ['what ends a text', ['/usr/bin/logger', 'a\0b']],
    ['another thing than a text', ['/usr/bin/logger', 1]],
  ])('is never %s', (_name, command) => {
    expect(read(command)).toBeUndefined();
  });
});
