import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RESTART_EXIT_CODE } from '../../../src/shared/exit-codes.ts';

/** Where the deb puts the player: /opt, the product's name, the executable's name (electron-builder.yml). */
const builder = readFileSync('electron-builder.yml', 'utf8');
const valueOf = (key: string): string => new RegExp(`^\\s*${key}: (.+)$`, 'm').exec(builder)?.[1] ?? '';
const executable = `/opt/${valueOf('productName')}/${valueOf('executableName')}`;

const read = (name: string): string => readFileSync(`build/linux/${name}`, 'utf8');

test.each(['digiplayer.service', 'digiplayer-kiosk.service'])(
  '%s starts the packaged player for ever',
  (name) => {
    const unit = read(name);
    expect(unit).toMatch(new RegExp(`^ExecStart=.*${executable}( |$)`, 'm'));
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^Environment=DIGIPLAYER_SUPERVISED=1$/m);
  },
);

test.each(['digiplayer-chromium.service', 'digiplayer-chromium-kiosk.service'])(
  '%s starts the player of the Chromium shell for ever',
  (name) => {
    const unit = read(name);
    // Where build/chromium-shell puts it; tests/package looks whether it is there.
    expect(unit).toMatch(/^ExecStart=(.* )?\/opt\/digiplayer-chromium\/digiplayer --shell=chromium$/m);
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^Environment=DIGIPLAYER_SUPERVISED=1$/m);
  },
);

test.each(readdirSync('build/linux').filter((name) => name.endsWith('.service')))(
  '%s hears the watchdog of the player, which tries by itself first',
  (name) => {
    const unit = read(name);
    expect(unit).toMatch(/^Type=notify$/m);
    // It is a child of the player that speaks.
    expect(unit).toMatch(/^NotifyAccess=all$/m);
    const seconds = Number(/^WatchdogSec=(\d+)$/m.exec(unit)?.[1]);
    // The screen is loaded again after 20 s of silence, then after 40 and 80 more.
    expect(seconds).toBeGreaterThan(20 + 40 + 80);
  },
);

test('the service does not take a wish to be started anew for an end', () => {
  const prevented =
    /^RestartPreventExitStatus=(.*)$/m.exec(read('digiplayer.service'))?.[1]?.split(' ') ?? [];
  expect(prevented).toEqual(['0']);
  expect(prevented).not.toContain(String(RESTART_EXIT_CODE));
});

test('the autostart entry starts the packaged player', () => {
  expect(read('digiplayer-autostart.desktop')).toContain(`\nExec=${executable}\n`);
});

test('no unit takes away what turns panels on and off: /dev/cec*, /dev/i2c-*, /dev/dri', () => {
  const units = globSync('build/linux/**/*.{service,sh}').map((path) => readFileSync(path, 'utf8'));
  expect(units.length).toBeGreaterThan(5);
  const confining = /^(?:PrivateDevices|DevicePolicy|DeviceAllow|PrivateUsers|DynamicUser|ProtectHome)=/m;
  expect(units.filter((text) => confining.test(text))).toEqual([]);
});
