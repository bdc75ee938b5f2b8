import { expect, test } from 'vitest';
import { codeChallenge, createPkce, createRandomValue } from '../../../../src/main/oauth/sign-in/pkce.ts';

test('the challenge of the verifier in RFC 7636 appendix B is the one printed there', () => {
  expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('a verifier has 256 bits in the alphabet of RFC 7636 section 4.1, and is new every time', () => {
  const pairs = Array.from({ length: 50 }, createPkce);
  for (const { verifier, challenge } of pairs) {
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(challenge).toBe(codeChallenge(verifier));
  }
  expect(new Set(pairs.map(({ verifier }) => verifier)).size).toBe(50);
  expect(Buffer.from(createRandomValue(), 'base64url')).toHaveLength(32);
});
