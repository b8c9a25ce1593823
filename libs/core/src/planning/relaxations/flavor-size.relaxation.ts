import type { Fleet } from '../../fleet/fleet';
import type { ComputeAmounts, HostState } from '../../fleet/host-state';
import type { Flavor } from '../../request/vm-request';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

/** Shares of the size asked for that are tried below what the roomiest host has free. */
const SHARES: readonly number[] = [3 / 4, 1 / 2, 1 / 4, 1 / 8];

/** Fewer vCPUs, less memory, a smaller disk, each by itself: what the roomiest host has free, then less and less. */
export const relaxFlavorSize: RelaxationRule = (request, fleet) => {
  const { flavor } = request;
  const shrunk = (key: 'vcpus' | 'ramMib' | 'diskGib', wireName: string, roomiest: number): readonly ProposedChange[] =>
    [roomiest, ...SHARES.map((share) => Math.floor(flavor[key] * share))]
      .filter((size) => size >= 1 && size < flavor[key] && size <= roomiest)
      .sort((a, b) => b - a)
      .filter((size, index, sizes) => sizes.indexOf(size) === index)
      .map((size) => {
        const smaller: Flavor = { ...flavor, [key]: size };
        return {
          change: `flavor.${wireName}: ${flavor[key]} -> ${size}`,
          costs: 'a smaller VM',
          ladder: wireName,
          request: { ...request, flavor: smaller },
        };
      });
  return [
    ...shrunk(
      'vcpus',
      'vcpus',
      most(fleet, ({ vcpus, pcpus }) => Math.max(vcpus, pcpus)),
    ),
    ...shrunk(
      'ramMib',
      'ram_mib',
      most(fleet, ({ memoryMib }) => memoryMib),
    ),
    ...shrunk(
      'diskGib',
      'disk_gib',
      most(fleet, ({ diskGib }) => diskGib ?? Infinity),
    ),
  ];
};

function most({ hosts }: Fleet, amount: (free: ComputeAmounts) => number): number {
  const isOpen = (host: HostState): boolean => host.state === 'active';
  return hosts.filter(isOpen).reduce((best, host) => Math.max(best, amount(host.free)), 0);
}
