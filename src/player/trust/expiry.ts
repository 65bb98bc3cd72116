/** Days before a certificate's end at which people are told; 0 is the end itself. */
const expiryThresholds = [0, 1, 7, 14, 30] as const;
/** From so many days before its end on, a certificate is worth a word. */
export const EXPIRY_WARNING_DAYS = Math.max(...expiryThresholds);
export type ExpiryThreshold = (typeof expiryThresholds)[number];

const HOUR_MS = 3_600_000;

/** The nearest threshold that was crossed; null while there are more than 30 days. `daysLeft` below 0 means it has ended. */
export function crossedThreshold(daysLeft: number): ExpiryThreshold | null {
  if (daysLeft < 0) return 0;
  return expiryThresholds.find((threshold) => threshold > 0 && daysLeft <= threshold) ?? null;
}

/** The threshold to tell people about now; null when it was told for this certificate already. */
export function expiryToTell(
  current: { readonly fingerprint: string; readonly daysLeft: number },
  told: { readonly fingerprint: string; readonly threshold: number } | null,
): ExpiryThreshold | null {
  const crossed = crossedThreshold(current.daysLeft);
  if (crossed === null) return null;
  const before = told?.fingerprint === current.fingerprint ? told.threshold : Infinity;
  return crossed < before ? crossed : null;
}

/** How long until the announcement is read again: hourly within 30 days of the end, in ms. */
export function rereadInterval(daysLeft: number | null, intervalMs: number): number {
  return daysLeft !== null && daysLeft <= EXPIRY_WARNING_DAYS ? Math.min(HOUR_MS, intervalMs) : intervalMs;
}
