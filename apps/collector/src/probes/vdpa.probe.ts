import type { PfFacts } from '@iopath/core';
import type { Machine } from '../machine/machine';
import { jsonOf, type Probe, type ProbeFacts, recordOf, unseenBy, unseenWhere } from './probe';

/** The kernel has no vDPA: the tool finds no such family of netlink messages. It is no fault, and there are no devices. */
const NO_VDPA = /genl|netlink|no such file|not supported/i;

/** Which VFs have a vDPA device on them, and how it is called. */
export const vdpa: Probe = { name: 'vdpa', look: lookAtDevices };

async function lookAtDevices(
  machine: Machine,
  { pfs = [] }: { readonly pfs?: readonly PfFacts[] },
): Promise<ProbeFacts> {
  const outcome = await machine.run('vdpa', ['-j', 'dev', 'show']);
  const devices = recordOf(jsonOf(outcome)?.['dev']);
  if (devices === null) {
    if (outcome.kind === 'ended' && (outcome.status === 0 || NO_VDPA.test(outcome.stderr))) return {};
    return { unseen: [unseenWhere(machine, unseenBy('pfs.vfs.vdpa_device', 'vdpa dev show', outcome))] };
  }
  const nameAt = devicesByAddress(devices);
  const told = pfs
    .filter(({ vfs = [] }) => vfs.some(({ address }) => nameAt.has(address)))
    .map(({ address, vfs = [] }) => ({ address, vfs: vfs.map((vf) => withDevice(vf.address, nameAt)) }));
  return { pfs: told, partialLists: ['pfs'] };
}

function withDevice(address: string, nameAt: ReadonlyMap<string, string>) {
  const vdpaDevice = nameAt.get(address);
  return { address, ...(vdpaDevice === undefined ? {} : { vdpaDevice }) };
}

/** `{"dev": {"vdpa0": {"mgmtdev": "pci/0000:3b:00.2", …}}}` (iproute2, vdpa/vdpa.c). */
function devicesByAddress(devices: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const nameAt = new Map<string, string>();
  for (const [name, device] of Object.entries(devices)) {
    const manager = recordOf(device)?.['mgmtdev'];
    if (typeof manager === 'string' && manager.startsWith('pci/')) nameAt.set(manager.slice('pci/'.length), name);
  }
  return nameAt;
}
