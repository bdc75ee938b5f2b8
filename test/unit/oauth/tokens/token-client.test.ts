import { expect, test } from 'vitest';
import { createTokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import { grantAt } from '../../../support/grants.ts';

test('a lifetime counts from before the request, however long the answer takes', async () => {
  let now = 1_000_000;
  const client = createTokenClient({
    now: () => now,
    allowLoopbackHttp: false,
    fetch: async () => {
      now += 25_000;
      return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 60 });
    },
  });
  const renewed = await client.refreshGrant(grantAt(0), { clientId: 'client', authentication: { method: 'none' } });
  expect(renewed).toMatchObject({ obtainedAt: 1_000_000, expiresAt: 1_060_000 });
});
