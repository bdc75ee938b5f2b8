/** Menus start the launcher, which can say why there is no sandbox, and offer one more window. */
import { expect, test } from 'vitest';
import { newWindow, withLauncher, withNewWindow } from '../../../scripts/package/builder.mjs';
import { withoutMnemonic } from '../../../src/shared/commands.ts';
import { loadText, spokenLanguages } from '../../../src/shared/text/languages.ts';

test('the launcher takes the place of the executable, and nothing else changes', () => {
  expect(withLauncher('[Desktop Entry]\nName=Sightglass\nExec=/opt/Sightglass/sightglass %U\nIcon=sightglass\n')).toBe(
    '[Desktop Entry]\nName=Sightglass\nExec=/opt/Sightglass/start %U\nIcon=sightglass\n',
  );
});

test.each(['Exec=AppRun %U\n', 'Exec="/opt/Sight glass/sightglass" %U\n', 'Exec=/opt/Sightglass/sightglass-x %U\n'])(
  'an entry of another form is not passed over in silence: %j',
  (entry) => {
    expect(() => withLauncher(entry)).toThrow('menu entry');
  },
);

test('one more window is offered in every language, by the same start as the entry itself', () => {
  const entry = '[Desktop Entry]\nName=Sightglass\nExec=/opt/Sightglass/start %U\nIcon=sightglass\n';
  expect(withNewWindow(entry)).toBe(
    `${entry}Actions=new-window;\n\n[Desktop Action new-window]\nName=New Window\nName[de]=Neues Fenster\n` +
      'Name[fr]=Nouvelle fenêtre\nName[es]=Nueva ventana\nName[ja]=新しいウィンドウ\n' +
      'Exec=/opt/Sightglass/start --new-window\n',
  );
  expect(() => withNewWindow(withNewWindow(entry))).toThrow('already');
  expect(() => withNewWindow('[Desktop Entry]\nName=Sightglass\n')).toThrow('no start');
});

test.each(spokenLanguages)('it is called as in the menu of the program: %s', async (language) => {
  expect(newWindow[language]).toBe(withoutMnemonic((await loadText(language)).commands.newWindow));
});
