/** A machine with NetworkManager, as the fake nmcli sees it. */
export interface FakeNetwork {
  isRunning: boolean;
  /** As `nmcli general` says it: enabled, disabled, missing. */
  wifiHardware: string;
  wifi: string;
  connectivity: string;
  /** What the network gives as its gateway; empty: none. */
  gateway: string;
  devices: FakeDevice[];
  points: FakePoint[];
  profiles: FakeProfile[];
  /** By the beginning of what nmcli is asked for (`device wifi list`): what it does in place of that. */
  faults: Record<string, FakeFault>;
}

/** `hangs`: with a child of its own. `floods`: 10 MB. `refused`: by polkit. `no-address`, `slow`: of what joins a network. */
export type FakeFault = 'hangs' | 'garbage' | 'floods' | 'refused' | 'fails' | 'no-address';

export interface FakeDevice {
  readonly device: string;
  readonly type: string;
  /** As nmcli says it where the device has no profile. */
  readonly idle: string;
  /** The profile in use. */
  uuid: string | null;
}

export interface FakePoint {
  readonly bssid: string;
  /** Hexadecimal digits. */
  readonly ssid: string;
  readonly signal: number;
  /** As nmcli says it: `WPA1 WPA2`, `WPA2 802.1X`, nothing for an open one. */
  readonly security: string;
  readonly password: string | null;
  /** It is not in the list before it was called by its name. */
  isHidden: boolean;
}

export interface FakeProfile {
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  ssid: string | null;
  password: string | null;
  isSaved: boolean;
  properties: Record<string, string>;
}
