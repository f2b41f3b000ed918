import { useEffect, useState } from 'react';
import { useBridge } from '../../bridge.ts';

/** A photo is a nicety: where there is none, or it fails, initials stand in. */
export function usePhoto(accountId: string): string | null {
  const { session } = useBridge();
  const [photo, setPhoto] = useState<{ readonly accountId: string; readonly address: string | null } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void session.photo().then((result) => {
      if (isWanted && result.ok) setPhoto({ accountId, address: result.value });
    });
    return () => {
      isWanted = false;
    };
  }, [session, accountId]);
  return photo?.accountId === accountId ? photo.address : null;
}
