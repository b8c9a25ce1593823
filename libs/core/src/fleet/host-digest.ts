import { addHash, formatHash, hash64, type Hash64 } from './content-hash';
import type { FactAge } from './fact-age';
import type { CellClaim, DeviceClaim, HostClaim } from './host-claims';
import type { HostAdminState } from './host-state';

interface DigestedFacts {
  readonly hostName: string;
  readonly state: HostAdminState;
  readonly inventoryHash: string;
  readonly claims: readonly HostClaim[];
  readonly quarantined: readonly string[];
  readonly factAge?: FactAge;
}

const NO_CLAIMS: Hash64 = { high: 0, low: 0 };

/**
 * Content hash of one host, 16 hex digits: name, administrative state, inventory, what its claims take, what is in
 * quarantine, and how old its facts are.
 * The claims' order and reservation ids are no content (ids are random, and no decision depends on them), and neither
 * are generation and version: two installations with the same facts get the same digest.
 */
export function hostDigest({
  hostName,
  state,
  inventoryHash,
  claims,
  quarantined,
  factAge = 0,
}: DigestedFacts): string {
  let sum = NO_CLAIMS;
  for (const claim of claims) sum = addHash(sum, hash64(claimText(claim)));
  const facts: unknown[] = [hostName, state, inventoryHash, claims.length, formatHash(sum)];
  if (quarantined.length > 0) facts.push([...quarantined].sort());
  if (factAge !== 0) facts.push(`facts ${factAge}`);
  return formatHash(hash64(JSON.stringify(facts)));
}

function claimText(claim: HostClaim): string {
  const { projectId, vcpus, pcpus, memoryMib, diskGib, groupId, isForeign, somewhere } = claim;
  const cells = claim.cells.map(cellText).sort();
  const devices = claim.devices.map(deviceText).sort();
  const text: unknown[] = [projectId, vcpus, pcpus, memoryMib, diskGib, groupId, cells, devices];
  if (isForeign === true) text.push('foreign', somewhere?.map(({ count, among }) => [count, among]) ?? []);
  return JSON.stringify(text);
}

function cellText({ hostNode, sharedVcpus, pinnedCpus, unknownPinnedCpus, memoryMib, pageSizeKib }: CellClaim): string {
  const unknown = unknownPinnedCpus === undefined ? '' : `+${unknownPinnedCpus}`;
  return `${hostNode};${sharedVcpus};${pinnedCpus.join(',')}${unknown};${memoryMib};${pageSizeKib}`;
}

function deviceText({ kind, address, pfAddress, bandwidthMbps, packetRateKpps }: DeviceClaim): string {
  return `${kind};${address};${pfAddress ?? ''};${bandwidthMbps};${packetRateKpps}`;
}
