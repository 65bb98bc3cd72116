import { useMemo, type ReactNode } from 'react';
import { encode } from 'uqr';
import './qr-code.css';

interface QrCodeProps {
  /** What a phone reads; people see it, so it is never a secret. */
  readonly text: string;
  /** What it is, for those who cannot see it. */
  readonly label: string;
}

/** The bare edge that readers need around the code, in modules (ISO/IEC 18004). */
const QUIET_MODULES = 4;

/** A QR code, dark on light whatever the colours around it: some phones read no other. */
export function QrCode({ text, label }: QrCodeProps): ReactNode {
  const { size, outline } = useMemo(() => drawQrCode(text), [text]);
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={outline} />
    </svg>
  );
}

/** The side of the code in modules, quiet edge included, and its dark modules as the path of an SVG, row by row. */
function drawQrCode(text: string): { readonly size: number; readonly outline: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const runs = data.flatMap((modules, row) =>
    modules.flatMap((isDark, column) => {
      if (!isDark || modules[column - 1] === true) return [];
      const end = modules.indexOf(false, column);
      return [`M${column} ${row}h${end - column}v1h${column - end}z`];
    }),
  );
  return { size, outline: runs.join('') };
}
