import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OpenStackSession } from '../client/session';
import { agentsOf } from '../hardware/agents';
import { cloudAliases, type NovaAlias } from '../hardware/cloud-aliases';
import { hostConf } from '../hardware/host-conf';
import type { LabHost } from '../hardware/host-document';
import { novaHardwareOf } from '../hardware/nova-hardware';
import type { Lab } from '../lab';
import { PYTHON, run } from '../machine/command';
import { until } from '../machine/until';
import { setAggregates } from './aggregates';
import { computeConfig, configureNova, restartNova } from './nova';

const DRIVER = path.resolve(__dirname, '../driver');
const UP_WITHIN_MS = 150_000;
const PROCESS = 'nova-compute-';

/** The lines of `[pci]alias` in Nova's configuration. */
export function aliasLines(aliases: readonly NovaAlias[]): readonly string[] {
  return aliases.map((alias) => `alias = ${JSON.stringify(alias)}`);
}

/**
 * Gives the cloud exactly these hosts: computes of others, and of hosts whose document says something else now, are ended
 * and forgotten by Nova. Whoever calls it has deleted the servers there, for Nova keeps the computes of living ones.
 * Resolves when Nova can schedule to all of them.
 */
export async function setHosts(lab: Lab, hosts: readonly LabHost[]): Promise<void> {
  const admin = await OpenStackSession.logIn({ user: 'admin', project: 'admin', password: lab.password });
  await applyAliases(lab, hosts);
  const plans = hosts.map((host) => planOf(lab, host));
  await forget(lab, admin, outdated(lab, plans));
  for (const plan of plans) writePlan(lab, plan);
  await startComputes(
    lab,
    plans.filter(({ host }) => !lab.daemons.isUp(`${PROCESS}${host}`)),
  );
  await startAgents(lab, admin, hosts);
  await untilSchedulable(
    admin,
    hosts.map(({ name }) => name),
  );
  await setAggregates(admin, hosts);
}

/** What a host's compute is started with. */
interface ComputePlan {
  readonly host: string;
  readonly hardware: string;
  readonly conf: string;
  /** Of all that it reads at its start. */
  readonly digest: string;
}

function planOf({ places }: Lab, { name, inventory }: LabHost): ComputePlan {
  const hardware = JSON.stringify(novaHardwareOf(inventory));
  const folders = { state: places.state('computes', name), log: places.log(`${PROCESS}${name}`) };
  const conf = hostConf(name, inventory, folders);
  const shared = readFileSync(computeConfig(places), 'utf8');
  return {
    host: name,
    hardware,
    conf,
    digest: createHash('sha256')
      .update(hardware + conf + shared)
      .digest('hex'),
  };
}

function filesOf({ places }: Lab, host: string) {
  const folder = places.config('computes', host);
  const file = (name: string): string => path.join(folder, name);
  return { folder, hardware: file('hardware.json'), conf: file('host.conf'), digest: file('digest') };
}

function writePlan(lab: Lab, { host, hardware, conf, digest }: ComputePlan): void {
  const files = filesOf(lab, host);
  mkdirSync(files.folder, { recursive: true });
  mkdirSync(lab.places.state('computes', host), { recursive: true });
  writeFileSync(files.hardware, hardware);
  writeFileSync(files.conf, conf);
  writeFileSync(files.digest, digest);
}

/** Hosts of computes that are to go, or to start again with something else. */
function outdated(lab: Lab, plans: readonly ComputePlan[]): readonly string[] {
  return lab.daemons
    .names()
    .filter((name) => name.startsWith(PROCESS))
    .map((name) => name.slice(PROCESS.length))
    .filter((host) => {
      const plan = plans.find((each) => each.host === host);
      const { digest } = filesOf(lab, host);
      return plan === undefined || !existsSync(digest) || readFileSync(digest, 'utf8') !== plan.digest;
    });
}

async function applyAliases(lab: Lab, hosts: readonly LabHost[]): Promise<void> {
  const file = lab.places.config('nova', 'nova.conf');
  const before = readFileSync(file, 'utf8');
  configureNova(lab, aliasLines(cloudAliases(hosts.map(({ inventory }) => inventory))));
  if (readFileSync(file, 'utf8') !== before) await restartNova(lab);
}

interface ServiceRecord {
  readonly id: string;
  readonly host: string;
  readonly state: string;
  readonly status: string;
}

async function servicesOf(admin: OpenStackSession): Promise<readonly ServiceRecord[]> {
  const { services } = await admin.get('compute', '/os-services?binary=nova-compute');
  return services as ServiceRecord[];
}

interface AgentRecord {
  readonly id: string;
  readonly host: string;
  readonly agent_type: string;
}

async function forget(lab: Lab, admin: OpenStackSession, hosts: readonly string[]): Promise<void> {
  if (hosts.length === 0) return;
  await Promise.all(hosts.map((host) => lab.daemons.stop(`${PROCESS}${host}`)));
  for (const { id, host } of await servicesOf(admin)) {
    // Takes its resource providers, its mapping to the cell and its places in aggregates along.
    if (hosts.includes(host)) await admin.delete('compute', `/os-services/${id}`);
  }
  for (const host of hosts) rmSync(filesOf(lab, host).folder, { recursive: true, force: true });
}

async function startComputes(lab: Lab, plans: readonly ComputePlan[]): Promise<void> {
  if (plans.length === 0) return;
  const entries = plans.map(({ host }) => {
    const { hardware, conf } = filesOf(lab, host);
    const config = [computeConfig(lab.places), conf];
    return { host, hardware, output: lab.places.log(`${PROCESS}${host}.out`), config };
  });
  const file = lab.places.config('computes', 'plan.json');
  writeFileSync(file, JSON.stringify(entries));
  const told = await run(lab.places, 'computes', [PYTHON, path.join(DRIVER, 'lab_computes.py'), file]);
  for (const line of told.split('\n').filter((each) => each.startsWith('{'))) {
    const { host, pid } = JSON.parse(line) as { readonly host: string; readonly pid: number };
    lab.daemons.adopt(`${PROCESS}${host}`, pid);
  }
}

/** One process sends the heartbeats of all hosts' agents. */
async function startAgents(lab: Lab, admin: OpenStackSession, hosts: readonly LabHost[]): Promise<void> {
  const { places, daemons } = lab;
  const file = places.config('neutron', 'agents.json');
  const reports = hosts.flatMap(({ name, inventory }) => agentsOf(name, inventory));
  const text = JSON.stringify(reports);
  if (daemons.isUp('neutron-agents') && existsSync(file) && readFileSync(file, 'utf8') === text) return;
  await daemons.stop('neutron-agents');
  const { agents } = await admin.get('network', '/agents');
  for (const { id, host, agent_type } of agents as AgentRecord[]) {
    const stays = reports.some((report) => report.host === host && report.agent_type === agent_type);
    if (!stays) await admin.delete('network', `/agents/${id}`);
  }
  writeFileSync(file, text);
  await daemons.start({
    name: 'neutron-agents',
    command: [
      PYTHON,
      path.join(DRIVER, 'lab_agents.py'),
      file,
      '--config-file',
      places.config('neutron', 'neutron.conf'),
      '--log-file',
      places.log('neutron-agents'),
    ],
  });
}

/** A hypervisor is listed once its host is mapped to the cell; the scheduler finds it once Placement has its inventory. */
async function untilSchedulable(admin: OpenStackSession, hosts: readonly string[]): Promise<void> {
  const wanted = [...hosts].sort().join(' ');
  await until(
    `computes ${wanted}`,
    UP_WITHIN_MS,
    async () => {
      const services = (await servicesOf(admin)).filter(({ state }) => state === 'up').map(({ host }) => host);
      const { hypervisors } = await admin.get('compute', '/os-hypervisors');
      const listed = (hypervisors as { hypervisor_hostname: string }[]).map((each) => each.hypervisor_hostname);
      const { resource_providers } = await admin.get('placement', '/resource_providers?resources=MEMORY_MB:1');
      const stocked = (resource_providers as { name: string }[]).map(({ name }) => name);
      const ready = (names: readonly string[]): boolean => hosts.every((host) => names.includes(host));
      return ready(services) && ready(listed) && ready(stocked) ? true : null;
    },
    1000,
  );
}
