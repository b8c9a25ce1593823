import {
  aReadyDecision,
  aHostClaim,
  aNicRequest,
  aPf,
  aVfClaim,
  aVmRequest,
  roomyHosts,
  vmRequests,
} from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost } from '../fleet/compile-host';
import type { Fleet } from '../fleet/fleet';
import type { HostClaim } from '../fleet/host-claims';
import type { HostState } from '../fleet/host-state';
import type { VmRequest } from '../request/vm-request';
import { fleetOf, ready } from '../spec-plans';
import type { ReadyDecision } from './decision';
import { decideAgain } from './decide-again';
import { RequestRefusedByNovaError } from './request-context';
import { placeMembers } from './place-members';

const POLICY = { release: '2025.1' } as const;
const BEST = { paths: 'best', slack: 0.05 } as const;
const SAME = { paths: 'same', slack: Infinity } as const;
const FAST = aNicRequest({ latency: { targetUs: 40, percentile: 99 } });

const aFastVm = (changes: Partial<VmRequest> = {}): VmRequest => aVmRequest({ nics: [FAST], disks: [], ...changes });

/** Two alike hosts with a PF of four VFs. */
const twoHosts = () => fleetOf({ 'compute-1': { pfs: [aPf(4)] }, 'compute-2': { pfs: [aPf(4)] } });

function hostOf(fleet: { readonly hosts: readonly HostState[] }, { members }: ReadyDecision): HostState {
  const host = fleet.hosts.find(({ hostName }) => hostName === members[0]?.hostName);
  if (host === undefined) throw new Error('the decision is on another fleet');
  return host;
}

/** The host one version later, with these VMs more on it. */
function withMore(host: HostState, ...claims: readonly Partial<HostClaim>[]): HostState {
  const more = claims.map((claim, index) => aHostClaim({ reservationId: `rival-${index}`, ...claim }));
  return compileHost({ ...host, version: host.version + 1, claims: [...host.claims, ...more] });
}

describe('deciding again on a host that has moved on', () => {
  it('gives the next VF when a rival has taken the one in mind, and keeps all that was said of other ways', () => {
    const fleet = twoHosts();
    const first = ready(aFastVm(), fleet);
    const taken = first.members[0]?.devices[0]?.address ?? '';
    const host = withMore(hostOf(fleet, first), { devices: [aVfClaim(taken)] });

    const again = decideAgain(aFastVm(), fleet, first, { hosts: [host], ...BEST }, POLICY);

    const [member] = again?.members ?? [];
    expect(member).toMatchObject({ hostName: host.hostName, hostVersion: host.version });
    expect(member?.devices[0]?.address).not.toBe(taken);
    expect(member?.migration.candidateTargets).toBe(1);
    expect(again?.alternatives).toBe(first.alternatives);
  });

  it('is another input than the first time, and the same each time', () => {
    const fleet = twoHosts();
    const first = ready(aFastVm(), fleet);
    const how = { hosts: [withMore(hostOf(fleet, first), {})], ...BEST };
    const [one, other] = [0, 1].map(() => decideAgain(aFastVm(), fleet, first, how, POLICY));

    expect(one?.inputHash).not.toBe(first.inputHash);
    expect(one?.fleetDigest).toBe(first.fleetDigest);
    expect(other).toEqual(one);
  });

  it('gives no decision when another path is best there now, unless the decided ones are to be kept', () => {
    const fleet = twoHosts();
    const first = ready(aFastVm(), fleet);
    const vfs = hostOf(fleet, first).pfs.flatMap(({ freeVfs }) => freeVfs);
    const host = withMore(hostOf(fleet, first), ...vfs.map(({ address }) => ({ devices: [aVfClaim(address)] })));

    expect(decideAgain(aFastVm(), fleet, first, { hosts: [host], ...BEST }, POLICY)).toBeNull();
    expect(decideAgain(aFastVm(), fleet, first, { hosts: [host], ...SAME }, POLICY)).toBeNull();

    const oneVfLeft = withMore(
      hostOf(fleet, first),
      ...vfs.slice(1).map((vf) => ({ devices: [aVfClaim(vf.address)] })),
    );
    expect(decideAgain(aFastVm(), fleet, first, { hosts: [oneVfLeft], ...SAME }, POLICY)).not.toBeNull();
  });

  it('gives no decision when it falls short by more than the slack', () => {
    const fleet = twoHosts();
    const wanted = aVmRequest();
    const first = ready(wanted, fleet);
    const host = withMore(hostOf(fleet, first), { vcpus: 20 });

    expect(decideAgain(wanted, fleet, first, { hosts: [host], paths: 'best', slack: 0 }, POLICY)).toBeNull();
    expect(decideAgain(wanted, fleet, first, { hosts: [host], paths: 'best', slack: 1 }, POLICY)).not.toBeNull();
  });

  it.each`
    now                        | hosts
    ${'is gone'}               | ${() => []}
    ${'takes no VMs any more'} | ${(host: HostState) => [compileHost({ ...host, state: 'draining' })]}
  `('gives no decision when the host $now', ({ hosts }: { hosts: (host: HostState) => readonly HostState[] }) => {
    const fleet = twoHosts();
    const first = ready(aFastVm(), fleet);

    expect(decideAgain(aFastVm(), fleet, first, { hosts: hosts(hostOf(fleet, first)), ...BEST }, POLICY)).toBeNull();
  });

  it('keeps VMs of one request apart where their group wants that', () => {
    const constraints = { ...aVmRequest().constraints, group: { id: 'db', policy: 'anti-affinity' } as const };
    const wanted = aFastVm({ constraints, count: 2 });
    const fleet = twoHosts();
    const first = ready(wanted, fleet);
    const hosts = fleet.hosts.map((host) => withMore(host, {}));

    const again = decideAgain(wanted, fleet, first, { hosts, ...BEST }, POLICY);
    const joined = hosts.map((host) => withMore(host, { groupId: 'db' }));

    expect(again?.members.map(({ hostName }) => hostName)).toEqual(first.members.map(({ hostName }) => hostName));
    expect(decideAgain(wanted, fleet, first, { hosts: joined, ...BEST }, POLICY)).toBeNull();
  });
});

describe('deciding any request again', () => {
  const fleets = fc
    .array(roomyHosts(), { minLength: 1, maxLength: 3 })
    .map((facts) => buildFleet(facts.map((host, index) => compileHost({ ...host, hostName: `compute-${index}` }))));

  /** Without asking what would help where nothing fits, which takes long. */
  function decided(request: VmRequest, fleet: Fleet): ReadyDecision | null {
    try {
      const { placements, stuck } = placeMembers(request, fleet, POLICY);
      return stuck === null ? aReadyDecision(placements) : null;
    } catch (error) {
      fc.pre(!(error instanceof RequestRefusedByNovaError));
      throw error;
    }
  }

  it('on hosts that have not changed gives the same VMs, to the last device and CPU', () => {
    fc.assert(
      fc.property(vmRequests(), fleets, (request, fleet) => {
        const first = decided(request, fleet);
        fc.pre(first !== null);
        const again = decideAgain(request, fleet, first, { hosts: fleet.hosts, paths: 'best', slack: 0 }, POLICY);

        expect(again?.members).toEqual(first.members);
      }),
      { numRuns: 40 },
    );
  });

  it('gives what a request for those hosts and paths alone would get, devices and CPUs', () => {
    fc.assert(
      fc.property(vmRequests(), fleets, (anyRequest, fleet) => {
        const request = { ...anyRequest, count: 1 };
        const first = decided(request, fleet);
        fc.pre(first !== null);
        const [member] = first.members;
        const host = withMore(hostOf(fleet, first), { devices: member?.devices ?? [], vcpus: 1, memoryMib: 64 });
        const again = decideAgain(request, fleet, first, { hosts: [host], ...SAME }, POLICY);

        const narrow = {
          ...request,
          nics: request.nics.map((nic, index) => ({ ...nic, paths: [member?.nics[index]?.path ?? 'virtio'] as const })),
          disks: request.disks.map((disk, index) => ({
            ...disk,
            paths: [member?.disks[index]?.path ?? 'virtio_blk'] as const,
          })),
          constraints: { ...request.constraints, includeHosts: [host.hostName] },
        };
        const alone = decided(
          narrow,
          buildFleet(fleet.hosts.map((each) => (each.hostName === host.hostName ? host : each))),
        );

        const told = (decision: ReadyDecision | null) =>
          decision?.members.map(({ devices, compute }) => ({ devices, compute }));
        expect(told(again)).toEqual(told(alone));
      }),
      { numRuns: 40 },
    );
  });
});
