import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { once, run } from '../machine/command';
import type { Places } from '../places';

/**
 * The services' code, not Debian's daemon packages (`nova-compute`, `neutron-server` …): those bring libvirt, QEMU, users
 * and questions. What is needed of them is unpacked beside.
 */
const INSTALLED = [
  'python3-nova',
  'python3-keystone',
  'python3-placement',
  'python3-neutron',
  'python3-glance',
  'mariadb-server',
  'mariadb-client',
  'rabbitmq-server',
  'uwsgi-core',
  'uwsgi-plugin-python3',
  'python3-openstackclient',
  'python3-osc-placement',
] as const;

/** Starters and paste files lie here. */
const UNPACKED = ['nova-common', 'glance-common', 'neutron-common'] as const;

/** Asked by Debian's package scripts before they start a service; 101 means "do not". */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

const QUIETLY = { DEBIAN_FRONTEND: 'noninteractive' };

/** The lab cannot be had on this machine; the message says what is missing. */
export class CannotBeHad extends Error {}

/**
 * Installs what is missing.
 *
 * @throws CannotBeHad where packages are missing and there is no apt, or no right to use it
 */
export async function installPackages(places: Places): Promise<void> {
  const missing = await missingPackages(places);
  const toUnpack = UNPACKED.length > 0 && !existsSync(places.mark('unpacked'));
  if (missing.length === 0 && !toUnpack) return;
  refuseWhereImpossible(missing);
  if (missing.length > 0) {
    console.log(`installing ${missing.join(' ')}`);
    await install(places, missing);
  }
  await once(places, 'unpacked', () => unpack(places));
}

function refuseWhereImpossible(missing: readonly string[]): void {
  const needs = missing.length > 0 ? `packages are missing (${missing.join(' ')})` : 'packages are to be unpacked';
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-query')) {
    throw new CannotBeHad(`${needs}, and this is no Debian: the lab runs on Debian 12's OpenStack (Zed)`);
  }
  if (missing.length > 0 && process.getuid?.() !== 0) {
    throw new CannotBeHad(`${needs}, and only root may install them`);
  }
}

async function missingPackages(places: Places): Promise<readonly string[]> {
  if (!existsSync('/usr/bin/dpkg-query')) return INSTALLED;
  const format = '${Package} ${db:Status-Status}\n';
  // Ends with 1 when it knows one of them not at all; what it knows stands on its output nonetheless.
  const listed = await run(places, 'packages', [
    '/bin/sh',
    '-c',
    'dpkg-query -W -f "$0" "$@" 2>/dev/null || true',
    format,
    ...INSTALLED,
  ]);
  const installed = new Set(listed.split('\n').filter((line) => line.endsWith(' installed')));
  return INSTALLED.filter((name) => !installed.has(`${name} installed`));
}

async function install(places: Places, names: readonly string[]): Promise<void> {
  const policyIsOurs = !existsSync(SERVICE_POLICY);
  if (policyIsOurs) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await aptGet(places, ['update']);
    await aptGet(places, ['install', '-y', '--no-install-recommends', ...names]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotBeHad(`the packages cannot be installed (Debian 12 has them): ${why}`);
  } finally {
    if (policyIsOurs) await rm(SERVICE_POLICY, { force: true });
  }
}

async function unpack(places: Places): Promise<void> {
  const archives = path.dirname(places.unpacked());
  rmSync(archives, { recursive: true, force: true });
  mkdirSync(places.unpacked(), { recursive: true });
  const fetch = 'cd "$0" && apt-get -q download "$@"';
  await run(places, 'packages', ['/bin/sh', '-c', fetch, archives, ...UNPACKED], QUIETLY);
  for (const archive of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    await run(places, 'packages', ['/usr/bin/dpkg-deb', '-x', path.join(archives, archive), places.unpacked()]);
  }
}

async function aptGet(places: Places, args: readonly string[]): Promise<void> {
  // Somebody else's apt may hold the lock for a while.
  await run(places, 'packages', ['/usr/bin/apt-get', '-q', '-o', 'DPkg::Lock::Timeout=600', ...args], QUIETLY);
}
