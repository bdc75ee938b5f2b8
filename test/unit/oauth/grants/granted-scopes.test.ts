import { describe, expect, test } from 'vitest';
import { grantedScopes, parseScope, scopeRules } from '../../../../src/main/oauth/grants/granted-scopes.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const rules = scopeRules({ refreshScope: 'offline_access', place: 'databricks' });

describe('granted against requested scopes', () => {
  test.each([
    { requested: ['all-apis', 'offline_access'], scope: null, granted: ['all-apis', 'offline_access'] },
    { requested: ['all-apis'], scope: 'all-apis', granted: ['all-apis'] },
    { requested: ['all-apis', 'offline_access'], scope: 'all-apis', granted: ['all-apis'] },
    { requested: ['sql', 'openid', 'email', 'profile'], scope: 'sql', granted: ['sql'] },
    { requested: ['sql'], scope: 'more sql', granted: ['more', 'sql'] },
    { requested: ['sql'], scope: ' sql  sql ', granted: ['sql'] },
  ])('$requested answered with $scope is accepted', ({ requested, scope, granted }) => {
    expect(grantedScopes(requested, scope, rules)).toEqual(granted);
  });

  test.each([
    { requested: ['all-apis', 'sql'], scope: 'sql', missing: 'all-apis' },
    { requested: ['sql', 'offline_access'], scope: '', missing: 'sql' },
    { requested: ['sql', 'vector', 'openid'], scope: 'openid', missing: 'sql, vector' },
    { requested: ['SQL'], scope: 'sql', missing: 'SQL' },
  ])('$requested answered with "$scope" misses $missing', ({ requested, scope, missing }) => {
    const error = thrown(() => grantedScopes(requested, scope, rules));
    expect(error).toMatchObject({
      code: 'scopes_missing',
      message: `Not granted: ${missing}. Ask an administrator to allow them in the account console under Settings, App connections, Access scopes.`,
    });
  });
});

test('a scope parameter is a list of tokens separated by spaces', () => {
  expect(parseScope('a b  a')).toEqual(['a', 'b']);
  expect(parseScope('')).toEqual([]);
});

function thrown(job: () => unknown): unknown {
  try {
    job();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error;
  }
  return null;
}
