import type { SettingFacts, UnseenFact } from '@iopath/core';
import type { DeviceOutcome, Machine } from '../machine/machine';
import type { Probe, ProbeFacts } from './probe';

/** `vhost_vdpa_probe` names them so (drivers/vhost/vdpa.c). */
const VHOST_VDPA_NODE = /^vhost-vdpa-\d{1,9}$/;

/**
 * Whether what VMs are attached to can be used: opened for reading and writing, as QEMU does. A node proves nothing:
 * `/dev/vhost-net` and `/dev/vfio/vfio` are made at boot from the modules' aliases (kmod's `static-nodes`), loaded or not.
 */
export const deviceNodes: Probe = {
  name: 'device-nodes',
  look: (machine) => Promise.resolve(lookAtNodes(machine)),
};

function lookAtNodes(machine: Machine): ProbeFacts {
  const unseen: UnseenFact[] = [];
  const settle = (fact: string, path: string, outcome: DeviceOutcome): boolean | undefined => {
    if (outcome === 'opens') return true;
    if (outcome === 'absent' || outcome === 'no_driver') return false;
    const reason = outcome === 'denied' ? 'no_permission' : 'not_told';
    unseen.push({ fact, reason, detail: path });
    return undefined;
  };
  const opens = (fact: string, path: string) => settle(fact, path, machine.openDevice(path));
  const net = opens('vhost.net', '/dev/vhost-net');
  const vfio = opens('vfio', '/dev/vfio/vfio');
  const [path, outcome] = vhostVdpa(machine);
  const vdpa = settle('vhost.vdpa', path, outcome);
  const vhost: SettingFacts['vhost'] = {
    ...(net === undefined ? {} : { net }),
    ...(vdpa === undefined ? {} : { vdpa }),
  };
  return { settings: { vhost, ...(vfio === undefined ? {} : { vfio }) }, unseen };
}

/** One node that opens is enough: each has the same driver, and opening a device of nobody resets it. */
function vhostVdpa(machine: Machine): [path: string, outcome: DeviceOutcome] {
  if (!machine.isLive) return ['/dev/vhost-vdpa-*', 'not_told'];
  const nodes = machine.tree.list('/dev').filter((name) => VHOST_VDPA_NODE.test(name));
  let last: [string, DeviceOutcome] = ['/dev/vhost-vdpa-*', 'absent'];
  for (const node of nodes.map((name) => `/dev/${name}`)) {
    const outcome = machine.openDevice(node);
    if (outcome === 'opens') return [node, outcome];
    if (last[1] !== 'denied') last = [node, outcome];
  }
  return last;
}
