/** What a workbook showed last, for as long as it is not there. It is asked for, and never in the state: it is large. */
import { useEffect, useState } from 'react';
import { request } from '../bridge/request.ts';
import { useApp } from '../context/app-context.tsx';

/** Undefined while it is asked for; null where there is none. */
export type LastPicture = string | null | undefined;

export function useLastPicture(paneId: string): LastPicture {
  const { bridge } = useApp();
  const [picture, setPicture] = useState<LastPicture>(undefined);
  useEffect(() => {
    let isWanted = true;
    void request(() => bridge.panes.picture({ paneId })).then((answer) => {
      if (isWanted) setPicture(answer.ok ? answer.value.picture : null);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, paneId]);
  return picture;
}
