import { describe, expect, test } from 'vitest';
import { type AccountPrompt, accountPrompt, withPrompt } from '../../../../src/main/oauth/sign-in/account-prompt.ts';

const wish = (usual: AccountPrompt | null) => ({ reason: 'another', usual }) as const;

describe('which account to use is asked', () => {
  test.each<[string, AccountPrompt | null, object, AccountPrompt | null]>([
    ['as is usual, where the metadata does not say', 'login', {}, 'login'],
    ['not, where nothing is known', null, {}, null],
    [
      'by a choice, where the metadata offers one',
      'login',
      { prompt_values_supported: ['login', 'select_account'] },
      'select_account',
    ],
    [
      'by a login, where that is all that is offered',
      'select_account',
      { prompt_values_supported: ['none', 'login'] },
      'login',
    ],
    ['where the metadata offers what was not known', null, { prompt_values_supported: ['login'] }, 'login'],
    ['not, where the metadata offers neither', 'login', { prompt_values_supported: ['none', 'consent'] }, null],
    ['as is usual, where the metadata is nonsense', 'login', { prompt_values_supported: 'select_account' }, 'login'],
  ])('%s', (_, usual, server, expected) => {
    expect(accountPrompt(wish(usual), server)).toBe(expected);
  });

  test('only where that was wished for', () => {
    expect(accountPrompt(null, { prompt_values_supported: ['select_account'] })).toBeNull();
    expect(accountPrompt(undefined, {})).toBeNull();
  });
});

test('a prompt stands beside the one that the provider sends anyway', () => {
  const own = { access_type: 'offline', prompt: 'consent' };
  expect(withPrompt(own, 'select_account')).toEqual({ access_type: 'offline', prompt: 'select_account consent' });
  expect(withPrompt({ prompt: 'login consent' }, 'login')).toEqual({ prompt: 'login consent' });
  expect(withPrompt({}, 'login')).toEqual({ prompt: 'login' });
  expect(withPrompt(own, null)).toBe(own);
});
