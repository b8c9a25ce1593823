import type { HostClaim } from './host-claims';
import type { HostState } from './host-state';

/** What Nova does not tell of servers that the advisor did not place. Where it leaves no choice, nothing is assumed. */
export function assumedOfServers({ hostName, claims }: Pick<HostState, 'hostName' | 'claims'>): readonly string[] {
  const foreign = claims.filter(({ isForeign }) => isForeign === true);
  const pinnedBy = ({ cells }: HostClaim): number =>
    cells.reduce((sum, cell) => sum + cell.pinnedCpus.length + (cell.unknownPinnedCpus ?? 0), 0);
  const ofDevices = foreign.filter(({ somewhere = [] }) => somewhere.some(({ among }) => among.length > 1)).length;
  const ofVfs = foreign.filter(({ somewhere = [] }) => somewhere.some(({ among }) => among.length === 1)).length;
  const ofCpus = foreign.filter((claim) => claim.pcpus > pinnedBy(claim)).length;
  const servers = (count: number): string => (count === 1 ? '1 server' : `${count} servers`);
  const have = (count: number): string => (count === 1 ? 'has' : 'have');
  return [
    ...(ofDevices === 0 ? [] : [`where the devices by alias of ${servers(ofDevices)} on ${hostName} are`]),
    ...(ofVfs === 0 ? [] : [`which VFs ${servers(ofVfs)} on ${hostName} ${have(ofVfs)} by alias`]),
    ...(ofCpus === 0 ? [] : [`which CPUs ${servers(ofCpus)} on ${hostName} ${have(ofCpus)} pinned`]),
  ];
}
