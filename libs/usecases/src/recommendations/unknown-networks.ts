import type { Fault, VmRequest } from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';

/** NICs of a request that want a physical network which no host of the fleet reaches. */
export async function unknownNetworks(
  { nics }: Pick<VmRequest, 'nics'>,
  fleet: Pick<FleetReader, 'unknownPhysicalNetworks'>,
): Promise<readonly Fault[]> {
  const names = [...new Set(nics.flatMap((nic) => nic.physicalNetwork ?? []))];
  if (names.length === 0) return [];
  const unknown = new Set(await fleet.unknownPhysicalNetworks(names));
  return nics.flatMap(({ physicalNetwork }, index) =>
    physicalNetwork === null || !unknown.has(physicalNetwork)
      ? []
      : [unknownNetwork(physicalNetwork, `/nics/${index}/physical_network`)],
  );
}

export function unknownNetwork(name: string, pointer: string): Fault {
  const message = `No PF and no bridge of any host reaches the physical network "${name}".`;
  return { pointer, code: 'physical_network.unknown', message };
}
