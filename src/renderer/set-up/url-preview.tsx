/** The URL that a workbook opens with, as it becomes while the form is filled; the token is not in it. */
import { useEffect, useState } from 'react';
import { appearanceOf, unsignedUrl } from '../../shared/profile/embed-parameters.ts';
import { WorkbookOptions } from '../../shared/profile/workbook-options.ts';
import { CopyText } from '../components/copy-text.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { optionsOf, settledWorkbook, type WorkbookValues } from './workbook-values.ts';

const dark = '(prefers-color-scheme: dark)';

/** In milliseconds. */
const FADE = 200;

/** The window is light or dark as the app is. Its colours fade first: another text in the midst of that would cut it off. */
function useDark(): boolean {
  const [isDark, setDark] = useState(() => matchMedia(dark).matches);
  useEffect(() => {
    const query = matchMedia(dark);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => setDark(query.matches);
    const onChange = () => {
      clearTimeout(timer);
      timer = setTimeout(look, FADE);
    };
    query.addEventListener('change', onChange);
    return () => {
      clearTimeout(timer);
      query.removeEventListener('change', onChange);
    };
  }, []);
  return isDark;
}

/** Each parameter with its number: a line breaks between two of them rather than within one. */
const partsOf = (url: string): (readonly [number: number, part: string])[] =>
  (url.match(/[?&]?[^?&]+/g) ?? []).map((part, index) => [index, part]);

/** What a half-filled form asks for: a theme or a language without a name is none yet. */
function previewed(entered: WorkbookOptions): WorkbookOptions {
  const { theme, language } = entered;
  return {
    ...entered,
    ...(theme.kind === 'named' && theme.name.trim() === '' ? { theme: { kind: 'workbook' } } : {}),
    ...(language.kind === 'named' && language.tag.trim() === '' ? { language: { kind: 'sigma' } } : {}),
  };
}

export function UrlPreview({ workbook }: { workbook: WorkbookValues }) {
  const texts = useText().setUp.workbooks.preview;
  const { bridge } = useApp();
  const isDark = useDark();
  const settled = settledWorkbook(workbook);
  const entered = optionsOf(settled);
  // As it is saved, where it can be: without spaces around names.
  const options = WorkbookOptions.safeParse(entered).data ?? previewed(entered);
  const url = settled.url.trim();
  const preview = url === '' ? '' : unsignedUrl({ url, options }, appearanceOf(isDark, bridge.language));
  return (
    <div className="url-preview">
      <p className="react-aria-Label">{texts.title}</p>
      {preview === '' ? (
        <p className="help">{texts.empty}</p>
      ) : (
        <>
          <div className="code-line" data-block="true" data-testid="url-preview">
            <code translate="no">
              {partsOf(preview).map(([number, part]) => (
                <span key={number}>{part}</span>
              ))}
            </code>
            <CopyText text={preview} label={texts.copy} />
          </div>
          <p className="help">{texts.help}</p>
        </>
      )}
    </div>
  );
}
