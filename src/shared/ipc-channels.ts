/** Electron's two channels: requests of the renderer (name, input), and events to it (name, payload). */
export const REQUEST_CHANNEL = 'player:request';
export const EVENT_CHANNEL = 'player:event';
