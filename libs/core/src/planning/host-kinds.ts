import { NIC_HOST_RULES } from '../feasibility/rules';
import type { HostFacets } from '../fleet/facets';
import type { HostState } from '../fleet/host-state';
import type { NicPath } from '../io-path/nic-path';
import type { NicRequest } from '../request/vm-request';
import { firstRejection, type RequestContext } from './request-context';

/**
 * Hosts that are alike in all that paths, Nova's fit and devices' scores read for one request. What is true of one is
 * true of all: which paths are open and why others are not, where the guest may lie, what each way to run the VM is
 * worth. Only rules and terms on a host as a whole tell them apart.
 */
export interface HostKind {
  /** Whether the guest floats on such a host whatever paths it gets: then its NUMA nodes are of no account. */
  readonly floats: boolean;
}

/** What of a request decides on how hosts are told apart. */
type KindQuestion = Pick<RequestContext, 'request' | 'topologies' | 'flavorPciPolicy' | 'nics'>;

/** A step down what hosts are told apart by, one text or number after the other. */
type Branch = Map<string | number, Branch | HostKind>;

/**
 * Tells the kinds of hosts apart, for one request. Facets are compiled with a host, and a fleet shares their objects, so
 * a host costs one look-up; what a request does not ask about is dropped from the facets once an object.
 */
export class HostKinds {
  private readonly byFacets = new Map<HostFacets, HostKind>();
  private readonly root: Branch = new Map();
  /** By I/O facet. */
  private readonly floating = new Map<string, boolean>();

  constructor(private readonly question: KindQuestion) {}

  /** The host's kind: the same object for hosts of the same kind. */
  of(host: HostState): HostKind {
    // Facets leave tenants out, and only `tenant_pf` asks for them.
    if (this.question.request.isolation === 'tenant_pf') return this.kindOf(host, strangersOn(host, this.question));
    let kind = this.byFacets.get(host.facets);
    if (kind === undefined) {
      kind = this.kindOf(host, '');
      this.byFacets.set(host.facets, kind);
    }
    return kind;
  }

  private kindOf(host: HostState, strangers: string): HostKind {
    const { facets, cells } = host;
    const floats = this.guestFloats(host);
    let branch = next(this.root, facets.io);
    branch = next(branch, facets.devices);
    // A guest that floats asks of NUMA nodes only whether there are several.
    branch = next(branch, floats ? cells.length : facets.cells);
    branch = next(branch, strangers);
    let kind = branch.get(facets.vms) as HostKind | undefined;
    if (kind === undefined) {
      kind = { floats };
      branch.set(facets.vms, kind);
    }
    return kind;
  }

  /** Whether neither flavor and image nor any path that such a host can give makes Nova place the guest on nodes. */
  private guestFloats(host: HostState): boolean {
    const { facets } = host;
    let floats = this.floating.get(facets.io);
    if (floats === undefined) {
      const { topologies, flavorPciPolicy, nics } = this.question;
      floats =
        topologies.own === null &&
        flavorPciPolicy === null &&
        nics.every(({ nic, statedPolicy, paths }) => {
          const placing = paths.filter(({ needs }) => needs.guestMemory !== 'any');
          return statedPolicy === null && placing.every((path) => isRefused(path, nic, host));
        });
      this.floating.set(facets.io, floats);
    }
    return floats;
  }
}

function isRefused(path: NicPath, nic: NicRequest, host: HostState): boolean {
  return firstRejection(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host)) !== null;
}

function next(branch: Branch, key: string | number): Branch {
  let found = branch.get(key) as Branch | undefined;
  if (found === undefined) {
    found = new Map();
    branch.set(key, found);
  }
  return found;
}

/** Which PFs carry other projects. */
function strangersOn({ pfs }: HostState, { request }: KindQuestion): string {
  return pfs.map(({ tenants }) => ([...tenants].some((tenant) => tenant !== request.projectId) ? '1' : '0')).join('');
}
