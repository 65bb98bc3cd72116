/** A proxy at which nobody listens: what is led to it leaves this machine by no other way either. */
export const NOWHERE = 'http://127.0.0.1:9';
