import type { PfFacts, UnseenFact, VfFacts } from '@iopath/core';
import type { Machine } from '../machine/machine';
import { queuePairs, readChannels, readFeature, readNamedValues } from './ethtool-text';
import { forEachAtOnce } from './for-each-at-once';
import { jsonOf, outputOf, type Probe, type ProbeFacts, recordOf, unseenBy, unseenWhere } from './probe';

/** Programs that run at a time: a host may have hundreds of VFs, and VMs that want its CPUs. */
const AT_ONCE = 4;

/** Who made a driver without channels answers so (net/ethtool/channels.c); it is no fault. */
const NOT_SUPPORTED = /operation not supported|not supported|no such device/i;

/**
 * Queues that a NIC has and could have, firmware and flow offload. What sysfs lists under `queues` is what is on now;
 * the most there can be only `ethtool -l` tells.
 */
export const ethtool: Probe = { name: 'ethtool', look: lookAtNics };

async function lookAtNics(machine: Machine, { pfs = [] }: { readonly pfs?: readonly PfFacts[] }): Promise<ProbeFacts> {
  const unseen: UnseenFact[] = [];
  const told = await forEachAtOnce(pfs, AT_ONCE, (pf) => nicFacts(machine, pf, unseen));
  return { pfs: told, partialLists: ['pfs'], unseen: distinct(unseen) };
}

async function nicFacts(machine: Machine, pf: PfFacts, unseen: UnseenFact[]): Promise<PfFacts> {
  const { address, ifname, vfs } = pf;
  const ofVfs =
    vfs === undefined ? {} : { vfs: await forEachAtOnce(vfs, AT_ONCE, (vf) => vfFacts(machine, vf, unseen)) };
  if (ifname === undefined) return { address, ...ofVfs };
  const queues = await queuesOf(machine, ifname, 'pfs.combined_queues_max', unseen);
  return {
    address,
    ...(queues.current === null ? {} : { combinedQueues: queues.current }),
    ...(queues.maximum === null ? {} : { combinedQueuesMax: queues.maximum }),
    ...(await firmwareOf(machine, ifname, unseen)),
    ...(await offloadOf(machine, ifname, unseen)),
    ...ofVfs,
  };
}

async function vfFacts(machine: Machine, { address, ifname }: VfFacts, unseen: UnseenFact[]): Promise<VfFacts> {
  if (ifname === undefined) return { address };
  const queues = await queuesOf(machine, ifname, 'pfs.vfs.queues_max', unseen);
  return {
    address,
    ...(queues.current === null ? {} : { queues: queues.current }),
    ...(queues.maximum === null ? {} : { queuesMax: queues.maximum }),
  };
}

async function queuesOf(machine: Machine, ifname: string, fact: string, unseen: UnseenFact[]) {
  const outcome = await machine.run('ethtool', ['-l', ifname]);
  const channels = readChannels(outputOf(outcome) ?? '');
  if (channels === null) {
    const isRefusal = outcome.kind === 'ended' && NOT_SUPPORTED.test(outcome.stderr + outcome.stdout);
    const why = isRefusal
      ? ({ fact, reason: 'not_told', detail: `ethtool -l ${ifname}: its driver does not tell` } as const)
      : unseenBy(fact, `ethtool -l ${ifname}`, outcome);
    unseen.push(unseenWhere(machine, why));
    return { current: null, maximum: null };
  }
  return { current: queuePairs(channels.current), maximum: queuePairs(channels.maximum) };
}

async function firmwareOf(machine: Machine, ifname: string, unseen: UnseenFact[]): Promise<Partial<PfFacts>> {
  const outcome = await machine.run('ethtool', ['-i', ifname]);
  const text = outputOf(outcome);
  if (text === null) {
    unseen.push(unseenWhere(machine, unseenBy('pfs.firmware_version', `ethtool -i ${ifname}`, outcome)));
    return {};
  }
  const version = readNamedValues(text).get('firmware-version') ?? '';
  return version === '' || version === 'N/A' ? {} : { firmwareVersion: version.slice(0, 255) };
}

/** As JSON where this ethtool writes it, else as text. */
async function offloadOf(machine: Machine, ifname: string, unseen: UnseenFact[]): Promise<Partial<PfFacts>> {
  const json = jsonOf(firstOfList(await machine.run('ethtool', ['--json', '-k', ifname])));
  const active = recordOf(json?.['hw-tc-offload'])?.['active'];
  if (typeof active === 'boolean') return { hwTcOffload: active };
  const outcome = await machine.run('ethtool', ['-k', ifname]);
  const text = outputOf(outcome);
  if (text === null) {
    unseen.push(unseenWhere(machine, unseenBy('pfs.hw_tc_offload', `ethtool -k ${ifname}`, outcome)));
    return {};
  }
  const isOn = readFeature(text, 'hw-tc-offload');
  return isOn === null ? {} : { hwTcOffload: isOn };
}

/** `ethtool --json` writes a list of one. */
function firstOfList(outcome: Awaited<ReturnType<Machine['run']>>): typeof outcome {
  if (outcome.kind !== 'ended') return outcome;
  return { ...outcome, stdout: outcome.stdout.trim().replace(/^\[/, '').replace(/\]$/, '') };
}

/** The same of many NICs is told once: of the first one by name, and how many more there are. */
function distinct(unseen: readonly UnseenFact[]): readonly UnseenFact[] {
  const alike = new Map<string, UnseenFact[]>();
  for (const each of unseen) {
    const what = `${each.fact} ${withoutNic(each.detail)}`;
    alike.set(what, [...(alike.get(what) ?? []), each]);
  }
  return [...alike.values()].map((all) => {
    const [first] = all as [UnseenFact];
    const isOfTool = first.reason === 'tool_missing' || first.detail.endsWith(': no output captured');
    if (isOfTool) return { ...first, detail: withoutNic(first.detail) };
    const more = all.length > 1 ? ` (and of ${all.length - 1} more)` : '';
    return { ...first, detail: `${first.detail}${more}` };
  });
}

function withoutNic(detail: string): string {
  return detail.replace(/^ethtool -\S+ \S+: /, 'ethtool: ');
}
