import { useEffect, useState } from 'react';
import type { Size } from './geometry.ts';

/** The size of the panel in CSS px, followed through resizing, other displays and scale factors. */
export function usePanelSize(): Size {
  const [size, setSize] = useState(readSize);
  useEffect(() => {
    const onResize = (): void => {
      setSize(readSize());
    };
    onResize();
    window.addEventListener('resize', onResize);
    return () => {
      window.removeEventListener('resize', onResize);
    };
  }, []);
  return size;
}

function readSize(): Size {
  return { width: window.innerWidth, height: window.innerHeight };
}
