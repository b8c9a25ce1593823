import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cloudAliases } from './hardware/cloud-aliases';
import type { LabHost } from './hardware/host-document';
import { writeConfig } from './machine/config-template';
import { Daemons, PortTaken } from './machine/daemons';
import { liveProcessOf, markOf, removePidFile, writePidFile } from './machine/pid-file';
import { isTaken } from './machine/until';
import { Places, PORTS, REGION, URLS } from './places';
import { aliasLines, setHosts } from './services/computes';
import { prepareGlance, startGlance, uploadImage } from './services/glance';
import { prepareKeystone, startKeystone } from './services/keystone';
import { startMariadb } from './services/mariadb';
import { prepareNeutron, startNeutron } from './services/neutron';
import { configureNova, prepareNova, startNova } from './services/nova';
import { installPackages } from './services/packages';
import { preparePlacement, startPlacement } from './services/placement';
import { startRabbitmq } from './services/rabbitmq';

/** What every part of the lab needs to know of it. */
export interface Lab {
  readonly places: Places;
  readonly daemons: Daemons;
  /** Of all its users, and of its database. */
  readonly password: string;
}

/** Marks a folder as one that may be wiped. */
const OURS = 'this-is-an-iopath-lab';

/** Which daemon listens where: what is asked before anything is started. */
const LISTENERS: Readonly<Record<string, number>> = {
  epmd: PORTS.epmd,
  rabbitmq: PORTS.rabbitmq,
  mariadb: PORTS.mariadb,
  keystone: PORTS.keystone,
  placement: PORTS.placement,
  glance: PORTS.glance,
  neutron: PORTS.neutron,
  'nova-api': PORTS.nova,
};

/** Opens the state folder, and makes it where there is none. */
export function openLab(places: Places = Places.fromEnvironment()): Lab {
  for (const folder of [places.root, places.config(), places.state()]) mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(places.root, OURS), '');
  const file = path.join(places.root, 'password');
  if (!existsSync(file)) writeFileSync(file, `lab-${randomBytes(12).toString('hex')}`, { mode: 0o600 });
  return { places, daemons: new Daemons(places), password: readFileSync(file, 'utf8') };
}

/** Starts what does not run, makes what is missing, and gives the cloud exactly these hosts. */
export async function bringUp(lab: Lab, hosts: readonly LabHost[], say: (line: string) => void): Promise<void> {
  await holdingTheLock(lab, async () => {
    await installPackages(lab.places);
    await refuseBesideAnother(lab);
    writeConfig(path.join(lab.places.root, 'openrc'), 'openrc', {
      keystone: URLS.keystone,
      password: lab.password,
      region: REGION,
    });
    configureNova(lab, aliasLines(cloudAliases(hosts.map(({ inventory }) => inventory))));
    await startServices(lab, say);
    await setHosts(lab, hosts);
    say(`${hosts.length} computes`);
  });
}

/** Each as soon as what it needs is there: most of the time goes into importing Python and making tables. */
async function startServices(lab: Lab, say: (line: string) => void): Promise<void> {
  const step = async (name: string, action: Promise<void>): Promise<void> => {
    await action;
    say(name);
  };
  const database = step('MariaDB', startMariadb(lab));
  const queue = step('RabbitMQ', startRabbitmq(lab));
  const keystone = step(
    'Keystone',
    database.then(() => prepareKeystone(lab)).then(() => startKeystone(lab)),
  );
  const placement = step(
    'Placement',
    database.then(() => preparePlacement(lab)).then(() => startPlacement(lab)),
  );
  const glance = step(
    'Glance',
    database
      .then(() => prepareGlance(lab))
      .then(() => startGlance(lab))
      .then(() => keystone)
      .then(() => uploadImage(lab)),
  );
  const neutron = step(
    'Neutron',
    database
      .then(() => prepareNeutron(lab))
      .then(() => queue)
      .then(() => startNeutron(lab)),
  );
  const nova = step(
    'Nova',
    database
      .then(() => prepareNova(lab))
      .then(() => Promise.all([queue, keystone, placement]))
      .then(() => startNova(lab)),
  );
  // All are waited for, so that a failure of one leaves no half-made table of another behind.
  const settled = await Promise.allSettled([keystone, placement, glance, neutron, nova]);
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
}

/** Groups, each ended together; what others lean on comes last. */
const ENDING = [
  [/^neutron-agents$/, /^nova-compute-/],
  [/^nova-/, /^neutron$/, /^glance$/],
  [/^placement$/, /keystone$/],
  [/^rabbitmq$/],
  [/./],
] as const;

/** Ends every process of the lab; with `wipe` its folder is removed. */
export async function takeDown(lab: Lab, { wipe }: { readonly wipe: boolean }, say: (line: string) => void) {
  let names = lab.daemons.names().filter((name) => name !== 'lab-up');
  for (const patterns of ENDING) {
    const group = names.filter((name) => patterns.some((pattern) => pattern.test(name)));
    names = names.filter((name) => !group.includes(name));
    await Promise.all(
      group.map(async (name) => {
        say(`${name} ${await lab.daemons.stop(name)}`);
      }),
    );
  }
  if (wipe && existsSync(path.join(lab.places.root, OURS))) rmSync(lab.places.root, { recursive: true, force: true });
}

/** Name of every process that there was, and whether it lives. */
export function statusOf({ daemons }: Lab): readonly { readonly name: string; readonly pid: number | null }[] {
  return daemons
    .names()
    .filter((name) => name !== 'lab-up')
    .map((name) => ({ name, pid: daemons.live(name)?.pid ?? null }));
}

async function refuseBesideAnother({ daemons }: Lab): Promise<void> {
  for (const [name, port] of Object.entries(LISTENERS)) {
    if (!daemons.isUp(name) && (await isTaken(port))) throw new PortTaken(name, port);
  }
}

/** Two of them at once on one folder would start everything twice. */
async function holdingTheLock({ places }: Lab, action: () => Promise<void>): Promise<void> {
  const file = places.pidFile('lab-up');
  const other = liveProcessOf(file);
  if (other !== null && other.pid !== process.pid) {
    throw new Error(`the lab is being brought up by process ${other.pid}: wait for it`);
  }
  const own = markOf(process.pid);
  if (own !== null) writePidFile(file, own);
  try {
    await action();
  } finally {
    removePidFile(file);
  }
}
