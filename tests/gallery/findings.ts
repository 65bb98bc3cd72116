import type { DoctorFinding } from '../../src/shared/doctor.ts';

const good = (
  check: DoctorFinding['check'],
  code: DoctorFinding['code'],
  message: string,
): DoctorFinding => ({ check, verdict: 'good', code, message, remedy: null, params: {} });

/** What the doctor says of a server whose sign-in is refused. */
export const findings: readonly DoctorFinding[] = [
  good('dns', 'dns-literal', '192.168.0.121 is an IP address, so no name has to be looked up.'),
  good('tcp', 'tcp-open', 'Port 443 of 192.168.0.121 is open (3 ms).'),
  {
    check: 'tls',
    verdict: 'good',
    code: 'tls-compare',
    message:
      'No known authority vouches for the certificate (self-signed, valid until 2028-01-05); its fingerprint is 9F3A 61C0 7DE2 4B18 85AA 03F6 C291 4ED0 5B77 18E3 D4A6 920F 1C8E 5537 BA64 F0D2.',
    remedy: 'Have the administrator read the fingerprint out and compare it before you pair.',
    params: {},
  },
  good('health', 'health-good', 'The server is well and runs version 2.4.1.'),
  {
    check: 'clock',
    verdict: 'warning',
    code: 'clock-off',
    message: "The clock of this machine is 7 minutes behind the server's.",
    remedy: 'Switch time synchronisation (NTP) on, here or on the server, and check the time zone.',
    params: {},
  },
  {
    check: 'sign-in',
    verdict: 'bad',
    code: 'sign-in-refused',
    message: 'The server does not know this screen any more.',
    remedy: "Pair it anew with the code from the player's page in DigiServer.",
    params: {},
  },
  {
    check: 'playlist',
    verdict: 'skipped',
    code: 'skipped-after',
    message: 'Not looked at, since it needs a good sign-in first.',
    remedy: null,
    params: {},
  },
  good('disk', 'disk-good', '41.2 GB are free where the content is kept.'),
  good('permissions', 'permissions-good', 'Only this player can read its files.'),
];
