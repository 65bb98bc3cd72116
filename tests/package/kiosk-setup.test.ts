import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { isCommand } from '../../tools/machine.ts';
import { runInThrowAwayRoot, type Parts } from './throw-away-root.ts';

const source = 'build/linux/digiplayer-kiosk-setup';
const UNIT = '/etc/systemd/system/digiplayer-chromium-kiosk.service';
const DROP_IN = `${UNIT}.d/50-kiosk-setup.conf`;
const STATE = '/var/lib/digiplayer-kiosk-setup';

const linesOf = (text = ''): string[] => text.trim().split('\n').filter(Boolean);
/** What a run tells that it does, without the contents that a dry run shows as well. */
const actsIn = (text = ''): string[] =>
  linesOf(text).filter((line) => /^(write|link|remove|put|make|install|take) /.test(line));
/** The places that are not as they were found, but for what is kept to undo it. */
const placesIn = (text = ''): string[] => [
  ...new Set(
    linesOf(text)
      .map((line) => line.split(' ')[1] ?? '')
      .filter((place) => !place.startsWith(STATE)),
  ),
];

/** What polkit answers to an action of a user by this file of rules. */
function rulesOf(text: string): (action: string, user: string) => unknown {
  let rule: ((action: { id: string }, subject: { user: string }) => unknown) | null = null;
  const polkit = {
    Result: { YES: 'yes', NOT_HANDLED: 'not handled' },
    addRule: (one: typeof rule) => {
      rule = one;
    },
  };
  runInNewContext(text, { polkit });
  return (id, user) => rule?.({ id }, { user });
}

test('is shell that shellcheck finds no fault with', (context) => {
  if (!isCommand('shellcheck')) context.skip('this machine has no shellcheck');
  const files = [source, ...globSync('build/linux/kiosk/*'), ...globSync('build/chromium-shell/*.sh')];
  const { status, stdout } = spawnSync('shellcheck', ['--external-sources', ...files], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

describe('digiplayer-kiosk-setup in a throw-away root', () => {
  let parts: Parts | null = null;

  beforeAll(() => {
    parts = runInThrowAwayRoot('kiosk-root.sh', [join(process.cwd(), 'build/linux')]);
  }, 120_000);

  /** Runs what looks at the parts, where there is a root. */
  const look = (sentence: string, check: (parts: Parts) => void): void => {
    test(sentence, (context) => {
      if (parts === null) context.skip('this machine lends no throw-away root');
      else check(parts);
    });
  };

  look('tells beforehand what it will do, and then does exactly that', (all) => {
    expect(all['after dry run']).toBe('');
    expect(actsIn(all['dry run'])).toEqual(actsIn(all['run']));
    expect(actsIn(all['run']).length).toBeGreaterThan(15);
    expect(actsIn(all['dry undo'])).toEqual(actsIn(all['undo']));
    expect(all['dry run']).not.toContain('SECRET1');
    expect(all['run']).not.toContain('SECRET1');
  });

  look('changes what it tells and nothing else', ({ run = '', changed }) => {
    const told = [...run.matchAll(/^(?:write|link|remove the link) (\S+)/gm)].map(([, place = '']) => place);
    const lists = ['group', 'gshadow', 'passwd', 'shadow', 'subgid', 'subuid'].map((name) => `/etc/${name}`);
    const others = placesIn(changed).filter(
      (place) => !told.includes(place) && !lists.includes(place) && !place.startsWith('/home/signage'),
    );
    // Folders that were not there.
    expect(others.filter((place) => !told.some((file) => file.startsWith(`${place}/`)))).toEqual([]);
    expect(told.filter((place) => !placesIn(changed).includes(place))).toEqual([]);
  });

  look(
    'starts the player on the first console, with a watchdog and a last rung',
    ({ files, verify, run }) => {
      for (const line of [
        'User=signage',
        'ExecStart=/usr/bin/cage -d -- /opt/digiplayer-chromium/digiplayer --shell=chromium',
        'ConditionFileIsExecutable=/opt/digiplayer-chromium/digiplayer',
        'StartLimitIntervalSec=1h',
        'StartLimitBurst=10',
        'OnFailure=digiplayer-kiosk-last-rung.service',
        'ExecStart=/opt/digiplayer-chromium/linux/kiosk/last-rung digiplayer-chromium-kiosk.service',
        'RuntimeWatchdogSec=1min',
        'BindsTo=dev-%i.device',
        'ExecStart=/opt/digiplayer-chromium/linux/kiosk/mount-stick add %I signage',
        'ExecStop=/opt/digiplayer-chromium/linux/kiosk/mount-stick remove %I signage',
      ])
        expect(linesOf(files)).toContain(line);
      expect(run).toContain(
        `link /etc/systemd/system/multi-user.target.wants/${UNIT.split('/').at(-1) ?? ''} to`,
      );
      expect(verify).toBe('');
    },
  );

  look('lets the user of the player choose the network on the screen, and nobody else', ({ polkit = '' }) => {
    const ask = rulesOf(polkit);
    const nm = 'org.freedesktop.NetworkManager';
    for (const action of ['network-control', 'wifi.scan', 'enable-disable-wifi', 'settings.modify.system']) {
      expect(ask(`${nm}.${action}`, 'signage'), action).toBe('yes');
      expect(ask(`${nm}.${action}`, 'pi'), action).toBe('not handled');
    }
    for (const action of [`${nm}.reload`, `${nm}.sleep-wake`, 'org.freedesktop.login1.reboot'])
      expect(ask(action, 'signage'), action).toBe('not handled');
  });

  look('installs what the session and the panel need, as far as the system has it', ({ asked }) => {
    expect(linesOf(asked)).toEqual([
      'install --yes --no-install-recommends cage xwayland dbus libpam-systemd systemd-timesyncd',
      'install --yes --no-install-recommends wlr-randr v4l-utils ddcutil i2c-tools',
    ]);
  });

  look('gives the provisioning file to the player alone', ({ provisioning = '', modes }) => {
    expect(JSON.parse(provisioning)).toEqual({
      server: {
        url: 'https://192.168.0.121',
        hostname: 'lobby',
        quickconnect_code: 'SECRET1',
        verify_ssl: false,
        use_server_certificate: true,
      },
    });
    expect(linesOf(modes)).toEqual([
      `644 ${DROP_IN.slice(1)}`,
      '600 etc/digiplayer/app_config.json',
      `700 ${STATE.slice(1)}`,
      expect.stringMatching(/^7[05][05] home\/signage$/),
      `root:root ${DROP_IN}`,
      'signage:signage /etc/digiplayer/app_config.json',
      `root:root ${STATE}`,
      'signage:signage /home/signage',
    ]);
  });

  look('lets the player at screen, decoder, touch, sound and the cables of monitors', ({ groups = '' }) => {
    expect(groups.trim().split(' ').sort()).toEqual(['audio', 'i2c', 'input', 'render', 'signage', 'video']);
  });

  look('changes nothing when it runs again, and says so', (all) => {
    const said = 'Nothing to change: this machine is a screen of DigiPlayer already (cage, user signage).\n';
    expect(all['again']).toBe(said);
    expect(all['without a file']).toBe(said);
    expect(all['the same without options']).toContain('Nothing to change');
    expect(all['the same without options']).toContain('(x, user pi)');
  });

  look('puts everything back byte for byte, with its modes, owners and times', (all) => {
    expect(all['after undo']).toBe('');
    expect(all['undo']).toContain('apt-get purge cage xwayland ');
    expect(all['undo twice']).toBe('Nothing to undo: this command changed nothing here.\n');
  });

  look('shows the player in X or labwc, and takes away what the other session needed', ({ x, labwc }) => {
    const program = '/opt/digiplayer-chromium/digiplayer --shell=chromium';
    expect(x).toContain(`ExecStart=/usr/bin/startx ${program} -- :0 vt1`);
    expect(x).toContain(`write ${UNIT} (mode 644, root:root)`);
    expect(x).toContain('pi audio video input render i2c\n');
    expect(labwc).toContain(
      `ExecStart=/usr/bin/labwc -C /etc/digiplayer/labwc -s '/opt/digiplayer-chromium/linux/kiosk/labwc-session ${program}'`,
    );
    expect(labwc).toContain('remove /etc/X11/xorg.conf.d/50-digiplayer-kiosk.conf');
    // Groups that a person was in before stay.
    expect(linesOf(labwc)).toContain('pi audio');
  });

  look('neither overwrites nor removes what somebody changed since', (all) => {
    expect(all['edited']).toContain(`${DROP_IN} was changed by hand since; move it away`);
    expect(all['edited']).toContain('ended with 1\n');
    expect(all['undo edited']).toContain(`left as it is: ${DROP_IN} was changed by hand since`);
    expect(placesIn(all['after edited'])).toEqual([
      `${UNIT}.d`,
      DROP_IN,
      // The script took the packaged one away before.
      UNIT.replace('/etc', '/usr/lib'),
    ]);
    const afterwards = linesOf(all['undo after it was put back']);
    expect(afterwards.filter((line) => line.startsWith('is '))).toEqual([]);
  });

  look('ends what a power cut interrupted, in the package with Electron', ({ Electron }) => {
    expect(Electron).toContain('write /etc/modules-load.d/digiplayer-kiosk.conf');
    expect(Electron).toContain(
      'ExecStart=/usr/bin/cage -d -- /opt/DigiPlayer/digiplayer --ozone-platform=wayland',
    );
    expect(Electron).not.toContain('by hand');
    // What only helps does not keep a screen from being one.
    expect(Electron).toContain('the player does without them: wlr-randr v4l-utils ddcutil i2c-tools\n');
  });

  look('keeps content, and the user whose it is', (all) => {
    expect(all['undo with content']).toContain(
      'left as it is: the user signage and the content in /home/signage',
    );
    expect(all['content']).toContain('is /home/signage/.local/share/digiplayer/film file 644');
    expect(all['content']).not.toContain('kiosk');
  });

  look('says in one sentence what it cannot do, and has changed nothing then', (all) => {
    const said = [...(all['refused'] ?? '').matchAll(/^(.+)\nended with (\d)$/gm)];
    const sentences = said.map(([, sentence = '', code = '']) => `${code} ${sentence}`);
    expect(sentences.map((sentence) => sentence.replace('digiplayer-kiosk-setup: ', ''))).toEqual([
      '2 there is no option --colour=red; --help lists them.',
      '2 --user needs a value; --help lists the options.',
      '2 the player needs a user of its own, not root.',
      "2 --session is cage, labwc or x, not 'gnome'.",
      "2 --server is an address such as https://192.168.0.121, not '192.168.0.121'.",
      '2 --hostname and --code-file need --server.',
      `2 'a"b' holds a character that no address or name has.`,
      '1 there is no file /etc/none.',
      '1 the standard input is empty.',
      '1 the player cannot use this provisioning file, so nothing was changed.',
      '1 the standard input is larger than anything that belongs here.',
      '1 /etc/digiplayer/player_config.ini is there and would be read first; move it away and run this again.',
      '1 no other user may start /root/unpacked/digiplayer; please unpack the player below /opt.',
      '1 it changes the system, so please run it as root: sudo digiplayer-kiosk-setup',
      `1 the unit was edited by hand in ${UNIT}.d/override.conf; move it away and run this again.`,
      expect.stringMatching(/^1 the packages could not be installed; run apt-get update/),
      '1 this machine has no apt-get; it is for Debian, Raspberry Pi OS and Ubuntu.',
      '1 this machine has no systemd, which is what starts the player.',
    ]);
    expect(all['after refused']).toBe('');
  });

  look('starts the machine anew only when it has been up for half an hour', (all) => {
    const rung = all['last rung'] ?? '';
    const did = rung.split(/^after .*\n/m).map((text) => text.match(/^systemctl .*/gm) ?? []);
    const again = ['reset-failed', '--no-block start'].map(
      (words) => `systemctl ${words} digiplayer-chromium-kiosk.service`,
    );
    expect(did).toEqual([[], again, again, ['systemctl reboot'], ['systemctl reboot']]);
  });
});
