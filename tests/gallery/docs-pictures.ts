/** The states of the gallery that stand in the guides, each as docs/pictures/NAME.webp; the guides name no other. */
export const docsPictures = [
  'pairing-found',
  'overlay-status',
  'overlay-status-problems',
  'overlay-server-refused',
  'overlay-display',
  'overlay-diagnostics-written',
  'overlay-power',
  'overlay-power-update-waits',
  'overlay-power-update-back',
  'standby-offline',
] as const;
