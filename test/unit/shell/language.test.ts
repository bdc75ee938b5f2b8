/** Which language the program speaks: as was chosen, as the system prefers, or English. */
import { expect, test } from 'vitest';
import { chooseLanguage, type LanguageWishes } from '../../../src/main/shell/language.ts';

const language = (wishes: Partial<LanguageWishes>) =>
  chooseLanguage({ environment: {}, chosen: 'system', preferred: [], ...wishes });

test.each<[Partial<LanguageWishes>, string]>([
  [{}, 'en'],
  [{ chosen: 'en', preferred: ['de-DE'] }, 'en'],
  [{ environment: { SIGHTGLASS_LANGUAGE: 'pseudo' }, chosen: 'en' }, 'pseudo'],
  [{ environment: { SIGHTGLASS_LANGUAGE: '' } }, 'en'],
  [{ environment: { SIGHTGLASS_LANGUAGE: 'xx' } }, 'en'],
  [{ environment: { LANG: 'pseudo' } }, 'en'],
  [{ preferred: ['pseudo'] }, 'en'],
  [{ environment: { SIGHTGLASS_LANGUAGE: 'de' }, chosen: 'fr' }, 'de'],
  [{ chosen: 'fr', preferred: ['de-DE'] }, 'fr'],
  [{ preferred: ['de-AT', 'fr'] }, 'de'],
  [{ preferred: ['nl-NL', 'fr-BE', 'en-GB'] }, 'fr'],
  [{ preferred: ['nl-NL', 'en-GB', 'fr-BE'] }, 'en'],
  // As Linux has them.
  [{ preferred: ['fr_CA.UTF-8', 'fr_CA', 'fr', 'C'] }, 'fr'],
  [{ preferred: ['C'] }, 'en'],
])('%j makes it speak %s', (wishes, spoken) => {
  expect(language(wishes)).toBe(spoken);
});
