/** The palette as the window holds it: its code comes once the window has nothing better to do, and at the latest when it is asked for. */
import { useCallback, useEffect, useState } from 'react';
import { useAsks } from '../components/use-asks.ts';
import { useApp } from '../context/app-context.tsx';
import { type SeenValues, withSeen } from '../model/seen-values.ts';

type Palette = typeof import('./palette.tsx').Palette;

const load = async (): Promise<Palette> => (await import('./palette.tsx')).Palette;

export function LatePalette() {
  const [isOpen, setOpen] = useState(false);
  const [Loaded, setLoaded] = useState<Palette | null>(null);
  const seen = useSeenValues();
  const close = useCallback(() => setOpen(false), []);
  useAsks({ openPalette: () => setOpen((before) => !before) });
  useEffect(() => {
    if (Loaded) return;
    const take = () => void load().then((palette) => setLoaded(() => palette));
    if (isOpen) {
      take();
      return;
    }
    const idle = requestIdleCallback(take);
    return () => cancelIdleCallback(idle);
  }, [Loaded, isOpen]);
  return Loaded && <Loaded isOpen={isOpen} onClose={close} seen={seen} />;
}

/** The values that the controls of the workbook on screen have had, as long as it is there. */
function useSeenValues(): SeenValues {
  const { pane } = useApp();
  const [seen, setSeen] = useState<{ paneId: string | null; values: SeenValues }>({ paneId: null, values: new Map() });
  const paneId = pane?.paneId ?? null;
  const controls = pane?.place.controls;
  useEffect(() => {
    setSeen((before) => {
      const values = withSeen(before.paneId === paneId ? before.values : new Map(), controls ?? {});
      return values === before.values && before.paneId === paneId ? before : { paneId, values };
    });
  }, [paneId, controls]);
  return seen.values;
}
