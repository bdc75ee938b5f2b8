/** Which language the program speaks. */
import type { Language } from '../../shared/text/languages.ts';

/**
 * English; the machine-made language of `shared/text/pseudo.ts` where a test asks for it by `SIGHTGLASS_LANGUAGE=pseudo`.
 */
export function chooseLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  return environment.SIGHTGLASS_LANGUAGE === 'pseudo' ? 'pseudo' : 'en';
}
