import { expect, test } from 'vitest';
import { chooseLanguage } from '../../../src/main/shell/language.ts';

test.each([
  [{}, 'en'],
  [{ SIGHTGLASS_LANGUAGE: 'pseudo' }, 'pseudo'],
  [{ SIGHTGLASS_LANGUAGE: '' }, 'en'],
  [{ SIGHTGLASS_LANGUAGE: 'de' }, 'en'],
  [{ LANG: 'pseudo' }, 'en'],
])('an environment of %j makes the program speak %s', (environment, language) => {
  expect(chooseLanguage(environment)).toBe(language);
});
