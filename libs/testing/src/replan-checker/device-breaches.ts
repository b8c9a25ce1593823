import type { DeviceClaim, Inventory } from '@iopath/core';
import type { Breach } from './breach';
import type { ExecutedHost } from './executed-fleet';

interface Held extends DeviceClaim {
  readonly holder: string;
}

/** Devices that two hold, a PF that is held beside a VF of it, links promised twice, and devices that nobody may have. */
export function deviceBreaches(host: ExecutedHost): readonly Breach[] {
  const held = host.places.flatMap(({ claim }) =>
    claim.devices.map((device) => ({ ...device, holder: claim.reservationId })),
  );
  return [
    ...held.flatMap((device) => unusable(device, host)),
    ...twice(held, host),
    ...pfsWithVfs(held, host),
    ...promises(held, host),
  ];
}

function unusable({ address, kind, holder }: Held, { hostName, inventory, quarantined }: ExecutedHost) {
  const subject = `${hostName} ${address} of ${holder}`;
  const breaches: Breach[] = [];
  const found = deviceAt(address, inventory);
  if (found === null) breaches.push({ code: 'device.unknown', subject, detail: 'it is held' });
  if (found !== null && !found.isAvailable) {
    breaches.push({ code: 'device.unavailable', subject, detail: `a ${kind} that is not available is held` });
  }
  const family = [address, found?.pfAddress ?? '', ...(kind === 'pf' ? vfsOf(address, inventory) : [])];
  if (family.some((each) => quarantined.includes(each))) {
    breaches.push({ code: 'device.quarantined', subject, detail: 'it is held' });
  }
  return breaches;
}

function deviceAt(address: string, { pfs, pciDevices }: Inventory) {
  for (const pf of pfs) {
    if (pf.address === address) return { isAvailable: pf.linkState !== 'down', pfAddress: null };
    const vf = pf.vfs.find((each) => each.address === address);
    if (vf !== undefined)
      return { isAvailable: vf.state === 'available' && pf.linkState !== 'down', pfAddress: pf.address };
  }
  const device = pciDevices.find((each) => each.address === address);
  return device === undefined ? null : { isAvailable: !device.hostInUse, pfAddress: device.pfAddress };
}

function vfsOf(address: string, { pfs, pciDevices }: Inventory): readonly string[] {
  const vfs = pfs.filter((pf) => pf.address === address).flatMap((pf) => pf.vfs.map((vf) => vf.address));
  return [...vfs, ...pciDevices.filter(({ pfAddress }) => pfAddress === address).map((device) => device.address)];
}

function twice(held: readonly Held[], { hostName }: ExecutedHost): readonly Breach[] {
  const holders = new Map<string, string>();
  return held.flatMap(({ address, holder }) => {
    const other = holders.get(address);
    holders.set(address, holder);
    if (other === undefined) return [];
    return [{ code: 'device.twice' as const, subject: `${hostName} ${address}`, detail: `${other} and ${holder}` }];
  });
}

function pfsWithVfs(held: readonly Held[], { hostName, inventory }: ExecutedHost): readonly Breach[] {
  const addresses = new Set(held.map(({ address }) => address));
  return held.flatMap(({ address, holder }) =>
    vfsOf(address, inventory)
      .filter((vf) => addresses.has(vf))
      .map((vf) => ({
        code: 'pf.with_its_vf' as const,
        subject: `${hostName} ${address}`,
        detail: `${holder} has the PF, and its VF ${vf} is held`,
      })),
  );
}

function promises(held: readonly Held[], { hostName, inventory }: ExecutedHost): readonly Breach[] {
  return inventory.pfs.flatMap((pf) => {
    const own = held.filter(({ address, pfAddress }) => address === pf.address || pfAddress === pf.address);
    const sum = (amount: 'bandwidthMbps' | 'packetRateKpps'): number =>
      own.reduce((total, device) => total + device[amount], 0);
    const subject = `${hostName} ${pf.address}`;
    const breaches: Breach[] = [];
    const mbps = sum('bandwidthMbps');
    const kpps = sum('packetRateKpps');
    if (mbps > (pf.linkSpeedMbps ?? Infinity)) {
      breaches.push({ code: 'pf.bandwidth', subject, detail: `${mbps} of ${pf.linkSpeedMbps} Mbit/s` });
    }
    if (kpps > (pf.packetRateKpps ?? Infinity)) {
      breaches.push({ code: 'pf.packet_rate', subject, detail: `${kpps} of ${pf.packetRateKpps} kpps` });
    }
    return breaches;
  });
}
