import { describe, expect, test } from 'vitest';
import { planUpdates, type UpdateOrigin, updateChoices } from '../../../../src/main/app/updates/update-plan.ts';
import { noPolicy, type PolicyValues, parsePolicy } from '../../../../src/main/settings/policy/policy.ts';

const origin: UpdateOrigin = {
  isPackaged: true,
  mayUpdate: true,
  key: 'a key',
  url: 'https://built-in.example.com/',
  updatedBy: 'itself',
};
const managed = (values: PolicyValues) => parsePolicy(values);

describe('updates', () => {
  test('come from where the build says, and are put in place by themselves', () => {
    expect(planUpdates(origin, noPolicy, {})).toEqual({
      url: 'https://built-in.example.com/',
      key: 'a key',
      mode: 'automatic',
      channel: 'latest',
      deferralDays: 0,
    });
  });

  test('are not looked for in development, in what is no release, without a key and without an address', () => {
    const off = (change: Partial<UpdateOrigin>) => planUpdates({ ...origin, ...change }, noPolicy, {});
    expect(off({ isPackaged: false })).toEqual({ off: 'development' });
    expect(off({ mayUpdate: false })).toEqual({ off: 'not-a-release' });
    expect(off({ key: null })).toEqual({ off: 'no-key' });
    expect(off({ url: null })).toEqual({ off: 'no-address' });
  });

  test('are not looked for on a managed computer until its administrator says so', () => {
    expect(planUpdates(origin, managed({}), { mode: 'automatic' })).toEqual({ off: 'managed' });
    expect(planUpdates(origin, managed({ updateUrl: 'https://u.example.com' }), {})).toEqual({ off: 'managed' });
    expect(planUpdates(origin, managed({ updates: 'off' }), { mode: 'automatic' })).toEqual({ off: 'policy' });
    // A policy that is there and cannot be read was somebody's.
    expect(planUpdates(origin, parsePolicy('nonsense'), {})).toEqual({ off: 'policy' });
  });

  test('are as the administrator says before they are as the person does', () => {
    const policy = managed({
      updates: 'notify',
      updateUrl: 'https://own.example.com/',
      updateChannel: 'beta',
      updateDeferralDays: 14,
    });
    expect(planUpdates({ ...origin, url: null }, policy, { mode: 'off', channel: 'latest' })).toEqual({
      url: 'https://own.example.com/',
      key: 'a key',
      mode: 'notify',
      channel: 'beta',
      deferralDays: 14,
    });
    expect(updateChoices(origin, policy, {})).toEqual({ mode: 'notify', channel: 'beta', fixed: ['mode', 'channel'] });
  });

  test('are for the person to choose where nobody else did', () => {
    expect(planUpdates(origin, noPolicy, { mode: 'off' })).toEqual({ off: 'person' });
    expect(planUpdates(origin, noPolicy, { mode: 'notify', channel: 'beta' })).toMatchObject({
      mode: 'notify',
      channel: 'beta',
    });
    expect(updateChoices(origin, noPolicy, { mode: 'off' })).toEqual({ mode: 'off', channel: 'latest', fixed: [] });
    expect(updateChoices({ ...origin, key: null }, noPolicy, {}).fixed).toEqual(['mode', 'channel']);
  });

  test('are only told of where somebody else puts them in place', () => {
    expect(planUpdates({ ...origin, updatedBy: 'administrator' }, noPolicy, {})).toMatchObject({ mode: 'notify' });
    // And shown so, whatever was chosen before.
    expect(updateChoices({ ...origin, updatedBy: 'administrator' }, noPolicy, { mode: 'automatic' }).mode).toBe(
      'notify',
    );
    expect(planUpdates({ ...origin, updatedBy: 'password' }, noPolicy, {})).toMatchObject({ mode: 'automatic' });
  });
});
