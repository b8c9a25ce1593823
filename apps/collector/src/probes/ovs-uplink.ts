import type { PfFacts } from '@iopath/core';
import type { HostTree } from '@iopath/host-facts';
import { type OvsRow, setOf, textOf } from './ovs-table';

interface Nics {
  readonly tree: HostTree;
  readonly pfs: readonly PfFacts[];
}

/** Representors of VFs and sub-functions lead into guests (Linux, net/core/devlink.c `__devlink_port_phys_port_name_get`). */
const REPRESENTOR = /^(c\d{1,9})?pf\d{1,9}(vf|sf)\d{1,9}$/;
const BIT_PER_MEGABIT = 1_000_000;
/** What the document takes for a speed. */
const MAX_MBPS = 10_000_000;

/**
 * Speed of a bridge's way out of the host, Mbit/s: of its NICs together, and of a bond with one active member that member's.
 * Null when there is none or no link is up.
 */
export function uplinkMbps(ports: readonly OvsRow[], interfaces: readonly OvsRow[], nics: Nics): number | null {
  const byId = new Map(interfaces.map((row) => [textOf(row, '_uuid'), row]));
  let total = 0;
  for (const port of ports) {
    const members = setOf(port, 'interfaces').map((id) => byId.get(String(id)));
    const speeds = members.filter((row) => row !== undefined && leadsOut(row, nics)).map((row) => speedMbps(row, nics));
    const isOneActive = speeds.length > 1 && !textOf(port, 'bond_mode').startsWith('balance-');
    total += isOneActive ? Math.max(...speeds) : speeds.reduce((sum, speed) => sum + speed, 0);
  }
  return total > 0 ? Math.min(total, MAX_MBPS) : null;
}

function leadsOut(row: OvsRow, { tree, pfs }: Nics): boolean {
  const type = textOf(row, 'type');
  if (type === 'dpdk') return true;
  if (type !== '' && type !== 'system') return false;
  const name = textOf(row, 'name');
  if (pfs.some(({ ifname }) => ifname === name)) return true;
  const path = `/sys/class/net/${name}`;
  if (!/^[\w.:@-]{1,15}$/.test(name)) return false;
  if (tree.exists(`${path}/bonding`)) return true;
  const isRepresentor = REPRESENTOR.test(tree.read(`${path}/phys_port_name`)?.trim() ?? '');
  return tree.exists(`${path}/device`) && !isRepresentor;
}

/** As OVS sees the link, in bit/s; else as the kernel does. */
function speedMbps(row: OvsRow | undefined, { pfs }: Nics): number {
  const [speed] = setOf(row, 'link_speed');
  if (typeof speed === 'number' && speed > 0) return Math.round(speed / BIT_PER_MEGABIT);
  return pfs.find(({ ifname }) => ifname === textOf(row, 'name'))?.linkSpeedMbps ?? 0;
}
