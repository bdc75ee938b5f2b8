/** Menus start the launcher, which can say why there is no sandbox. */
import { expect, test } from 'vitest';
import { withLauncher } from '../../../scripts/package/builder.mjs';

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
