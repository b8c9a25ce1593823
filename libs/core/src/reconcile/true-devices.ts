import type { CloudPort, ObservedServer } from '../cloud/cloud-records';
import { normalisePciAddress } from '../inventory/pci-address';
import type { HostDevice } from './host-devices';
import type { HeldDevice, LiveHold } from './live-hold';

/** A port, and the device that Nova gave to it. */
export interface PortDevice {
  readonly port: CloudPort;
  readonly device: HostDevice;
}

/** What Neutron says of the devices of one server, laid beside what its hold says. */
export interface TrueDevices {
  /** Held device, by allocation, and the one that its NIC really has. */
  readonly known: readonly { readonly held: HeldDevice; readonly actual: PortDevice }[];
  /** Ports with a device for which nothing is held: attached later, or never asked for. */
  readonly extra: readonly PortDevice[];
  /** Devices held for a NIC, and no port of the server has one. */
  readonly unused: readonly HeldDevice[];
  /** Ports whose device the inventory does not have. */
  readonly unknown: readonly { readonly port: CloudPort; readonly address: string }[];
}

/**
 * Finds out which port goes with which held device: the port that was created for the NIC; else the one that has the very
 * device; else one on the same PF; else one of the same kind and physical network; else one of the same kind. Nova chooses
 * inside a pool and writes its choice to the port's `binding:profile` (`nova/network/neutron.py`).
 *
 * @param devices of the host on which the server is
 */
export function trueDevices(
  hold: LiveHold,
  observed: ObservedServer,
  devices: ReadonlyMap<string, HostDevice>,
): TrueDevices {
  const located = observed.ports
    .filter(({ hostId, pciSlot }) => pciSlot !== null && hostId === observed.server.host)
    .map((port) => ({ port, address: normalisePciAddress(port.pciSlot ?? '') ?? String(port.pciSlot) }))
    .sort((a, b) => (a.port.id < b.port.id ? -1 : 1));
  const ports = located.flatMap(({ port, address }): readonly PortDevice[] => {
    const device = devices.get(address);
    return device === undefined ? [] : [{ port, device }];
  });
  const unknown = located.filter(({ address }) => !devices.has(address));

  const nics = hold.devices.filter(({ servesNic }) => servesNic);
  const known = pairUp(nics, ports, ruleset(hold, devices));
  const paired = new Set(known.map(({ actual }) => actual));
  const served = new Set(known.map(({ held }) => held));
  return {
    known,
    unknown,
    extra: ports.filter((port) => !paired.has(port)),
    // A port whose device nobody knows may be the one of a device that seems unused.
    unused: unknown.length > 0 ? [] : nics.filter((nic) => !served.has(nic)),
  };
}

type Goes = (held: HeldDevice, actual: PortDevice) => boolean;

function ruleset({ portOfNic }: LiveHold, devices: ReadonlyMap<string, HostDevice>): readonly Goes[] {
  return [
    (held, { port }) => portOfNic[held.device] === port.id,
    (held, { device }) => held.address === device.address,
    (held, { device }) => held.kind === device.kind && held.pfAddress === device.pfAddress,
    (held, { device }) => devices.get(held.address)?.pool === device.pool,
    (held, { device }) => held.kind === device.kind,
  ];
}

function pairUp(
  nics: readonly HeldDevice[],
  ports: readonly PortDevice[],
  rules: readonly Goes[],
): readonly { readonly held: HeldDevice; readonly actual: PortDevice }[] {
  const pairs: { held: HeldDevice; actual: PortDevice }[] = [];
  for (const goes of rules) {
    for (const held of nics) {
      if (pairs.some((pair) => pair.held === held)) continue;
      const actual = ports.find((port) => !pairs.some((pair) => pair.actual === port) && goes(held, port));
      if (actual !== undefined) pairs.push({ held, actual });
    }
  }
  return pairs;
}
