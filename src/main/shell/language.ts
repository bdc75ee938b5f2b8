/** Which language the program speaks. */
import { type Language, type SpokenLanguage, spokenLanguages } from '../../shared/text/languages.ts';

export interface LanguageWishes {
  /** `SIGHTGLASS_LANGUAGE` is looked at first, where variables of ours are: for tests. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What an administrator has decided, or the person chose. */
  readonly chosen: 'system' | SpokenLanguage;
  /**
   * The languages that the person prefers in the system, best first: `app.getPreferredSystemLanguages()`, which unlike
   * `app.getLocale()` may be asked before Electron is ready.
   */
  readonly preferred: readonly string[];
}

/** The one that is asked for; otherwise the first of the system's that there is; otherwise English. */
export function chooseLanguage({ environment, chosen, preferred }: LanguageWishes): Language {
  const tested = environment.SIGHTGLASS_LANGUAGE;
  if (tested === 'pseudo') return tested;
  const wanted = [tested, chosen, ...preferred.map(languageOfSystem)];
  return wanted.map(spoken).find((one) => one !== undefined) ?? 'en';
}

const spoken = (name: string | undefined): SpokenLanguage | undefined => spokenLanguages.find((one) => one === name);

/** `de` for `de-AT`, and for `de_AT.UTF-8` as Linux may have it. */
const languageOfSystem = (name: string): string => name.split(/[-_.@]/, 1)[0]?.toLowerCase() ?? '';
