/** The policy of Windows, as `reg.exe` prints it. */
import { describe, expect, test } from 'vitest';
import { noPolicy, parsePolicy } from '../../../../src/main/settings/policy/policy.ts';
import { readRegistryPolicy } from '../../../../src/main/settings/policy/windows-registry.ts';

const MACHINE = 'HKEY_LOCAL_MACHINE\\Software\\Policies';
const PERSON = 'HKEY_CURRENT_USER\\Software\\Policies';
const printed = (key: string, ...lines: string[]) => `\r\n${[key, ...lines].join('\r\n')}\r\n\r\n`;
const value = (name: string, type: string, data: string) => `    ${name}    ${type}    ${data}`;

/** A computer whose registry prints these keys; every other one fails, as one that is not there does. */
function reg(answers: Readonly<Record<string, string>>) {
  const asked: (readonly string[])[] = [];
  const run = async (parameters: readonly string[]) => {
    asked.push(parameters);
    return answers[parameters[1] ?? ''] ?? null;
  };
  return { asked, read: () => readRegistryPolicy(run) };
}

const empty = {
  'HKLM\\Software\\Policies': printed(MACHINE, `${MACHINE}\\Microsoft`),
  'HKCU\\Software\\Policies': printed(PERSON, `${PERSON}\\Microsoft`),
};

describe('the policy of Windows', () => {
  test('is none where neither key is there', async () => {
    const { asked, read } = reg(empty);
    expect(await read()).toEqual(noPolicy);
    expect(asked.every(([verb, , view]) => verb === 'query' && view === '/reg:64')).toBe(true);
  });

  test('is none for a person whose whole folder of policies is missing', async () => {
    const { read } = reg({
      'HKLM\\Software\\Policies': empty['HKLM\\Software\\Policies'],
      'HKCU\\Software': printed('HKEY_CURRENT_USER\\Software', 'HKEY_CURRENT_USER\\Software\\Microsoft'),
    });
    expect(await read()).toEqual(noPolicy);
  });

  test('has texts and numbers by their types, and two-valued keys as 0 and 1', async () => {
    const { read } = reg({
      ...empty,
      'HKLM\\Software\\Policies\\Sightglass': printed(
        `${MACHINE}\\Sightglass`,
        value('updates', 'REG_SZ', 'automatic'),
        value('updateUrl', 'REG_SZ', 'https://updates.example.com/a b/'),
        value('UPDATEDEFERRALDAYS', 'REG_DWORD', '0xe'),
        value('runWithoutSandbox', 'REG_DWORD', '0x0'),
        value('crashReports', 'REG_DWORD', '0x1'),
        '',
        `${MACHINE}\\Sightglass\\Elsewhere`,
      ),
    });
    expect(await read()).toEqual({
      isManaged: true,
      values: {
        updates: 'automatic',
        updateUrl: 'https://updates.example.com/a b/',
        updateDeferralDays: 14,
        runWithoutSandbox: false,
        crashReports: true,
      },
      notUnderstood: [],
    });
  });

  test('of the computer is above that of the person', async () => {
    const { read } = reg({
      ...empty,
      'HKLM\\Software\\Policies\\Sightglass': printed(`${MACHINE}\\Sightglass`, value('updates', 'REG_SZ', 'off')),
      'HKCU\\Software\\Policies\\Sightglass': printed(
        `${PERSON}\\Sightglass`,
        value('updates', 'REG_SZ', 'automatic'),
        value('updateChannel', 'REG_SZ', 'beta'),
      ),
    });
    expect((await read()).values).toEqual({ updates: 'off', updateChannel: 'beta' });
  });

  test.each([
    ['a number of another type', value('updateDeferralDays', 'REG_SZ', '7'), 'updateDeferralDays'],
    ['a two-valued key with a third value', value('crashReports', 'REG_DWORD', '0x2'), 'crashReports'],
    ['a text that would have to be expanded', value('updateUrl', 'REG_EXPAND_SZ', '%HOST%'), 'updateUrl'],
    ['an empty text', '    updates    REG_SZ    ', 'updates'],
    ['a key that is not known', value('colour', 'REG_SZ', 'blue'), 'colour'],
  ])('names %s, and takes nothing from it', async (_, line, name) => {
    const { read } = reg({ ...empty, 'HKLM\\Software\\Policies\\Sightglass': printed(`${MACHINE}\\Sightglass`, line) });
    const policy = await read();
    expect(policy.notUnderstood).toEqual([name]);
    expect(policy.values).toEqual(parsePolicy({ [name]: null }).values);
  });

  test.each<[string, Record<string, string>]>([
    [
      'that is there and may not be read',
      { ...empty, 'HKLM\\Software\\Policies': printed(MACHINE, `${MACHINE}\\SightGlass`) },
    ],
    ['of a computer on which `reg.exe` never works', {}],
    ['that prints something else', { ...empty, 'HKLM\\Software\\Policies\\Sightglass': printed('ERROR: disabled') }],
    [
      'with a line of no known shape',
      { ...empty, 'HKLM\\Software\\Policies\\Sightglass': printed(`${MACHINE}\\Sightglass`, 'updates=off') },
    ],
  ])('%s allows nothing', async (_, answers) => {
    expect(await reg(answers).read()).toEqual(parsePolicy(null));
  });
});

test('a list is one of several texts, and nothing else is', async () => {
  const read = (type: string, data: string) =>
    reg({
      ...empty,
      'HKLM\\Software\\Policies\\Sightglass': printed(`${MACHINE}\\Sightglass`, value('alarmCommand', type, data)),
    }).read();
  const { values } = await read('REG_MULTI_SZ', 'C:\\Tools\\tell.exe\\0--from\\0our program');
  expect(values.alarmCommand).toEqual(['C:\\Tools\\tell.exe', '--from', 'our program']);
  expect((await read('REG_SZ', 'C:\\Tools\\tell.exe')).notUnderstood).toEqual(['alarmCommand']);
  const other = reg({
    ...empty,
    'HKLM\\Software\\Policies\\Sightglass': printed(`${MACHINE}\\Sightglass`, value('updates', 'REG_MULTI_SZ', 'off')),
  });
  expect((await other.read()).notUnderstood).toEqual(['updates']);
});
