import { z } from 'zod';
import { fixedAddressSchema, type FixedAddress } from './ipv4.ts';

/** How a Wi-Fi network lets somebody in: `enterprise` wants more than a password, which is set up at the machine. */
export type WifiSecurity = 'open' | 'password' | 'enterprise';

/** A Wi-Fi network that the machine hears, by all its access points together. */
export interface WifiNetwork {
  /** Its name as it is sent, up to 32 bytes of anything, in hexadecimal digits. */
  readonly ssid: string;
  /** The name as it can be shown: one line without control characters. */
  readonly name: string;
  /** Of its strongest access point, per cent. */
  readonly strength: number;
  readonly security: WifiSecurity;
  readonly isInUse: boolean;
}

/** Why there is no Wi-Fi to choose from. */
export type WifiState = 'ready' | 'no-adapter' | 'off' | 'blocked';

/** What is behind the network: `portal`, a page that wants a sign-in first. */
export type Connectivity = 'full' | 'portal' | 'limited' | 'none' | 'unknown';

/** A cable or an antenna of the machine, and the address that it has. */
export interface NetworkLink {
  readonly device: string;
  readonly kind: 'wired' | 'wifi';
  readonly isConnected: boolean;
  /** Whether the address was fixed by hand; null: it has none. */
  readonly isFixed: boolean | null;
  /** Null: none yet. */
  readonly address: FixedAddress | null;
}

export interface NetworkState {
  readonly wifi: WifiState;
  readonly links: readonly NetworkLink[];
  readonly connectivity: Connectivity;
}

const ssidSchema = z.string().regex(/^(?:[\dA-F]{2}){1,32}$/);
const deviceSchema = z.string().regex(/^[\w.-]{1,15}$/);

/** The input of the requests about the machine's network. */
export const networkRequests = {
  /** What the machine is connected by; fails where no NetworkManager can be asked. */
  'read-network': z.object({}),
  /** The Wi-Fi networks in reach, the strongest first: those that are known at once, or after another look (`rescan`). */
  'list-wifi': z.object({ rescan: z.boolean() }),
  /** Joins a network within 15 s, or is back in the one before. `isHidden`: it does not tell its name. */
  'join-wifi': z.object({
    ssid: ssidSchema,
    /** Null: it is open. No control character: a line end would answer the next question of whoever asks for it. */
    password: z
      .string()
      .regex(/^\P{Cc}{1,256}$/u)
      .nullable(),
    isHidden: z.boolean(),
  }),
  'turn-wifi-on': z.object({}),
  /** Tries an address until it is kept; null: the one that the network gives. The old one is back after 15 s. */
  'try-address': z.object({ device: deviceSchema, address: fixedAddressSchema.nullable() }),
  'keep-address': z.object({}),
  'undo-address': z.object({}),
} as const satisfies Record<string, z.ZodType>;

/** What they answer. */
export interface NetworkAnswers {
  'read-network': NetworkState;
  'list-wifi': readonly WifiNetwork[];
  'join-wifi': { readonly connectivity: Connectivity };
  'turn-wifi-on': null;
  /** Until when it is tried, ISO 8601. */
  'try-address': { readonly until: string };
  'keep-address': null;
  'undo-address': null;
}
