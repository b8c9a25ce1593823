import type { Fleet } from '../../fleet/fleet';
import type { ComputeAmounts, HostState } from '../../fleet/host-state';
import type { Flavor } from '../../request/vm-request';
import { ASPECT, type Aspects } from './aspects';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

/** Shares of the size asked for that are tried below what the roomiest host has free. */
const SHARES: readonly number[] = [3 / 4, 1 / 2, 1 / 4, 1 / 8];

/** vCPUs are first taken off in these small steps, for most guests miss a host by a few. */
const FEWER_VCPUS: readonly number[] = [2, 4];

interface Dimension {
  readonly key: 'vcpus' | 'ramMib' | 'diskGib';
  readonly wireName: string;
  readonly aspects: Aspects;
  /** Amounts less that are tried beside the shares. */
  readonly less: readonly number[];
  free(amounts: ComputeAmounts): number;
}

const DIMENSIONS: readonly Dimension[] = [
  {
    key: 'vcpus',
    wireName: 'vcpus',
    aspects: ASPECT.vcpus,
    less: FEWER_VCPUS,
    free: ({ vcpus, pcpus }) => Math.max(vcpus, pcpus),
  },
  { key: 'ramMib', wireName: 'ram_mib', aspects: ASPECT.memory, less: [], free: ({ memoryMib }) => memoryMib },
  {
    key: 'diskGib',
    wireName: 'disk_gib',
    aspects: ASPECT.diskSpace,
    less: [],
    free: ({ diskGib }) => diskGib ?? Infinity,
  },
];

/** Fewer vCPUs, less memory, a smaller disk, each by itself: what the roomiest host has free, then less and less. */
export const relaxFlavorSize: RelaxationRule = ({ flavor }, fleet) =>
  DIMENSIONS.flatMap((dimension) => {
    const asked = flavor[dimension.key];
    const roomiest = most(fleet, (free) => dimension.free(free));
    return [
      roomiest,
      ...dimension.less.map((less) => asked - less),
      ...SHARES.map((share) => Math.floor(asked * share)),
    ]
      .filter((size) => size >= 1 && size < asked && size <= roomiest)
      .sort((a, b) => b - a)
      .filter((size, index, sizes) => sizes.indexOf(size) === index)
      .map((size) => shrink(dimension, flavor, size));
  });

function shrink({ key, wireName, aspects }: Dimension, flavor: Flavor, size: number): RequestConcession {
  return {
    target: 'request',
    subject: `flavor.${wireName}`,
    pointer: `/flavor/${wireName}`,
    from: String(flavor[key]),
    to: String(size),
    costs: 'a smaller VM',
    ladder: wireName,
    aspects,
    apply: (request) => ({ ...request, flavor: { ...request.flavor, [key]: size } }),
  };
}

function most({ hosts }: Fleet, amount: (free: ComputeAmounts) => number): number {
  const isOpen = (host: HostState): boolean => host.state === 'active';
  return hosts.filter(isOpen).reduce((best, host) => Math.max(best, amount(host.free)), 0);
}
